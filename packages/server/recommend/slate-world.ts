// One small catalogue with all that ranks its rows: the candidates of one slate and what its reader had read. Plain JSON.
import { createCatalogue } from '@lectern/engine/pipeline/catalogue.ts'
import { alignModel } from '@lectern/engine/pipeline/personal.ts'
import { outcomes as outcomeKinds } from '@lectern/engine/pipeline/priorities.ts'
import type {
  Catalogue,
  OutcomeRates,
  PersonalModel,
  PipelineState,
  Priorities,
  SlateRequest,
} from '@lectern/engine/pipeline/slate.ts'

/** As they are when the record is made, or as an array when it was read back. */
type Numbers = readonly number[] | Float64Array

/** Columns, one entry per row; what nothing is known of is left out. */
export interface World {
  readonly items: readonly string[]
  readonly publishers: readonly (string | null)[]
  readonly topics: readonly (string | null)[]
  readonly languages: readonly (string | null)[]
  readonly contentTypes: readonly (string | null)[]
  /** Number of the story, -1 for none. */
  readonly clusters: Numbers
  /** 0 or 1. */
  readonly paywalled: Numbers
  readonly addedAt: Numbers
  readonly popularity: Numbers
  readonly recent?: Numbers
  /** Place in the editors' order, -1 for none. */
  readonly editorial: Numbers
  readonly outcomes?: Readonly<Record<keyof OutcomeRates, Numbers>>
  /** Posteriors of the click rate for the reader's region. */
  readonly engagement?: { readonly alpha: Numbers; readonly beta: Numbers }
  /** What follows the reader's history in visits of others. */
  readonly sessions?: Numbers
}

/** `rows` ascending: ties are broken by row, so the order of rows is kept. Call before the state changes. */
export function worldOfRows(rows: readonly number[], request: SlateRequest, state: PipelineState): World {
  const { catalogue, outcomes, engagement, sessions } = state
  const asked = Int32Array.from(rows)
  const pick = (column: ArrayLike<number>): Numbers => {
    const picked = new Float64Array(asked.length)
    for (let k = 0; k < picked.length; k++) picked[k] = column[asked[k]!]!
    return picked
  }
  const named = (codes: Int32Array, names: Catalogue['topics']) => {
    const { ids } = names
    return rows.map((row) => (codes[row]! < 0 ? null : ids[codes[row]!]!))
  }
  const posteriors = engagement?.posteriors(asked, { region: request.region ?? null, now: request.now })
  return {
    items: rows.map((row) => catalogue.items.ids[row]!),
    publishers: named(catalogue.publisher, catalogue.publishers),
    topics: named(catalogue.topic, catalogue.topics),
    languages: named(catalogue.language, catalogue.languages),
    contentTypes: named(catalogue.contentType, catalogue.contentTypes),
    clusters: pick(catalogue.cluster),
    paywalled: pick(catalogue.paywalled),
    addedAt: pick(catalogue.addedAt),
    popularity: pick(state.popularity.strength),
    ...(state.recent === undefined ? {} : { recent: pick(state.recent.strength) }),
    editorial: editorialPlaces(state.editorialOrder, rows),
    ...(outcomes === null
      ? {}
      : {
          outcomes: {
            finish: pick(outcomes.finish),
            save: pick(outcomes.save),
            like: pick(outcomes.like),
            dismiss: pick(outcomes.dismiss),
            report: pick(outcomes.report),
          },
        }),
    ...(posteriors === undefined ? {} : { engagement: { alpha: posteriors.alpha, beta: posteriors.beta } }),
    ...(sessions === null ? {} : { sessions: new Float64Array(sessions.scoreRows(request.history, asked)) }),
  }
}

/** The state of that moment over the rows of the world. */
export function stateOfWorld(
  world: World,
  of: { readonly model: PersonalModel | null; readonly priorities: Priorities },
): PipelineState {
  const catalogue = createCatalogue(
    world.items.map((item, k) => ({
      item,
      publisher: world.publishers[k]!,
      topic: world.topics[k]!,
      language: world.languages[k]!,
      contentType: world.contentTypes[k]!,
      cluster: world.clusters[k]! < 0 ? null : `${world.clusters[k]}`,
      paywalled: world.paywalled[k] === 1,
      addedAt: world.addedAt[k]!,
    })),
  )
  const { outcomes, engagement, sessions } = world
  const pick = (column: Numbers, rows: Int32Array) => Float64Array.from(rows, (row) => column[row]!)
  return {
    catalogue,
    popularity: { strength: Float64Array.from(world.popularity) },
    ...(world.recent === undefined ? {} : { recent: { strength: Float64Array.from(world.recent) } }),
    personal: of.model === null ? null : alignModel(of.model, catalogue),
    editorialOrder: editorialOrder(world.editorial),
    sections: [],
    engagement:
      engagement === undefined
        ? null
        : { posteriors: (rows) => ({ alpha: pick(engagement.alpha, rows), beta: pick(engagement.beta, rows) }) },
    outcomes: outcomes === undefined ? null : ratesOf(outcomes),
    sessions:
      sessions === undefined
        ? null
        : {
            scoreRows: (_, rows) => Float32Array.from(rows, (row) => sessions[row]!),
            neighbours: () => new Int32Array(0), // sources are recorded, not asked again
          },
    priorities: of.priorities,
  }
}

const ratesOf = (outcomes: NonNullable<World['outcomes']>): OutcomeRates =>
  Object.fromEntries(
    outcomeKinds.flatMap((kind) => (kind === 'open' ? [] : [[kind, Float64Array.from(outcomes[kind])]])),
  ) as unknown as OutcomeRates

function editorialPlaces(order: Int32Array, rows: readonly number[]): number[] {
  let places = placesOf.get(order)
  if (places === undefined) {
    places = new Map(Array.from(order, (row, place) => [row, place]))
    placesOf.set(order, places)
  }
  return rows.map((row) => places.get(row) ?? -1)
}

/** An order serves many slates before it is replaced as a whole. */
const placesOf = new WeakMap<Int32Array, ReadonlyMap<number, number>>()

function editorialOrder(places: Numbers): Int32Array {
  const placed = Array.from(places).flatMap((place, row) => (place < 0 ? [] : [{ place, row }]))
  return Int32Array.from(
    placed.sort((a, b) => a.place - b.place),
    ({ row }) => row,
  )
}
