// One EASE training in a process of its own, so that its memory is its own: `node ease-training.ts ITEMS` prints seconds
// and peak bytes as JSON. The pairs are made up; what the work costs does not depend on their values.
import { toFloat32 } from '@lectern/engine/data/row-matrix.ts'
import { ease, easeBytes } from '@lectern/engine/models/ease.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { openKernelThreads } from '@lectern/server/training/kernel-threads.ts'
import { interactionsOfRows } from './full-ranking.ts'

const items = Number(process.argv[2])
const readers = 2 * items
const rng = derive('ease bench', items)
const interactions = interactionsOfRows(
  Array.from({ length: readers }, () =>
    Array.from(new Set(Array.from({ length: 25 }, () => Math.floor(items * rng.uniform() ** 2))), (item) => ({ item })),
  ),
  items,
)
const before = peakBytes()
const start = performance.now()
const stages: Record<string, number> = {}
const model = await ease.train(
  interactions,
  { reg: 200, maxItems: items, memoryBytes: easeBytes(items) },
  {
    rng,
    async withPool(bytes, use) {
      const pool = await openKernelThreads({ threads: 2, bytes })
      return use(pool).finally(() => pool.close())
    },
    onProgress({ stage, done }) {
      if (done === 0) stages[stage] = performance.now() - start
    },
  },
)
const seconds = (performance.now() - start) / 1000
if (!toFloat32(model.weights).every(Number.isFinite)) throw new Error('a weight is not finite')
process.stdout.write(
  `${JSON.stringify({ seconds, gramSeconds: (stages.inverse! - stages.gram!) / 1000, bytes: peakBytes() - before })}\n`,
)

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024
}
