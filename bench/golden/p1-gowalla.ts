import { readersPerItem } from '@lectern/engine/data/interactions.ts'
import { ease, easeBytes } from '@lectern/engine/models/ease.ts'
import { GraphFilter, graphFilter } from '@lectern/engine/models/graph-filter.ts'
import { itemKnn } from '@lectern/engine/models/item-knn.ts'
import type { Model, TrainContext } from '@lectern/engine/models/model.ts'
import { popularity } from '@lectern/engine/models/popularity.ts'
import { rp3beta } from '@lectern/engine/models/rp3beta.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { openKernelThreads } from '@lectern/server/training/kernel-threads.ts'
import { type RankingTask, rankAll, scorerOf } from '../full-ranking.ts'
import { readGowalla } from '../gowalla-data.ts'
import { batchScorer } from '../graph-filter-batches.ts'
import type { GoldenLine, GoldenProtocol } from './golden-line.ts'

/** Recall@20, NDCG@20, coverage@20 of the reference and how to train the same model. */
interface Reference {
  readonly model: string
  readonly golden: readonly [number, number, number]
  train(task: RankingTask): Promise<Model>
}

const context: TrainContext = {
  rng: derive('golden P1'),
  async withPool(bytes, use) {
    const pool = await openKernelThreads({ threads: 2, bytes })
    return use(pool).finally(() => pool.close())
  },
}

const knn = (neighbours: number, ...golden: [number, number, number]): Reference => ({
  model: `itemknn cosine k=${neighbours}`,
  golden,
  train: ({ train }) => itemKnn.train(train, { ...itemKnn.defaults, neighbours }, context),
})

const rp3 = (alpha: number, ...golden: [number, number, number]): Reference => ({
  model: `rp3beta a=${alpha} b=0.4 k=200`,
  golden,
  train: ({ train }) => rp3beta.train(train, { alpha, beta: 0.4, neighbours: 200, gapHalfLifeMs: null }, context),
})

/** EASE on the items with at least so many readers; the others rank last. */
const easeFrom = (leastReaders: number, ...golden: [number, number, number]): Reference => ({
  model: `ease lam=80 min_n=${leastReaders}`,
  golden,
  train({ train }) {
    const maxItems = readersPerItem(train).filter((readers) => readers >= leastReaders).length
    return ease.train(train, { reg: 80, maxItems, memoryBytes: easeBytes(maxItems) }, context)
  },
})

const references: readonly Reference[] = [
  {
    model: 'popularity',
    golden: [0.0416, 0.0317, 0.0009],
    train: ({ train }) => popularity.train(train, popularity.defaults, context),
  },
  knn(20, 0.1217, 0.0882, 0.9301),
  knn(50, 0.1264, 0.0925, 0.9048),
  knn(100, 0.127, 0.0936, 0.8801),
  knn(200, 0.128, 0.0946, 0.8515),
  rp3(0.5, 0.1701, 0.1358, 0.7436),
  rp3(0.8, 0.1698, 0.1363, 0.8656),
  rp3(1, 0.1591, 0.1262, 0.8999),
  {
    model: 'gfcf rank 256 weight 0.3',
    golden: [0.1849, 0.1518, 0.5524],
    train: ({ train }) =>
      graphFilter.train(train, { embeddingSize: 256, lowPass: 0.3, sharpening: 0, neighbours: 1000 }, context),
  },
  easeFrom(30, 0.1231, 0.1101, 0.1248),
  easeFrom(20, 0.1402, 0.1223, 0.2249),
]

export const p1Gowalla: GoldenProtocol = {
  name: 'P1',
  about: 'gowalla in the split of LightGCN: top 20 of all 40,981 items for 29,858 readers',
  async measure(line) {
    const task = readGowalla()
    const lines: GoldenLine[] = []
    for (const { model, golden, train } of references) {
      const start = performance.now()
      const trained = await train(task)
      const trainedAt = performance.now()
      const metrics = rankAll(
        task,
        trained instanceof GraphFilter ? batchScorer(trained, task) : scorerOf(trained, task.train.itemIds),
      )
      const measured = [metrics.recall, metrics.ndcg, metrics.coverage]
      const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(1)} s`
      line(
        `${model}: ${measured.map((value) => value.toFixed(4)).join(' ')}; trained in ${seconds(start, trainedAt)}, all readers ranked in ${seconds(trainedAt, performance.now())}`,
      )
      golden.forEach((number, k) => {
        const metric = ['recall@20', 'ndcg@20', 'coverage@20'][k]!
        lines.push({ protocol: 'P1', model, metric, golden: number, tolerance: 0.003, measured: measured[k]! })
      })
    }
    return lines
  },
}
