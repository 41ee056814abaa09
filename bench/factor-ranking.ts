import { readerHistory } from '@lectern/engine/data/interactions.ts'
import { instantiateKernels, type Kernels, type Matrix } from '@lectern/engine/kernels/kernels.ts'
import type { Ials } from '@lectern/engine/models/ials.ts'
import { type RankingMetrics, type RankingTask, rankAll } from './full-ranking.ts'

/** Readers scored in one product. */
const together = 256

/** `rankAll` for factors: readers are folded in one by one, their scores come from one product for many. */
export function rankFactors(task: RankingTask, model: Ials): RankingMetrics {
  const [items, d] = [task.train.itemIds.size, model.config.embeddingSize]
  const kernels = instantiateKernels(4 * (items * d + together * (items + d)) + 4096)
  const factors = transposed(kernels, model)
  const [readers, scores] = [kernels.arena.matrix(together, d), kernels.arena.matrix(together, items)]
  let first = Number.NaN
  return rankAll(task, (_history, reader) => {
    const start = reader - (reader % together)
    if (start !== first) {
      first = start
      for (let k = 0; k < together && start + k < task.targets.length; k++)
        readers.values.set(model.foldIn(readerHistory(task.train, start + k)), k * d)
      kernels.gemm(readers, factors, { into: scores })
    }
    return scores.values.subarray((reader - start) * items, (reader - start + 1) * items)
  })
}

function transposed({ arena }: Kernels, { factors, config, items }: Ials): Matrix {
  const [n, d] = [items.size, config.embeddingSize]
  const matrix = arena.matrix(d, n)
  for (let row = 0; row < n; row++) for (let j = 0; j < d; j++) matrix.values[j * n + row] = factors[row * d + j]!
  return matrix
}
