// What is kept of a served slate: enough to make it again without the catalogue, counts or history of that time.
import { mapHistory } from '@lectern/engine/data/history.ts'
import { createCatalogue } from '@lectern/engine/pipeline/catalogue.ts'
import { alignModel } from '@lectern/engine/pipeline/personal.ts'
import { nothingKnown } from '@lectern/engine/pipeline/priorities.ts'
import type {
  Catalogue,
  PersonalModel,
  PipelineState,
  Recorded,
  Slate,
  SlateRequest,
} from '@lectern/engine/pipeline/slate.ts'

/** Columns of one small catalogue: the candidates and what the reader had read. Plain JSON. */
export interface World {
  readonly items: readonly string[]
  readonly publishers: readonly (string | null)[]
  readonly topics: readonly (string | null)[]
  readonly languages: readonly (string | null)[]
  readonly addedAt: readonly number[]
  readonly popularity: readonly number[]
  /** Place in the editors' order, -1 for none. */
  readonly editorial: readonly number[]
}

export type SlateRecord =
  | {
      readonly kind: 'full'
      readonly take: number
      readonly languages: readonly string[]
      readonly world: World
      /** Rows below are rows of the world. */
      readonly history: {
        readonly rows: readonly number[]
        readonly weights: readonly number[]
        readonly at: readonly number[]
      }
      readonly seen: readonly number[]
      readonly sources: Recorded['sources']
      readonly shown: readonly { readonly item: string; readonly score: number; readonly propensity: number }[]
    }
  /** The reader sent a history with the request: nothing that follows from it is kept. */
  | { readonly kind: 'private'; readonly take: number }

/** Call before the state changes: the popularity of now is part of the record. */
export function recordOf(
  slate: Slate,
  request: SlateRequest,
  state: PipelineState,
): Extract<SlateRecord, { kind: 'full' }> {
  const { catalogue } = state
  const rows = new Set<number>(request.history.items)
  for (const { rows: proposed } of slate.trace.recorded.sources) for (const row of proposed) rows.add(row)
  // Ascending: ties are broken by row, so the order of rows is kept.
  const kept = [...rows].sort((a, b) => a - b)
  const rowOf = new Map(kept.map((row, k) => [row, k]))
  const named = (codes: Int32Array, names: Catalogue['topics']) =>
    kept.map((row) => (codes[row]! < 0 ? null : names.id(codes[row]!)))
  const places = slate.rung === 'editorial' ? placesOf(state.editorialOrder) : new Map<number, number>()
  return {
    kind: 'full',
    take: request.take,
    languages: request.languages ?? [],
    world: {
      items: kept.map((row) => catalogue.items.id(row)),
      publishers: named(catalogue.publisher, catalogue.publishers),
      topics: named(catalogue.topic, catalogue.topics),
      languages: named(catalogue.language, catalogue.languages),
      addedAt: kept.map((row) => catalogue.addedAt[row]!),
      popularity: kept.map((row) => state.popularity.strength[row]!),
      editorial: kept.map((row) => places.get(row) ?? -1),
    },
    history: {
      rows: Array.from(request.history.items, (row) => rowOf.get(row)!),
      weights: Array.from(request.history.weights),
      at: Array.from(request.history.at),
    },
    seen: [...request.seen].flatMap((row) => rowOf.get(row) ?? []),
    sources: slate.trace.recorded.sources.map(({ source, rows: proposed, scores }) => ({
      source,
      rows: proposed.map((row) => rowOf.get(row)!),
      scores: scores.map((score) => Number(score.toPrecision(7))),
    })),
    shown: slate.items.map(({ row, score, propensity }) => ({ item: catalogue.items.id(row), score, propensity })),
  }
}

/** The state and request of a record, for the engine's `replay`. */
export function worldOf(
  record: Extract<SlateRecord, { kind: 'full' }>,
  of: { readonly surface: string; readonly at: number; readonly seed: number; readonly model: PersonalModel | null },
): { readonly request: SlateRequest; readonly state: PipelineState } {
  const { world, history } = record
  const catalogue = createCatalogue(
    world.items.map((item, k) => ({
      item,
      publisher: world.publishers[k]!,
      topic: world.topics[k]!,
      language: world.languages[k]!,
      addedAt: world.addedAt[k]!,
    })),
  )
  const editorialOrder = new Int32Array(Math.max(0, ...world.editorial.map((place) => place + 1))).fill(-1)
  world.editorial.forEach((place, row) => {
    if (place >= 0) editorialOrder[place] = row
  })
  const everyRow = Int32Array.from(world.items, (_, row) => row)
  return {
    state: {
      catalogue,
      popularity: { strength: Float64Array.from(world.popularity) },
      personal: of.model === null ? null : alignModel(of.model, catalogue),
      editorialOrder,
      ...nothingKnown,
    },
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
    },
  }
}

function placesOf(order: Int32Array): Map<number, number> {
  return new Map(Array.from(order, (row, place) => [row, place]))
}
