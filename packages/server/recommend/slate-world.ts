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
import { NamedColumn } from './slate-pack.ts'

/** As they are when the record is made, or as an array when it was read back. */
type Numbers = readonly number[] | Float64Array | Int32Array
type Names = readonly (string | null)[] | NamedColumn

/** Columns, one entry per row; what nothing is known of is left out. */
export interface World {
  readonly items: readonly string[]
  readonly publishers: Names
  readonly topics: Names
  readonly languages: Names
  readonly contentTypes: Names
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
export function worldOfRows(rows: Int32Array, request: SlateRequest, state: PipelineState): World {
  const { catalogue, outcomes, engagement, sessions } = state
  const pick = (column: ArrayLike<number>): Float64Array => {
    const picked = new Float64Array(rows.length)
    for (let k = 0; k < picked.length; k++) picked[k] = column[rows[k]!]!
    return picked
  }
  const posteriors = engagement?.posteriors(rows, { region: request.region ?? null, now: request.now })
  return {
    items: idsOf(catalogue.items, rows),
    publishers: namesOf(rows, catalogue.publisher, catalogue.publishers),
    topics: namesOf(rows, catalogue.topic, catalogue.topics),
    languages: namesOf(rows, catalogue.language, catalogue.languages),
    contentTypes: namesOf(rows, catalogue.contentType, catalogue.contentTypes),
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
    ...(sessions === null ? {} : { sessions: new Float64Array(sessions.scoreRows(request.history, rows)) }),
  }
}

function idsOf({ ids }: Catalogue['items'], rows: Int32Array): string[] {
  const named = new Array<string>(rows.length)
  for (let k = 0; k < rows.length; k++) named[k] = ids[rows[k]!]!
  return named
}

function namesOf(rows: Int32Array, codes: Int32Array, { ids }: Catalogue['topics']): NamedColumn {
  const places = new Map<number, number>()
  const column = new Uint16Array(rows.length)
  for (let k = 0; k < rows.length; k++) {
    const code = codes[rows[k]!]!
    let place = places.get(code)
    if (place === undefined) {
      place = places.size
      places.set(code, place)
    }
    column[k] = place
  }
  const names = Array.from(places.keys(), (code) => (code < 0 ? null : ids[code]!))
  return new NamedColumn(names.length <= 256 ? Uint8Array.from(column) : column, names)
}

/** The state of that moment over the rows of the world. */
export function stateOfWorld(
  world: World,
  of: { readonly model: PersonalModel | null; readonly priorities: Priorities; readonly known?: Catalogue | undefined },
): PipelineState {
  const catalogue = createCatalogue(
    world.items.map((item, k) => ({
      item,
      publisher: nameAt(world.publishers, k),
      topic: nameAt(world.topics, k),
      language: nameAt(world.languages, k),
      contentType: nameAt(world.contentTypes, k),
      cluster: world.clusters[k]! < 0 ? null : `${world.clusters[k]}`,
      paywalled: world.paywalled[k] === 1,
      addedAt: world.addedAt[k]!,
      ...more(item, of.known),
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

/** What conditions may ask of an item and its slate did not keep; it does not change. */
function more(item: string, known: Catalogue | undefined) {
  const row = known?.items.row(item) ?? -1
  if (known === undefined || row < 0) return {}
  const [minutes, publishedAt] = [known.minutes[row]!, known.publishedAt[row]!]
  return { ...(minutes > 0 && { minutes }), ...(publishedAt > 0 && { publishedAt }) }
}

const nameAt = (names: Names, k: number): string | null =>
  names instanceof NamedColumn ? names.names[names.places[k]!]! : names[k]!

const ratesOf = (outcomes: NonNullable<World['outcomes']>): OutcomeRates =>
  Object.fromEntries(
    outcomeKinds.flatMap((kind) => (kind === 'open' ? [] : [[kind, Float64Array.from(outcomes[kind])]])),
  ) as unknown as OutcomeRates

function editorialPlaces(order: Int32Array, rows: Int32Array): Int32Array {
  let places = placesOf.get(order)
  if (places === undefined) {
    places = new Map(Array.from(order, (row, place) => [row, place]))
    placesOf.set(order, places)
  }
  return rows.map((row) => places!.get(row) ?? -1)
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
