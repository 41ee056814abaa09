// Numbers of the mirror as people read them.
import type { MirrorRow } from '@lectern/protocol/rest/mirror.ts'

export const count = (value: number): string => Math.round(value).toLocaleString('en-GB')
export const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
/** What too few readers did. */
export const few = (value: number | null, threshold: number): string =>
  value === null ? `under ${threshold}` : count(value)
export const factor = (value: number): string => `× ${value.toFixed(2)}`
export const between = ({ low, high }: { low: number; high: number }): string =>
  `${low.toFixed(2)} to ${high.toFixed(2)}`

/** What an effect says beyond chance. */
export function verdict(effect: MirrorRow['effect']): 'more' | 'less' | 'as expected' | 'unknown' {
  if (effect === null) return 'unknown'
  if (effect.low > 1) return 'more'
  return effect.high < 1 ? 'less' : 'as expected'
}

/** Those of which an effect is told first; among them and the others as they came. */
export const mostTelling = (rows: readonly MirrorRow[]): MirrorRow[] => [
  ...rows.filter(({ effect }) => effect !== null),
  ...rows.filter(({ effect }) => effect === null),
]
