import { blockSize, type FactorWork } from './factor-work.ts'
import { asIs, gemmJob, type Region, regionAt, transposed } from './job.ts'
import { type Batch, spans } from './schedule.ts'
import { lowerTiles, tileSize } from './tiles.ts'

/**
 * Right-looking blocked Cholesky, lower, in place: factor the diagonal block, multiply the panel below it by the
 * inverse of its triangle, subtract the panel's square from what remains. n^3 / 3 flops.
 */
export function* choleskySchedule(a: Region, n: number, work: FactorWork): Generator<Batch> {
  for (const block of spans(0, n, blockSize)) {
    const size = block.to - block.from
    const done = 1 - (1 - block.to / n) ** 3
    yield { jobs: [work.diagonalJob(a, block, { factored: false })], done: 1 - (1 - block.from / n) ** 3 }
    work.check()
    const below = spans(block.to, n, tileSize)
    const panel = (at: number): Region => regionAt(a, at, block.from)
    const panelJobs = below.map((rows) =>
      gemmJob(asIs(panel(rows.from)), transposed(work.inverse), {
        ...panel(rows.from),
        rows: rows.to - rows.from,
        columns: size,
        depth: size,
      }),
    )
    yield { jobs: panelJobs, done: 1 - (1 - block.from / n) ** 3 }
    const restJobs = lowerTiles(below).map(({ rows, columns }) =>
      gemmJob(asIs(panel(rows.from)), transposed(panel(columns.from)), {
        ...regionAt(a, rows.from, columns.from),
        rows: rows.to - rows.from,
        columns: columns.to - columns.from,
        depth: size,
        alpha: -1,
        accumulate: true,
        band: rows.from - columns.from,
      }),
    )
    yield { jobs: restJobs, done }
  }
}
