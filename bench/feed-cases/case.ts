// A feed with what another reader makes of it.
import { canonicalAddress } from '@lectern/content/address/address.ts'
import { webAddress } from '@lectern/content/address/canonical.ts'
import type { Feed } from '@lectern/content/feeds/feeds.ts'
import { oneLine, plainText } from '@lectern/content/text/plain.ts'

export type Outcome =
  | { readonly kind: 'equal' }
  | { readonly kind: 'different'; readonly what: string }
  /** Lectern reads something else on purpose, or the other reader is wrong. */
  | { readonly kind: 'disputed'; readonly why: string }
  /** The expectation is of something that Lectern does not keep, or in words this bench does not read. */
  | { readonly kind: 'unmapped'; readonly why: string }

export interface FeedCase {
  /** The corpus and the folder in it. */
  readonly group: string
  readonly name: string
  readonly wellFormed: boolean
  readonly bytes: Uint8Array
  readonly url: string | undefined
  readonly contentType: string | undefined
  judge(feed: Feed): Outcome
}

export const equal: Outcome = { kind: 'equal' }
export const unmapped = (why: string): Outcome => ({ kind: 'unmapped', why })

/** Differences decide, then what is equal; unmapped is a case of which nothing could be compared. */
export function together(outcomes: readonly Outcome[]): Outcome {
  return (
    outcomes.find(({ kind }) => kind === 'different') ??
    outcomes.find(({ kind }) => kind === 'equal') ??
    outcomes[0] ??
    unmapped('nothing is expected')
  )
}

export function same(what: string, ours: unknown, expected: unknown): Outcome {
  if (JSON.stringify(ours) === JSON.stringify(expected)) return equal
  return { kind: 'different', what: `${what}: ${short(ours)} instead of ${short(expected)}` }
}

const short = (value: unknown): string => JSON.stringify(value ?? null).slice(0, 120)

/** Lectern keeps text where others keep markup: the same words. A long one may be cut. */
export function sameText(what: string, ours: string | null, expected: string): Outcome {
  const texts = [plainText(expected), oneLine(expected)]
  const cut = ours?.endsWith('…') ? ours.slice(0, -1) : null
  const agrees = texts.some((text) => text === (ours ?? '') || (cut !== null && text.startsWith(cut)))
  return agrees ? equal : same(what, ours, texts[0])
}

export const samePage = (what: string, ours: string | null, expected: string): Outcome =>
  same(what, ours, canonicalAddress(expected.trim()))

export const sameAddress = (what: string, ours: string | null, expected: string): Outcome =>
  same(what, ours, webAddress(expected.trim())?.href ?? null)

/** One spelling of the same markup: attributes in order, quotes and gaps alike, no wrapping div. */
export function sameMarkup(what: string, ours: string | null, expected: string): Outcome {
  const [left, right] = [evened(ours ?? ''), evened(expected)]
  return left === right ? equal : same(what, left, right)
}

function evened(html: string): string {
  const even = html
    .replace(
      /<([a-zA-Z][\w-]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g,
      (_, name: string, pairs: string) => {
        const sorted = [...pairs.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
          .map(([, key, double, single]) => ` ${key}="${double ?? single}"`)
          .sort()
        return `<${name.toLowerCase()}${sorted.join('')}>`
      },
    )
    .replace(/ xmlns(:\w+)?="[^"]*"/g, '')
    .replace(/&nbsp;/g, '\u00a0')
    .replace(/&(quot|#34|#x22);/g, '"')
    .replace(/&(#39|#x27|apos);/g, "'")
    .replace(/&(#38|#x26);/gi, '&amp;')
    .replace(/>\s+|\s+</g, (gap) => gap.trim())
    .trim()
  return /^<div>(.*)<\/div>$/s.exec(even)?.[1] ?? even
}
