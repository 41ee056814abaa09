// A publication whose readers' true chances are known: what a rule really costs there can be counted, not estimated.
// Readers look down a list as far as their patience goes and open what they look at with a chance that depends on them and
// the item; the recipe believes something else, from their history and noisy counts.
import { historyOf } from '@lectern/engine/data/history.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { createCatalogue } from '@lectern/engine/pipeline/catalogue.ts'
import { alignModel } from '@lectern/engine/pipeline/personal.ts'
import { nothingKnown } from '@lectern/engine/pipeline/priorities.ts'
import { run } from '@lectern/engine/pipeline/run.ts'
import type { Outcome, PersonalModel, PipelineState, Recorded, SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import { derive, type Random } from '@lectern/engine/random/random.ts'
import { home } from '@lectern/engine/recipes/home.ts'

const itemCount = 200
const topicCount = 8
const publisherCount = 14
export const take = 20
const now = 1_000_000_000

/** One request that could come: who asks, what the recipe knows, what is true. */
export interface Request {
  readonly reader: number
  readonly historyLength: number
  readonly asked: SlateRequest
  readonly recorded: Recorded
  /** True chance of an open per row, when it is looked at. */
  readonly opens: Float64Array
}

export interface PriceWorld {
  readonly state: PipelineState
  readonly requests: readonly Request[]
  /** True chance that a slot is looked at. */
  readonly examination: Float64Array
  /** True shares: of opens, or of looks. */
  readonly after: Readonly<Record<Exclude<Outcome, 'open'>, Float64Array>>
}

export function priceWorld(seed: string, requestCount: number): PriceWorld {
  const rng = derive(seed)
  const items = Array.from({ length: itemCount }, (_, row) => ({
    item: `item ${row}`,
    publisher: `p${Math.floor(publisherCount * rng.uniform() ** 1.7)}`,
    topic: `t${Math.floor(topicCount * rng.uniform() ** 1.3)}`,
    addedAt: now - rng.integer(48 * 3_600_000),
  }))
  const catalogue = createCatalogue(items)
  const drawn = (make: () => number) => Float64Array.from(items, make)
  const appeal = drawn(() => 0.02 + 0.1 * rng.uniform() ** 3)
  const after = {
    finish: drawn(() => 0.2 + 0.5 * rng.uniform()),
    save: drawn(() => 0.15 * rng.uniform()),
    like: drawn(() => 0.1 * rng.uniform()),
    dismiss: drawn(() => 0.01 * rng.uniform()),
    report: drawn(() => 0.0005 * rng.uniform()),
  }
  const shows = drawn(() => 40 + rng.integer(600))
  const alpha = appeal.map((rate, row) => 1 + shows[row]! * rate * (0.5 + rng.uniform()))
  const believed = Object.fromEntries(
    Object.entries(after).map(([name, rates]) => [name, rates.map((rate) => rate * (0.6 + 0.8 * rng.uniform()))]),
  ) as unknown as typeof after
  const state: PipelineState = {
    ...nothingKnown,
    catalogue,
    popularity: { strength: alpha },
    personal: alignModel(byTopic(items), catalogue),
    editorialOrder: Int32Array.from(items, (_, row) => row),
    engagement: {
      posteriors: (rows) => ({
        alpha: Float64Array.from(rows, (row) => alpha[row]!),
        beta: Float64Array.from(rows, (row) => 20 + shows[row]!),
      }),
    },
    outcomes: believed,
  }
  const requests = Array.from({ length: requestCount }, (_, k) =>
    requestOf(rng.derive('request', k), { state, appeal, reader: Math.floor(k / 2) }),
  )
  return {
    state,
    requests,
    examination: Float64Array.from({ length: take }, (_, slot) => 1 / (1 + 0.12 * slot)),
    after,
  }
}

function requestOf(
  rng: Random,
  { state, appeal, reader }: { readonly state: PipelineState; readonly appeal: Float64Array; readonly reader: number },
): Request {
  const { catalogue } = state
  const tastes = derive('tastes', reader)
  const taste = Array.from({ length: topicCount }, () => tastes.uniform() ** 3)
  const read = Math.floor(25 * tastes.uniform() ** 2)
  const rows: number[] = []
  while (rows.length < read) {
    const row = rng.integer(itemCount)
    if (rng.uniform() < 0.05 + taste[catalogue.topic[row]!]!) rows.push(row)
  }
  const history = historyOf(rows.map((row, k) => ({ row, at: now - 3_600_000 * (read - k) })))
  const asked: SlateRequest = {
    surface: 'home',
    take,
    now,
    seed: rng.uint32(),
    history,
    seen: new Set(),
    blocked: { publishers: new Set(), topics: new Set(), items: new Set() },
  }
  const opens = appeal.map((rate, row) =>
    Math.min(0.8, rate * (0.3 + 2 * taste[catalogue.topic[row]!]!) * (0.4 + 1.2 * rng.uniform())),
  )
  const { recorded } = run(home, asked, state).trace
  return { reader, historyLength: history.items.length, asked, recorded, opens }
}

/** Scores an item by how much of its topic was read: right in kind, wrong in degree. */
function byTopic(items: readonly { readonly item: string; readonly topic: string }[]): PersonalModel {
  const vocabulary = new Vocabulary(items.map(({ item }) => item))
  return {
    kind: 'by topic',
    items: vocabulary,
    score: (history) => {
      const counts = new Map<string, number>()
      for (const row of history.items) counts.set(items[row]!.topic, (counts.get(items[row]!.topic) ?? 0) + 1)
      return Float32Array.from(items, ({ topic }) => (counts.get(topic) ?? 0) / (history.items.length + 3))
    },
    explain: () => ({ contributions: [] }),
  }
}
