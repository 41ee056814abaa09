// What is kept of a served slate: enough to make it again without the catalogue, counts or history of that time.

import { mapHistory } from '@lectern/engine/data/history.ts'
import { KeptValues } from '@lectern/engine/data/kept-values.ts'
import type {
  Catalogue,
  PersonalModel,
  PipelineState,
  Priorities,
  Recorded,
  Slate,
  SlateRequest,
} from '@lectern/engine/pipeline/slate.ts'
import type { SlateRules } from '@lectern/engine/pipeline/slate-rules.ts'
import { stateOfWorld, type World, worldOfRows } from './slate-world.ts'

export type SlateRecord =
  | {
      readonly kind: 'full'
      readonly take: number
      readonly languages: readonly string[]
      readonly region: string | null
      /** Names of topics. */
      readonly followed?: readonly string[]
      readonly priorities: Priorities
      /** Arm by experiment. */
      readonly experiments?: Readonly<Record<string, string>>
      readonly world: World
      /** Rows below are rows of the world. */
      readonly history: {
        readonly rows: ArrayLike<number>
        readonly weights: ArrayLike<number>
        readonly at: ArrayLike<number>
      }
      readonly seen: readonly number[]
      readonly views: readonly { readonly row: number; readonly times: number; readonly firstAt: number }[]
      /** Saves that might come back. */
      readonly saved?: readonly { readonly row: number; readonly at: number }[]
      readonly paywall?: NonNullable<SlateRequest['paywall']>
      readonly rules: KeptRules
      readonly sources: Recorded['sources']
      readonly shown: readonly { readonly item: string; readonly score: number; readonly propensity: number }[]
    }
  /** The reader sent a history with the request: nothing that follows from it is kept. */
  | { readonly kind: 'private'; readonly take: number }

type FullRecord = Extract<SlateRecord, { kind: 'full' }>

/** Rules with the rows where a condition holds instead of a mask. `only` and `blocks` are not kept: every candidate passed them. */
type KeptRules = Kept<Omit<SlateRules, 'only' | 'blocks'>>
type Kept<T> = T extends Uint8Array
  ? readonly number[]
  : T extends readonly (infer E)[]
    ? readonly Kept<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Kept<T[K]> }
      : T

/** Where a catalogue row is in the world; below 0: nowhere. */
type Own = (row: number) => number

/** Call before the state changes: the counts of now are part of the record. */
export function recordOf(slate: Slate, request: SlateRequest, state: PipelineState): FullRecord {
  const lists = [
    request.history.items,
    ...slate.trace.recorded.sources.map(({ rows }) => rows),
    slate.items.map(({ row }) => row),
    (request.rules?.pins ?? []).map(({ row }) => row),
  ]
  return numbered(state.catalogue, lists, (kept, own) => fullRecord({ slate, request, state }, kept, own))
}

interface Served {
  readonly slate: Slate
  readonly request: SlateRequest
  readonly state: PipelineState
}

function fullRecord({ slate, request, state }: Served, kept: Int32Array, own: Own): FullRecord {
  return {
    kind: 'full',
    take: request.take,
    languages: request.languages ?? [],
    region: request.region ?? null,
    ...(request.followedTopics && {
      followed: Array.from(request.followedTopics, (topic) => state.catalogue.topics.id(topic)),
    }),
    priorities: state.priorities,
    world: worldOfRows(kept, request, state),
    history: {
      rows: request.history.items.map(own),
      weights: request.history.weights,
      at: request.history.at,
    },
    seen: seenOf(request, own),
    views: viewsOf(request, own),
    ...(request.saved && {
      saved: request.saved.flatMap(({ row, at }) => (own(row) < 0 ? [] : [{ row: own(row), at }])),
    }),
    ...(request.paywall === undefined ? {} : { paywall: request.paywall }),
    rules: keptRules(request.rules ?? {}, kept, own),
    sources: slate.trace.recorded.sources.map(({ source, rows, scores }) => ({
      source,
      rows: Int32Array.from(rows, own),
      scores: Float32Array.from(scores), // for people; a replay ranks anew
    })),
    shown: slate.items.map(({ row, score, propensity }) => ({
      item: state.catalogue.items.id(row),
      score,
      propensity,
    })),
  }
}

const scratch = new KeptValues<Catalogue, Int32Array>(1)

/** Calls `use` with the rows of all lists, each once and ascending, and where each is; in an array that is used again. */
function numbered<T>(
  catalogue: Catalogue,
  lists: readonly ArrayLike<number>[],
  use: (kept: Int32Array, own: Own) => T,
): T {
  const places = scratch.get(catalogue, 'places', () => new Int32Array(catalogue.items.size))
  const rows = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0))
  let count = 0
  for (const list of lists)
    for (let k = 0; k < list.length; k++) {
      if (places[list[k]!] !== 0) continue // also rows outside the catalogue
      places[list[k]!] = 1
      rows[count++] = list[k]!
    }
  const kept = rows.subarray(0, count).sort()
  for (let k = 0; k < count; k++) places[kept[k]!] = k + 1
  try {
    return use(kept, (row) => (places[row] ?? 0) - 1)
  } finally {
    for (let k = 0; k < count; k++) places[kept[k]!] = 0
  }
}

/** The state and request of a record, for the engine's `replay`. Another model tells what it would do. */
export function worldOf(
  record: FullRecord,
  of: {
    readonly surface: string
    readonly at: number
    readonly seed: number
    readonly model: PersonalModel | null
    /** Knows more of the items than the record does. */
    readonly known?: Catalogue
  },
): { readonly request: SlateRequest; readonly state: PipelineState } {
  const { world, history } = record
  const everyRow = Int32Array.from(world.items, (_, row) => row)
  const state = stateOfWorld(world, { model: of.model, priorities: record.priorities, known: of.known })
  return {
    state,
    request: {
      surface: of.surface,
      take: record.take,
      now: of.at,
      seed: of.seed,
      history: mapHistory(
        {
          items: Int32Array.from(history.rows),
          weights: Float32Array.from(history.weights),
          at: Float64Array.from(history.at),
        },
        everyRow,
      ),
      seen: new Set(record.seen),
      blocked: { publishers: new Set(), topics: new Set(), items: new Set() },
      languages: record.languages,
      region: record.region,
      followedTopics: topicCodes(record.followed ?? [], state),
      shown: new Map(record.views.map(({ row, times, firstAt }) => [row, { times, firstAt }])),
      saved: record.saved ?? [],
      paywall: record.paywall ?? 'any',
      rules: rulesOf(record.rules, world.items.length),
    },
  }
}

/** A topic that no row of the world has gets a code of its own: it still is one of those followed. */
function topicCodes(names: readonly string[], { catalogue: { topics } }: PipelineState): Set<number> {
  return new Set(names.map((name, k) => (topics.row(name) < 0 ? topics.size + k : topics.row(name))))
}

function seenOf(request: SlateRequest, own: Own): number[] {
  const rows: number[] = []
  for (const row of request.seen) if (own(row) >= 0) rows.push(own(row))
  return rows
}

function viewsOf(request: SlateRequest, own: Own): FullRecord['views'] {
  const views: { row: number; times: number; firstAt: number }[] = []
  for (const [row, { times, firstAt }] of request.shown ?? [])
    if (own(row) >= 0) views.push({ row: own(row), times, firstAt })
  return views
}

function keptRules(rules: SlateRules, kept: Int32Array, own: Own): KeptRules {
  const { only: _, blocks: __, boosts, pins, promotions, quotas, sponsored, ...numbers } = rules
  const rows = <T extends { readonly holds: Uint8Array }>(of: readonly T[]) =>
    of.map((each) => ({ ...each, holds: Array.from(kept.keys()).filter((k) => each.holds[kept[k]!] === 1) }))
  return {
    ...numbers,
    ...(boosts && { boosts: rows(boosts) }),
    ...(promotions && { promotions: rows(promotions) }),
    ...(quotas && { quotas: rows(quotas) }),
    ...(sponsored && { sponsored: rows(sponsored).map((each) => ({ ...each, rows: ownRows(each.rows, own) })) }),
    ...(pins && { pins: pins.flatMap(({ row, ...pin }) => (row < 0 ? [] : [{ ...pin, row: own(row) }])) }),
  }
}

const ownRows = (rows: readonly number[], own: Own): number[] => rows.map(own).filter((row) => row >= 0)

function rulesOf({ boosts, promotions, quotas, pins, sponsored, ...numbers }: KeptRules, size: number): SlateRules {
  const masks = <T extends { readonly holds: readonly number[] }>(of: readonly T[]) =>
    of.map((each) => {
      const holds = new Uint8Array(size)
      for (const row of each.holds) holds[row] = 1
      return { ...each, holds }
    })
  return {
    ...numbers,
    ...(boosts && { boosts: masks(boosts) }),
    ...(promotions && { promotions: masks(promotions) }),
    ...(quotas && { quotas: masks(quotas) }),
    ...(sponsored && { sponsored: masks(sponsored) }),
    ...(pins && { pins }),
  }
}
