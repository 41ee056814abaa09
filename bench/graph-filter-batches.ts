import { readerHistory } from '@lectern/engine/data/interactions.ts'
import { instantiateKernels, type Matrix } from '@lectern/engine/kernels/kernels.ts'
import type { GraphFilter } from '@lectern/engine/models/graph-filter.ts'
import { addWeighted } from '@lectern/engine/models/sparse-rows.ts'
import type { RankingTask, Scorer } from './full-ranking.ts'

const batch = 64

/** The scores of a graph filter for readers in ascending order, the dense products for 64 at a time (f32 sums). */
export function batchScorer(model: GraphFilter, { train }: RankingTask): Scorer {
  const n = model.items.size
  const { response, vectors, lowPass, near } = model.parts
  const d = response.length
  const kernels = instantiateKernels(4 * n * (2 * d + batch) + 8 * batch * d + 4096)
  const transposed = [vectors, lowPass].map((table) => {
    const to = kernels.arena.matrix(d, n)
    for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) to.values[k * n + i] = table[i * d + k]!
    return to
  })
  const points: Matrix[] = [kernels.arena.matrix(batch, d), kernels.arena.matrix(batch, d)]
  const product = kernels.arena.matrix(batch, n)
  const sums = new Float64Array(n)
  let from = Number.NaN
  const fill = (first: number) => {
    from = first
    for (let r = 0; r < batch && first + r < train.readerIds.size; r++) {
      const { along, low } = model.spectrum(readerHistory(train, first + r))
      points[0]!.values.set(along, r * d)
      points[1]!.values.set(low, r * d)
    }
    kernels.gemm(points[0]!, transposed[0]!, { into: product })
    kernels.gemm(points[1]!, transposed[1]!, { into: product, accumulate: true })
  }
  return (history, reader) => {
    if (!(reader >= from && reader < from + batch)) fill(reader)
    sums.fill(0)
    addWeighted(sums, near, history)
    const row = (reader - from) * n
    for (let j = 0; j < n; j++) sums[j]! += product.values[row + j]!
    return sums
  }
}
