// How much of a card's score each cause brought, ready to be drawn.
import type { Recommendation } from '@lectern/protocol/rest/recommendations.ts'

interface Share {
  readonly id: string
  /** null stands for everything that no history item caused. */
  readonly title: string | null
  /** Of the whole, 0 to 1; the shares of one reason sum to 1. */
  readonly share: number
}

/** The largest causes first and the rest of the score last. Negative contributions hold a list back and are not causes. */
export function reasonShares(reason: Pick<Recommendation['reason'], 'because' | 'others' | 'base'>): Share[] {
  const causes = reason.because.filter((one) => one.contribution > 0)
  const base = Math.max(0, reason.base)
  const others = Math.max(0, reason.others)
  const total = causes.reduce((sum, one) => sum + one.contribution, base + others)
  if (total <= 0) return []
  const shares: Share[] = causes.map((one) => ({
    id: one.item,
    title: one.title ?? 'An item you read',
    share: one.contribution / total,
  }))
  if (others > 0) shares.push({ id: 'others', title: 'Other items you read', share: others / total })
  if (base > 0) shares.push({ id: 'base', title: null, share: base / total })
  return shares
}
