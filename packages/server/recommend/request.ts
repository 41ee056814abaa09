// From what a reader did to what the engine is asked.
import { historyOf, newestOf } from '@lectern/engine/data/history.ts'
import type { SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import { historyWeight } from '../training/training.ts'
import type { ReaderPast } from './reader-memory.ts'
import type { ServingState } from './serving-state.ts'

/** Newest history items a request carries; older ones are still not shown again. */
const historyLimit = 500

export interface Ask {
  readonly surface: string
  readonly n: number
  readonly language?: string | undefined
}

/**
 * What was read, finished, saved or liked makes the history and is not shown again; dismissed items and what was hidden
 * by publisher or topic are left out without speaking for anything.
 */
export function requestOf(
  ask: Ask,
  past: ReaderPast,
  of: { readonly state: ServingState; readonly now: number; readonly seed: number },
): SlateRequest {
  const { catalogue } = of.state.served
  const halfLifeMs = of.state.model?.halfLifeMs ?? null
  const newest = past.history.at(-1)?.at ?? 0
  const row = (item: string): number => catalogue.items.row(item)
  const entries = past.history.map(({ item, at }) => ({
    row: row(item),
    at,
    weight: historyWeight(newest - at, halfLifeMs),
  }))
  /** A section may have the name of a topic. */
  const topicsOf = (sections: readonly string[]): number[] =>
    sections.map((name) => catalogue.topics.row(name)).filter((code) => code >= 0)
  const codes = (target: 'publisher' | 'topic'): Set<number> =>
    new Set(
      past.hidden.flatMap((one) => {
        const code = one.target === target ? (catalogue[target][row(one.item)] ?? -1) : -1
        return code < 0 ? [] : [code]
      }),
    )
  const rows = [
    ...past.history.map(({ item }) => row(item)),
    ...past.dismissed.map(row),
    ...past.hidden.map((one) => row(one.item)),
  ]
  return {
    surface: ask.surface,
    take: ask.n,
    now: of.now,
    seed: of.seed,
    history: newestOf(historyOf(entries), historyLimit),
    seen: new Set(rows.filter((each) => each >= 0)),
    blocked: {
      publishers: codes('publisher'),
      topics: new Set([...codes('topic'), ...topicsOf(past.blockedSections)]),
      items: new Set(),
    },
    shown: rowsOf(past.shown, row),
    saved: past.saved.flatMap(({ item, at }) => (row(item) < 0 ? [] : [{ row: row(item), at }])),
    followedTopics: new Set(topicsOf(past.followed)),
    ...(ask.language === undefined ? {} : { languages: [ask.language] }),
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
