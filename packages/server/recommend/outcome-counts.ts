// Shares of readers who finish, save, like, dismiss or report an item, each shrunk to the share of all items.
import type { OutcomeRates } from '@lectern/engine/pipeline/slate.ts'
import type { EventKind } from '../events/events.ts'

const columns = ['impression', 'open', 'finish', 'save', 'like', 'dismiss', 'report'] as const
type Column = (typeof columns)[number]
/** The share of all items weighs as much as so many opens or shows of the item itself. */
const shrinkage = { open: 20, impression: 200 } as const
const outcomes = { finish: 'open', save: 'open', like: 'open', dismiss: 'impression', report: 'impression' } as const
type Outcome = keyof typeof outcomes
/** The shares of all move slowly: after so long, milliseconds, every row follows them. */
const refreshMs = 10_000

export interface OutcomeCounts {
  keyOf(row: number, kind: EventKind): number
  /** Adds to a key, at once in the row's shares. */
  add(key: number, amount: number): void
  /** Shares per row; the arrays are kept right in place. Null while nothing was opened. */
  rates(rows: number, now: number): OutcomeRates | null
  /** How often, for tests. */
  count(row: number, kind: Column): number
}

export function newOutcomeCounts(): OutcomeCounts {
  let counts = new Float64Array(columns.length * 64)
  const totals = new Float64Array(columns.length)
  let rates: Record<Outcome, Float64Array> | null = null
  let refreshedAt = Number.NEGATIVE_INFINITY
  const total = (kind: Column): number => Math.max(0, totals[columns.indexOf(kind)]!)
  const count = (row: number, kind: Column): number =>
    Math.max(0, counts[row * columns.length + columns.indexOf(kind)] ?? 0)
  const writeRow = (into: Record<Outcome, Float64Array>, row: number): void => {
    for (const outcome of Object.keys(outcomes) as Outcome[]) {
      const base = outcomes[outcome]
      const share = total(base) > 0 ? Math.min(1, total(outcome) / total(base)) : 0
      const [some, of, weight] = [count(row, outcome), count(row, base), shrinkage[base]]
      into[outcome][row] = Math.min(1, (some + weight * share) / (Math.max(some, of) + weight))
    }
  }
  return {
    keyOf: (row, kind) => row * columns.length + columns.indexOf(kind as Column),
    add(key, amount) {
      if (key >= counts.length) {
        const longer = new Float64Array(Math.max(key + columns.length, 2 * counts.length))
        longer.set(counts)
        counts = longer
      }
      counts[key]! += amount
      totals[key % columns.length]! += amount
      const row = Math.floor(key / columns.length)
      if (rates !== null && row < rates.finish.length) writeRow(rates, row)
    },
    rates(rows, now) {
      if (total('open') < 0.5) return null
      if (rates === null || rates.finish.length !== rows || Math.abs(now - refreshedAt) >= refreshMs) {
        if (rates?.finish.length !== rows) {
          const column = () => new Float64Array(rows)
          rates = { finish: column(), save: column(), like: column(), dismiss: column(), report: column() }
        }
        for (let row = 0; row < rows; row++) writeRow(rates, row)
        refreshedAt = now
      }
      return rates
    },
    count,
  }
}
