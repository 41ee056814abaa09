// What 8 bits cost: the same models shipped in single precision and in int8, on gowalla.
import { packModel } from '@lectern/engine/data/model-pack.ts'
import { ease } from '@lectern/engine/models/ease.ts'
import type { Algorithm, TrainContext } from '@lectern/engine/models/model.ts'
import { pureSvd } from '@lectern/engine/models/pure-svd.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { openKernelThreads } from '@lectern/server/training/kernel-threads.ts'
import { type RankingTask, rankAll, scorerOf } from './full-ranking.ts'
import { readGowalla } from './gowalla-data.ts'
import { type Measurement, median } from './measurement.ts'

const maxItems = 6000
const embeddingSize = 32
const mostLoss = 0.005

const context: TrainContext = {
  rng: derive('pack'),
  async withPool(bytes, use) {
    const pool = await openKernelThreads({ threads: 2, bytes })
    return use(pool).finally(() => pool.close())
  },
}

export const pack: Measurement = {
  name: 'pack',
  about: `Model packs in int8 beside float32 on gowalla: EASE on the ${maxItems} most read items, PureSVD with ${embeddingSize} dimensions; quality for every sixth reader, bytes, time to load.`,
  async run(report) {
    const task = everySixth(readGowalla())
    const rows: (string | number)[][] = []
    const losses: number[] = []
    const measure = async <C extends object>(name: string, algorithm: Algorithm<C>, config: C) => {
      report.line(`training ${name}`)
      const saved = (await algorithm.train(task.train, config, context)).save()
      const ndcg = (['float32', 'int8'] as const).map((precision) => {
        const bytes = packModel(saved, { precision })
        const measured = quality(task, { algorithm, bytes })
        rows.push([name, precision, (bytes.length / 1e6).toFixed(1), measured.loadMs.toFixed(0), ...measured.metrics])
        report.line(rows.at(-1)!.join('  '))
        return measured.ndcg
      })
      losses.push(1 - ndcg[1]! / ndcg[0]!)
    }
    await measure('EASE', ease, { ...ease.defaults, reg: 80, maxItems })
    await measure('PureSVD', pureSvd, { embeddingSize })
    const worst = Math.max(...losses)
    return {
      name: 'pack',
      value: Number((100 * worst).toFixed(3)),
      unit: '% of NDCG@20 lost by int8, the worse of the two models',
      peer: 'the same model in float32',
      ratio: 1 - worst,
      bar: `int8 loses less than ${100 * mostLoss} %`,
      holds: worst < mostLoss,
      details: {
        lost: losses.map((loss) => `${(100 * loss).toFixed(3)} %`),
        load: 'median of 5, checking the sum included',
      },
      table: { head: ['model', 'precision', 'MB', 'load ms', 'NDCG@20', 'Recall@20'], rows },
    }
  },
}

/** The same training; only some readers are asked. */
function everySixth(task: RankingTask): RankingTask {
  return { ...task, targets: task.targets.map((wanted, reader) => (reader % 6 === 0 ? wanted : new Int32Array(0))) }
}

function quality<C extends object>(
  task: RankingTask,
  { algorithm, bytes }: { readonly algorithm: Algorithm<C>; readonly bytes: Uint8Array },
) {
  const times = Array.from({ length: 5 }, () => {
    const begun = performance.now()
    algorithm.load(bytes)
    return performance.now() - begun
  })
  const { ndcg, recall } = rankAll(task, scorerOf(algorithm.load(bytes), task.train.itemIds))
  return { ndcg, loadMs: median(times), metrics: [ndcg.toFixed(5), recall.toFixed(5)] }
}
