import { buildInteractions } from '../data/interactions.ts'
import { packModel } from '../data/model-pack.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { collectiveEase } from '../models/collective-ease.ts'
import { content } from '../models/content.ts'
import { onThisThread } from '../models/model.ts'
import { algorithms, loadModel, type Settings } from '../models/models.ts'
import { popularity } from '../models/popularity.ts'
import { alignModel } from '../pipeline/personal.ts'
import { calibrate } from '../pipeline/rerank/calibrate.ts'
import { dpp } from '../pipeline/rerank/dpp.ts'
import { mmr } from '../pipeline/rerank/mmr.ts'
import { listRules } from '../pipeline/rerank/rerank.ts'
import { thompson } from '../pipeline/rerank/thompson.ts'
import { run } from '../pipeline/run.ts'
import type { EngagementColumn, PipelineState, SlateRequest } from '../pipeline/slate.ts'
import type { Recipe } from '../pipeline/stage.ts'
import { derive } from '../random/random.ts'
import { home } from '../recipes/home.ts'
import { randomRequest, randomState } from './random-state.ts'

const seed = 'same bytes'
const items = 120

/** Model packs over the items of the scene's catalogue, by name; training them is part of what must not differ. */
export async function trainPacks(): Promise<Record<string, Uint8Array>> {
  const rng = derive(seed, 'world')
  const events = Array.from({ length: 4000 }, (_, at) => ({
    reader: `reader ${rng.integer(300)}`,
    item: `item-${Math.floor(items * rng.uniform() ** 2)}`,
    at: at * 1000,
    weight: 0.25 + rng.uniform(),
  }))
  const interactions = await buildInteractions(() => events)
  const ids = Array.from({ length: items }, (_, row) => `item-${row}`)
  const values = Float32Array.from({ length: items * 24 }, () => rng.normal())
  const vectors = { items: new Vocabulary(ids), embeddingSize: 24, values }
  const context = { rng: derive(seed, 'train'), withPool: onThisThread }
  const [byContent, both] = [content(vectors), collectiveEase(vectors)]
  const packs: Record<string, Uint8Array> = {}
  for (const { kind, train } of algorithms) packs[kind] = (await train(interactions, small[kind] ?? {}, context)).save()
  packs.content = (await byContent.train(interactions, { halfLifeMs: 86_400_000 / 7 }, context)).save()
  packs['collective-ease'] = (await both.train(interactions, { ...both.defaults, reg: 10 }, context)).save()
  for (const kind of ['ease', 'ials']) packs[`${kind} in 8 bits`] = packModel(packs[kind]!, { precision: 'int8' })
  return packs
}

/** Settings that keep the scene small. */
const small: Readonly<Record<string, Settings>> = {
  'pure-svd': { embeddingSize: 16 },
  'graph-filter': { embeddingSize: 16 },
  ials: { embeddingSize: 16, epochs: 3 },
}

/** Every rule that a list can have, so that their arithmetic is compared too. */
const ruled: Recipe = {
  ...home,
  rerank: listRules({
    diversity: mmr({ diversity: 0.3 }),
    order: [calibrate({ weight: 0.3 }), dpp({ diversity: 0.4 })],
    quotas: [{ of: 'topic', max: 5 }],
    apart: 3,
    chance: thompson({ share: 0.5 }),
  }),
}

function withRules(request: SlateRequest): SlateRequest {
  const holds = (every: number) => Uint8Array.from({ length: 2 * items }, (_, row) => Number(row % every === 0))
  const rules = {
    boosts: [{ name: 'third', holds: holds(3), factor: 1.3 }],
    pins: [{ row: 7, slot: 2 }],
    promotions: [{ name: 'eleventh', holds: holds(11), share: 0.1 }],
    quotas: [{ name: 'fourth', holds: holds(4), min: 3 }],
  }
  return { ...request, rules }
}

/** Posteriors as live counts give them: some items shown thousands of times, most never. */
const engagement: EngagementColumn = {
  posteriors: (rows) => ({
    alpha: Float64Array.from(rows, (row) => 0.3 + (row % 7) * 20),
    beta: Float64Array.from(rows, (row) => 20 + (row % 7) * 1500),
  }),
}

/**
 * Slates of a recipe and of one with rules for made-up readers with each personal pack in turn beside that of popularity, as
 * JSON with every number and reason.
 */
export function slatesOf(recipe: Recipe, packs: Readonly<Record<string, Uint8Array>>): string {
  const scene = randomState({ seed, rows: 2 * items, modelItems: 0 })
  const { popularity: counts, ...personal } = packs
  const state = { ...scene, engagement, popularity: popularity.load(counts!).withItems(scene.catalogue.items) }
  const slates = Object.entries(personal).map(([name, bytes]) => {
    const withModel: PipelineState = { ...state, personal: alignModel(loadModel(bytes), state.catalogue) }
    const made = Array.from({ length: 12 }, (_, k) => {
      const request = randomRequest(state, { seed: `${seed} ${k}`, historyItems: 3 * k, take: 20 })
      return [run(recipe, request, withModel), run(ruled, withRules(request), withModel)]
    }).flat()
    return [name, made.map(({ items: shown, rung, trace }) => ({ shown, rung, recorded: trace.recorded }))] as const
  })
  return JSON.stringify(Object.fromEntries(slates))
}
