import { arenaBytes } from './arena.ts'
import { asIs, gemmJob, regionAt, transposed } from './job.ts'
import type { Matrix } from './matrix.ts'
import type { KernelPool } from './pool.ts'
import { runOn, spans } from './schedule.ts'
import { regionOf } from './tiles.ts'

/** Rows of one partial sum: part of the meaning of the result, another size sums in another order. */
const partRows = 8192

/**
 * A^T A for a matrix with many rows and few columns, d x d with both triangles: f32 within parts of 8192 rows, f64 over
 * the parts. The same bytes whatever the pool and its threads. `a` lies in the pool's arena.
 */
export async function parallelTallGram(pool: KernelPool, a: Matrix): Promise<Float64Array> {
  const d = a.columns
  const from = regionOf(pool.arena, 'a', a)
  const mark = pool.arena.mark()
  try {
    const cuts = spans(0, a.rows, partRows)
    const parts = cuts.map(() => pool.arena.matrix(d, d))
    const jobs = cuts.map((rows, part) => {
      const lines = regionAt(from, rows.from, 0)
      const to = regionOf(pool.arena, 'part', parts[part]!)
      const size = { rows: d, columns: d, depth: rows.to - rows.from, band: 0 }
      return gemmJob(transposed(lines), asIs(lines), { ...to, ...size })
    })
    await runOn(pool, [{ jobs, done: 1 }])
    return sumLower(parts, d)
  } finally {
    pool.arena.release(mark)
  }
}

/** Bytes of arena `parallelTallGram` takes for a while. */
export function tallGramBytes(size: { readonly rows: number; readonly columns: number }): number {
  return Math.ceil(size.rows / partRows) * arenaBytes(size.columns * size.columns)
}

function sumLower(parts: readonly Matrix[], d: number): Float64Array {
  const sum = new Float64Array(d * d)
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      let total = 0
      for (const part of parts) total += part.values[i * d + j]!
      sum[i * d + j] = total
      sum[j * d + i] = total
    }
  return sum
}
