// One training in a process of its own, so that its memory can be told from that of others:
// `node bench/growth-training.ts MODEL READERS` prints one line of JSON.
import type { Interactions } from '@lectern/engine/data/interactions.ts'
import { ease } from '@lectern/engine/models/ease.ts'
import { ials } from '@lectern/engine/models/ials.ts'
import { itemKnn } from '@lectern/engine/models/item-knn.ts'
import { type Model, onThisThread, type TrainContext } from '@lectern/engine/models/model.ts'
import { popularity } from '@lectern/engine/models/popularity.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { powerLawInteractions } from './power-law.ts'

/** Fixed, while readers grow. */
export const corpus = 3000
const pairsPerReader = 20

const trainings: Readonly<Record<string, (pairs: Interactions, context: TrainContext) => Promise<Model>>> = {
  popularity: (pairs, context) => popularity.train(pairs, popularity.defaults, context),
  'item-kNN': (pairs, context) => itemKnn.train(pairs, itemKnn.defaults, context),
  EASE: (pairs, context) => ease.train(pairs, ease.defaults, context),
  iALS: (pairs, context) => ials.train(pairs, { ...ials.defaults, epochs: 5 }, context),
}

export const trainingNames: readonly string[] = Object.keys(trainings)

export interface Grown {
  readonly readers: number
  readonly pairs: number
  /** CPU time of the training. */
  readonly seconds: number
  /** Peak memory of the process above what it had with the interactions in memory. */
  readonly trainingMb: number
  /** Bytes of the interactions and of what serving holds. */
  readonly interactionsMb: number
  readonly servingMb: number
}

async function train(name: string, readers: number): Promise<Grown> {
  const shape = { readers, items: corpus, pairs: readers * pairsPerReader }
  const pairs = powerLawInteractions(shape, derive('growth', 'matrix'))
  const before = process.resourceUsage().maxRSS
  const cpu = process.cpuUsage()
  const model = await trainings[name]!(pairs, { rng: derive('growth'), withPool: onThisThread })
  const { user, system } = process.cpuUsage(cpu)
  const peak = process.resourceUsage().maxRSS
  return {
    readers,
    pairs: pairs.items.length,
    seconds: (user + system) / 1e6,
    trainingMb: Math.max(0, peak - before) / 1024,
    interactionsMb: (pairs.items.length * 16) / 1e6,
    servingMb: model.save().length / 1e6,
  }
}

if (import.meta.main) {
  const [name, readers] = process.argv.slice(2)
  process.stdout.write(`${JSON.stringify(await train(name!, Number(readers)))}\n`)
}
