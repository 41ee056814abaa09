// From what a reader did to what the engine is asked.
import { historyOf } from '@lectern/engine/data/history.ts'
import type { SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { type Ask, askedOf, codesOf } from './ask.ts'
import type { ReaderPast } from './reader-memory.ts'
import type { ServingState } from './serving-state.ts'
import { weightedHistory } from './weighted-history.ts'

/**
 * What was read, finished, saved or liked makes the history and is not shown again; dismissed items and what was hidden
 * by publisher or topic are left out without speaking for anything.
 */
export function requestOf(
  ask: Ask,
  past: ReaderPast,
  of: {
    readonly state: Pick<ServingState, 'served' | 'pipeline' | 'model'>
    readonly now: number
    readonly seed: number
    readonly document: PrioritiesDocument
  },
): SlateRequest {
  const { catalogue } = of.state.served
  const row = (item: string): number => catalogue.items.row(item)
  /** A section may have the name of a topic. */
  const topicsOf = (sections: readonly string[]): number[] =>
    sections.map((name) => catalogue.topics.row(name)).filter((code) => code >= 0)
  const codes = (target: 'publisher' | 'topic'): Set<number> =>
    new Set([
      ...codesOf(catalogue[`${target}s`], ask.blocked?.[`${target}s`] ?? []),
      ...past.hidden.flatMap((one) => {
        const code = one.target === target ? (catalogue[target][row(one.item)] ?? -1) : -1
        return code < 0 ? [] : [code]
      }),
    ])
  const rows = [
    ...past.history.map(({ item }) => row(item)),
    ...past.dismissed.map(row),
    ...past.hidden.map((one) => row(one.item)),
    ...(ask.without ?? []).map(row),
    ...(ask.earlier ?? []).map(row),
  ]
  const history = weightedHistory(
    ask.similarTo === undefined ? past.history : [{ item: ask.similarTo, at: of.now }],
    of.state,
  )
  return {
    surface: ask.surface,
    take: ask.n,
    now: of.now,
    seed: of.seed,
    history,
    seen: new Set(rows.filter((each) => each >= 0)),
    blocked: {
      publishers: codes('publisher'),
      topics: new Set([...codes('topic'), ...topicsOf(past.blockedSections)]),
      items: codesOf(catalogue.items, ask.blocked?.items ?? []),
    },
    shown: rowsOf(past.shown, row),
    saved: past.saved.flatMap(({ item, at }) => (row(item) < 0 ? [] : [{ row: row(item), at }])),
    ...askedOf(ask, {
      state: of.state.pipeline,
      request: { now: of.now, history, followedTopics: new Set(topicsOf(past.followed)) },
      document: of.document,
    }),
  }
}

function rowsOf(
  shown: ReaderPast['shown'],
  row: (item: string) => number,
): Map<number, { readonly times: number; readonly firstAt: number }> {
  const rows = new Map<number, { readonly times: number; readonly firstAt: number }>()
  for (const [item, views] of shown) if (row(item) >= 0) rows.set(row(item), views)
  return rows
}

/** The same without what makes a list personal; what must not be shown again stays out. */
export const notPersonal = (request: SlateRequest): SlateRequest => ({
  ...request,
  seen: new Set([...request.seen, ...request.history.items]),
  history: historyOf([]),
  followedTopics: new Set(),
})
