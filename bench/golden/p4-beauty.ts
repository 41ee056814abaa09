import type { History } from '@lectern/engine/data/history.ts'
import { type Interactions, readersPerItem } from '@lectern/engine/data/interactions.ts'
import { rankMetrics } from '@lectern/engine/evaluation/rank-metrics.ts'
import { type Ease, ease } from '@lectern/engine/models/ease.ts'
import { itemKnn } from '@lectern/engine/models/item-knn.ts'
import { onThisThread } from '@lectern/engine/models/model.ts'
import { rp3beta } from '@lectern/engine/models/rp3beta.ts'
import { transitions } from '@lectern/engine/models/transitions.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { type BeautyModel, type BeautySequences, ranksOf, readBeauty, trainingOf } from '../beauty-sequences.ts'
import type { GoldenLine, GoldenProtocol } from './golden-line.ts'

const metrics = ['val HR@10', 'val NDCG@10', 'test A HR@5', 'test A HR@10', 'test A HR@20', 'test A NDCG@10'] as const

/** Measured by an independent implementation; lines without test numbers were only run on validation. */
const reference: Readonly<Record<string, readonly number[]>> = {
  popularity: [0.0164, 0.008, 0.0075, 0.0115, 0.0203, 0.0055],
  'markov hops=1 sym=0 decay=0.0001 beta=0': [0.0935, 0.0597, 0.0542, 0.0713, 0.0902, 0.0466],
  'markov hops=3 sym=0.25 decay=0.5 beta=0': [0.1044, 0.0666, 0.0616, 0.0838, 0.1101, 0.0529],
  'markov hops=5 sym=0.25 decay=0.7 beta=0': [0.1054, 0.0663, 0.062, 0.0841, 0.1124, 0.0523],
  'markov hops=10 sym=0.5 decay=0.7 beta=0.25': [0.1024, 0.0647],
  'itemknn cosine k=20 shrink=0 decay=1': [0.0667, 0.0393, 0.0392, 0.0563, 0.0781, 0.0325],
  'itemknn cosine k=200 shrink=50 decay=1': [0.0844, 0.0487, 0.0444, 0.0642, 0.0904, 0.0362],
  'itemknn cosine k=200 shrink=20 decay=0.5': [0.0894, 0.0551, 0.0513, 0.0721, 0.0957, 0.0435],
  'rp3beta a=0.5 b=0 k=200': [0.0852, 0.0477, 0.0429, 0.0652, 0.0933, 0.0349],
  'ease lam=50 decay=1': [0.0896, 0.0519, 0.0477, 0.0699, 0.098, 0.0386],
  'ease lam=50 decay=0.5': [0.0927, 0.0571, 0.0541, 0.0758, 0.0975, 0.0456],
}

export const p4Beauty: GoldenProtocol = {
  name: 'P4',
  about: 'amazon-beauty-seq, the item that comes next among 12,101: 22,363 predictions on validation and on test A',
  async measure(line) {
    const data = readBeauty()
    const interactions = await trainingOf(data, 'validation')
    const lines: GoldenLine[] = []
    for (const [name, golden] of Object.entries(reference)) {
      line(name)
      const model = await modelNamed(name, interactions)
      const measured = measure(data, model, golden.length > 2)
      golden.forEach((value, k) => {
        lines.push({
          protocol: 'P4',
          model: name,
          metric: metrics[k]!,
          golden: value,
          tolerance: 0.003,
          measured: measured[k]!,
        })
      })
    }
    return lines
  },
}

function measure(data: BeautySequences, model: BeautyModel, test: boolean): number[] {
  const validation = rankMetrics(ranksOf(data, 'validation', model), 10)
  const values = [validation.hr, validation.ndcg]
  if (!test) return values
  const ranks = ranksOf(data, 'testA', model)
  const ten = rankMetrics(ranks, 10)
  return [...values, rankMetrics(ranks, 5).hr, ten.hr, rankMetrics(ranks, 20).hr, ten.ndcg]
}

const context = { rng: derive('P4'), withPool: onThisThread }
let largest: { readonly interactions: Interactions; readonly model: Ease } | undefined

/** The model that a line of the table names. */
async function modelNamed(name: string, interactions: Interactions): Promise<BeautyModel> {
  const [kind] = name.split(' ')
  const numbers = Array.from(name.matchAll(/=([\d.]+)/g), ([, value]) => Number(value))
  const [first, second, third, fourth] = numbers as [number, number, number, number]
  if (kind === 'markov') {
    const config = { hops: first, backward: second, positionDecay: third, popularityPower: fourth }
    return transitions.train(interactions, { ...transitions.defaults, ...config }, context)
  }
  if (kind === 'itemknn') {
    const config = { neighbours: first, shrinkage: second, weighting: 'plain' } as const
    return decayed(await itemKnn.train(interactions, config, context), third)
  }
  if (kind === 'rp3beta')
    return rp3beta.train(interactions, { ...rp3beta.defaults, alpha: first, beta: second, neighbours: third }, context)
  if (kind !== 'ease') return popularity(interactions)
  if (largest?.interactions !== interactions)
    largest = { interactions, model: await ease.train(interactions, { ...ease.defaults, reg: first }, context) }
  return decayed(largest.model, second)
}

/** Readers per item: the protocol's popularity does not decay. */
function popularity(interactions: Interactions): BeautyModel {
  const scores = Float32Array.from(readersPerItem(interactions))
  return { items: interactions.itemIds, score: () => scores }
}

/** A history whose newest item weighs 1, the one before `decay`, and so on. */
function decayed(model: BeautyModel, decay: number): BeautyModel {
  const weighted = (history: History) => ({
    ...history,
    weights: history.weights.map((_, k) => decay ** (history.items.length - 1 - k)),
  })
  return { items: model.items, score: (history, now) => model.score(weighted(history), now) }
}
