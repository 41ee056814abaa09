// What a reader did that is still in force, as `me.signals` carries it: newest first, one entry per item and kind.
import type { Me } from '@lectern/protocol/rest/accounts.ts'
import type { RecommendationsBody } from '@lectern/protocol/rest/recommendations.ts'

export type Signal = Me['signals'][number]
type SignalKind = Signal['kind']

const most = 500

/** The list after one more signal, or with one taken back. */
export function withSignal<S extends Signal>(signals: readonly S[], signal: S, on: boolean): S[] {
  const others = signals.filter((one) => one.item !== signal.item || one.kind !== signal.kind)
  return on ? [signal, ...others].slice(0, most) : others
}

export function itemsWith(signals: readonly Signal[], kind: SignalKind): ReadonlySet<string> {
  return new Set(signals.filter((one) => one.kind === kind).map((one) => one.item))
}

/** A signal of a reader without an account, with its time. */
export interface DatedSignal extends Signal {
  readonly at: number
}

/** What an anonymous reader opened, saved or liked and did not reject: the history sent for one answer, oldest first. */
export function historyOf(signals: readonly DatedSignal[]): NonNullable<RecommendationsBody['history']> {
  const rejected = itemsWith(signals, 'dismiss')
  const seen = new Set<string>()
  const newestFirst = signals.filter((one) => {
    if (rejected.has(one.item) || seen.has(one.item)) return false
    seen.add(one.item)
    return true
  })
  return newestFirst.reverse().map(({ item, at }) => ({ item, at }))
}
