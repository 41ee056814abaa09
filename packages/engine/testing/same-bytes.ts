import { buildInteractions } from '../data/interactions.ts'
import { packModel } from '../data/model-pack.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { collectiveEase } from '../models/collective-ease.ts'
import { content } from '../models/content.ts'
import { onThisThread } from '../models/model.ts'
import { algorithms, loadModel, type Settings } from '../models/models.ts'
import { popularity } from '../models/popularity.ts'
import { alignModel } from '../pipeline/personal.ts'
import { run } from '../pipeline/run.ts'
import type { PipelineState } from '../pipeline/slate.ts'
import type { Recipe } from '../pipeline/stage.ts'
import { derive } from '../random/random.ts'
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

/** Slates of a recipe for made-up readers with each personal pack in turn beside that of popularity, as JSON with every number and reason. */
export function slatesOf(recipe: Recipe, packs: Readonly<Record<string, Uint8Array>>): string {
  const scene = randomState({ seed, rows: 2 * items, modelItems: 0 })
  const { popularity: counts, ...personal } = packs
  const state = { ...scene, popularity: popularity.load(counts!).withItems(scene.catalogue.items) }
  const slates = Object.entries(personal).map(([name, bytes]) => {
    const withModel: PipelineState = { ...state, personal: alignModel(loadModel(bytes), state.catalogue) }
    const made = Array.from({ length: 12 }, (_, k) =>
      run(recipe, randomRequest(state, { seed: `${seed} ${k}`, historyItems: 3 * k, take: 20 }), withModel),
    )
    return [name, made.map(({ items: shown, rung, trace }) => ({ shown, rung, recorded: trace.recorded }))] as const
  })
  return JSON.stringify(Object.fromEntries(slates))
}
