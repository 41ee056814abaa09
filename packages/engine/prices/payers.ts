import { bootstrapMean, type Interval } from '../evaluation/bootstrap.ts'
import { outcomes as outcomeNames } from '../pipeline/priorities.ts'
import type { Outcome } from '../pipeline/slate.ts'
import type { Random } from '../random/random.ts'
import type { PolicyChange } from './change.ts'

/** Who pays for a rule, and who gains by it. */
export interface Payers {
  /** By how much they had read: change of worth per 1,000 lists as the model expects it, over readers. */
  readonly readers: readonly { readonly history: string; readonly slates: number; readonly worth: Interval }[]
  readonly topics: readonly GroupChange[]
  readonly publishers: readonly GroupChange[]
}

interface GroupChange {
  /** Null: of none. */
  readonly name: string | null
  /** Looks before the rule and change by it, per 1,000 lists. */
  readonly seen: number
  readonly seenMore: number
  /** Opens the model expects of the change, per 1,000 lists. */
  readonly opensMore: number
}

/** What a candidate of a request is. */
interface Named {
  readonly topic: string | null
  readonly publisher: string | null
}

const histories = [
  { name: '0', most: 0 },
  { name: '1-4', most: 4 },
  { name: '5-19', most: 19 },
  { name: '20 or more', most: Number.POSITIVE_INFINITY },
]

interface PayersOptions {
  readonly weights: Readonly<Record<Outcome, number>>
  readonly rng: Random
  /** How often each candidate is looked at without the rule, and what it is: of change s, candidate k. */
  readonly named: (s: number, k: number) => Named
}

export function payersOf(changes: readonly PolicyChange[], { weights, rng, named }: PayersOptions): Payers {
  const worth = ({ expected }: PolicyChange): number =>
    1000 * outcomeNames.reduce((sum, name, o) => sum + weights[name] * expected[o]!, 0)
  const bucket = ({ request }: PolicyChange) => histories.findIndex(({ most }) => request.historyLength <= most)
  const readers = histories.flatMap(({ name }, b) => {
    const own = changes.filter((change) => bucket(change) === b)
    if (own.length === 0) return []
    const values = Float64Array.from(own, worth)
    return [
      { history: name, slates: own.length, worth: bootstrapMean(values, { rng: rng.derive(name), resamples: 300 }) },
    ]
  })
  return { readers, topics: groups(changes, named, 'topic'), publishers: groups(changes, named, 'publisher') }
}

/** Largest change first. */
function groups(changes: readonly PolicyChange[], named: PayersOptions['named'], of: keyof Named): GroupChange[] {
  const found = new Map<string | null, { seen: number; seenMore: number; opensMore: number }>()
  const each = 1000 / changes.length
  changes.forEach(({ request, more }, s) => {
    more.forEach((one, k) => {
      const seen = request.logging.seen[k]!
      if (one === 0 && seen === 0) return
      const name = named(s, k)[of]
      const group = found.get(name) ?? { seen: 0, seenMore: 0, opensMore: 0 }
      group.seen += each * seen
      group.seenMore += each * one
      group.opensMore += each * one * request.chances[k]!.open
      found.set(name, group)
    })
  })
  const all = Array.from(found, ([name, group]) => ({ name, ...group }))
  return all.sort((a, b) => Math.abs(b.seenMore) - Math.abs(a.seenMore) || (String(a.name) < String(b.name) ? -1 : 1))
}
