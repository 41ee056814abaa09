import { buildInteractions } from '../data/interactions.ts'
import { modelFileKind } from '../data/model-file.ts'
import { packModel } from '../data/model-pack.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { collectiveEase, loadCollectiveEase } from '../models/collective-ease.ts'
import { content, loadContent } from '../models/content.ts'
import { ease } from '../models/ease.ts'
import { onThisThread } from '../models/model.ts'
import { popularity } from '../models/popularity.ts'
import { pureSvd } from '../models/pure-svd.ts'
import { alignModel } from '../pipeline/personal.ts'
import { run } from '../pipeline/run.ts'
import type { PersonalModel, PipelineState } from '../pipeline/slate.ts'
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
  const trained = {
    ease: await ease.train(interactions, { ...ease.defaults, reg: 10 }, context),
    popularity: await popularity.train(interactions, { halfLifeMs: 777_777 }, context),
    'pure-svd': await pureSvd.train(interactions, { embeddingSize: 16 }, context),
    content: await byContent.train(interactions, { halfLifeMs: 86_400_000 / 7 }, context),
    'collective-ease': await both.train(interactions, { ...both.defaults, reg: 10 }, context),
  }
  const saved = Object.entries(trained).map(([name, model]) => [name, model.save()] as const)
  return {
    ...Object.fromEntries(saved),
    'ease in 8 bits': packModel(trained.ease.save(), { precision: 'int8' }),
  }
}

const loaders: Readonly<Record<string, (bytes: Uint8Array) => PersonalModel>> = {
  ease: ease.load,
  'pure-svd': pureSvd.load,
  content: loadContent,
  'collective-ease': loadCollectiveEase,
}

/** The model of a pack, whichever of the scene's it is. */
export function loadPack(bytes: Uint8Array): PersonalModel {
  const kind = modelFileKind(bytes).split('/')[0]!
  const load = loaders[kind]
  if (load === undefined) throw new Error(`no model is named ${kind}`)
  return load(bytes)
}

/** Slates of the home recipe for made-up readers with each personal pack in turn beside that of popularity, as JSON with every number and reason. */
export function slatesOf(packs: Readonly<Record<string, Uint8Array>>): string {
  const scene = randomState({ seed, rows: 2 * items, modelItems: 0 })
  const { popularity: counts, ...personal } = packs
  const state = { ...scene, popularity: popularity.load(counts!).withItems(scene.catalogue.items) }
  const slates = Object.entries(personal).map(([name, bytes]) => {
    const withModel: PipelineState = { ...state, personal: alignModel(loadPack(bytes), state.catalogue) }
    const made = Array.from({ length: 12 }, (_, k) =>
      run(home, randomRequest(state, { seed: `${seed} ${k}`, historyItems: 3 * k, take: 20 }), withModel),
    )
    return [name, made.map(({ items: shown, rung, trace }) => ({ shown, rung, recorded: trace.recorded }))] as const
  })
  return JSON.stringify(Object.fromEntries(slates))
}
