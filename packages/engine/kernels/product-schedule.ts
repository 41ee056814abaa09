import { asIs, gemmJob, type Region, regionAt, transposed } from './job.ts'
import type { Batch } from './schedule.ts'
import { spans } from './schedule.ts'
import { allTiles, lowerTiles, tileSize } from './tiles.ts'

interface ProductSize {
  readonly rows: number
  readonly columns: number
  readonly depth: number
  readonly alpha: number
  readonly accumulate: boolean
}

/** C (+)= alpha * A * B, one job for each tile of C. */
export function* gemmSchedule(a: Region, b: Region, c: Region & ProductSize): Generator<Batch> {
  const { depth, alpha, accumulate } = c
  const jobs = allTiles(c.rows, c.columns).map((tile) => {
    const shape = { rows: tile.rows.to - tile.rows.from, columns: tile.columns.to - tile.columns.from }
    const to = regionAt(c, tile.rows.from, tile.columns.from)
    const left = asIs(regionAt(a, tile.rows.from, 0))
    return gemmJob(left, asIs(regionAt(b, 0, tile.columns.from)), { ...to, ...shape, depth, alpha, accumulate })
  })
  yield { jobs, done: 1 }
}

/** Lower triangle of C += A^T A (`over: 'columns'`) or A A^T, C n x n. */
export function* syrkSchedule(
  a: Region & { readonly over: 'columns' | 'rows' },
  c: Region & { readonly n: number; readonly depth: number },
): Generator<Batch> {
  const line = (at: number): Region => (a.over === 'columns' ? regionAt(a, 0, at) : regionAt(a, at, 0))
  const [left, right] = a.over === 'columns' ? [transposed, asIs] : [asIs, transposed]
  const jobs = lowerTiles(spans(0, c.n, tileSize)).map(({ rows, columns }) =>
    gemmJob(left(line(rows.from)), right(line(columns.from)), {
      ...regionAt(c, rows.from, columns.from),
      rows: rows.to - rows.from,
      columns: columns.to - columns.from,
      depth: c.depth,
      accumulate: true,
      band: rows.from - columns.from,
    }),
  )
  yield { jobs, done: 1 }
}
