// One EASE training in a process of its own, so that its memory is its own: `node ease-training.ts ITEMS` prints seconds
// and bytes of memory at the peak, beyond those of a training on 200 items, as JSON. The pairs are made up; what the work costs does not depend on their values.
import type { Interactions } from '@lectern/engine/data/interactions.ts'
import { toFloat32 } from '@lectern/engine/data/row-matrix.ts'
import { ease, easeBytes } from '@lectern/engine/models/ease.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { openKernelThreads } from '@lectern/server/training/kernel-threads.ts'
import { interactionsOfRows } from './full-ranking.ts'

const interactions = madeUp(Number(process.argv[2]))
await train(madeUp(200)) // threads, compiled code: what any training has, whatever its size
const before = peakBytes()
const { seconds, gramSeconds } = await train(interactions)
process.stdout.write(`${JSON.stringify({ seconds, gramSeconds, bytes: peakBytes() - before })}\n`)

async function train(interactions: Interactions): Promise<{ seconds: number; gramSeconds: number }> {
  const items = interactions.itemIds.size
  const start = performance.now()
  const begun: Record<string, number> = {}
  const model = await ease.train(
    interactions,
    { reg: 200, maxItems: items, memoryBytes: easeBytes(items) },
    {
      rng: derive('ease bench'),
      async withPool(bytes, use) {
        const pool = await openKernelThreads({ threads: 2, bytes })
        return use(pool).finally(() => pool.close())
      },
      onProgress({ stage, done }) {
        if (done === 0) begun[stage] = performance.now()
      },
    },
  )
  const seconds = (performance.now() - start) / 1000
  if (!toFloat32(model.weights).every(Number.isFinite)) throw new Error('a weight is not finite')
  return { seconds, gramSeconds: (begun.inverse! - begun.gram!) / 1000 }
}

function madeUp(items: number): Interactions {
  const rng = derive('ease bench', items)
  const row = () => new Set(Array.from({ length: 25 }, () => Math.floor(items * rng.uniform() ** 2)))
  return interactionsOfRows(
    Array.from({ length: 2 * items }, () => Array.from(row(), (item) => ({ item }))),
    items,
  )
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024
}
