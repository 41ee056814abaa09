// What is kept of a served slate: enough to make it again without the catalogue, counts or history of that time.
import { mapHistory } from '@lectern/engine/data/history.ts'
import type {
  PersonalModel,
  PipelineState,
  Priorities,
  Recorded,
  Slate,
  SlateRequest,
  SlateRules,
} from '@lectern/engine/pipeline/slate.ts'
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
      readonly world: World
      /** Rows below are rows of the world. */
      readonly history: {
        readonly rows: readonly number[]
        readonly weights: readonly number[]
        readonly at: readonly number[]
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

/** Rules with the rows where a condition holds instead of a mask. `only` is not kept: every candidate passed it. */
type KeptRules = Kept<Omit<SlateRules, 'only'>>
type Kept<T> = T extends Uint8Array
  ? readonly number[]
  : T extends readonly (infer E)[]
    ? readonly Kept<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Kept<T[K]> }
      : T

/** Call before the state changes: the counts of now are part of the record. */
export function recordOf(slate: Slate, request: SlateRequest, state: PipelineState): FullRecord {
  const rows = new Set<number>(request.history.items)
  for (const { rows: proposed } of slate.trace.recorded.sources) for (const row of proposed) rows.add(row)
  for (const { row } of slate.items) rows.add(row)
  for (const { row } of request.rules?.pins ?? []) rows.add(row)
  const kept = [...Int32Array.from(rows).sort()]
  const rowOf = new Map(kept.map((row, k) => [row, k]))
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
      rows: Array.from(request.history.items, (row) => rowOf.get(row)!),
      weights: Array.from(request.history.weights),
      at: Array.from(request.history.at),
    },
    seen: [...request.seen].flatMap((row) => rowOf.get(row) ?? []),
    views: [...(request.shown ?? [])].flatMap(([row, { times, firstAt }]) => {
      const own = rowOf.get(row)
      return own === undefined ? [] : [{ row: own, times, firstAt }]
    }),
    ...(request.saved === undefined
      ? {}
      : {
          saved: request.saved.flatMap(({ row, at }) => {
            const own = rowOf.get(row)
            return own === undefined ? [] : [{ row: own, at }]
          }),
        }),
    ...(request.paywall === undefined ? {} : { paywall: request.paywall }),
    rules: keptRules(request.rules ?? {}, kept, rowOf),
    sources: slate.trace.recorded.sources.map(({ source, rows: proposed, scores }) => ({
      source,
      rows: proposed.map((row) => rowOf.get(row)!),
      scores: scores.map(Math.fround), // for people; a replay ranks anew
    })),
    shown: slate.items.map(({ row, score, propensity }) => ({
      item: state.catalogue.items.id(row),
      score,
      propensity,
    })),
  }
}

/** The state and request of a record, for the engine's `replay`. Other priorities or another model tell what they would do. */
export function worldOf(
  record: FullRecord,
  of: {
    readonly surface: string
    readonly at: number
    readonly seed: number
    readonly model: PersonalModel | null
    readonly priorities?: Priorities
  },
): { readonly request: SlateRequest; readonly state: PipelineState } {
  const { world, history } = record
  const everyRow = Int32Array.from(world.items, (_, row) => row)
  const state = stateOfWorld(world, { model: of.model, priorities: of.priorities ?? record.priorities })
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

function keptRules(rules: SlateRules, kept: readonly number[], rowOf: ReadonlyMap<number, number>): KeptRules {
  const { only: _, boosts, pins, promotions, quotas, ...numbers } = rules
  const rows = <T extends { readonly holds: Uint8Array }>(of: readonly T[]) =>
    of.map((each) => ({ ...each, holds: kept.flatMap((row, k) => (each.holds[row] === 1 ? [k] : [])) }))
  return {
    ...numbers,
    ...(boosts && { boosts: rows(boosts) }),
    ...(promotions && { promotions: rows(promotions) }),
    ...(quotas && { quotas: rows(quotas) }),
    ...(pins && { pins: pins.flatMap(({ row, slot }) => (row < 0 ? [] : [{ row: rowOf.get(row)!, slot }])) }),
  }
}

function rulesOf({ boosts, promotions, quotas, pins, ...numbers }: KeptRules, size: number): SlateRules {
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
    ...(pins && { pins }),
  }
}
