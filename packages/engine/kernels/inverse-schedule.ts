import { blockSize, type FactorWork } from './factor-work.ts'
import { asIs, gemmJob, type KernelJob, type Region, regionAt, transposed } from './job.ts'
import { type Batch, type Span, spans } from './schedule.ts'
import { lowerTiles, tileSize } from './tiles.ts'

/**
 * The inverse of a symmetric positive definite matrix, or of L L^T given L, in place, both triangles: Cholesky, inversion
 * of the factor and its square in one sweep over the blocks, after Bientinesi, Gunter and van de Geijn, "Families of
 * algorithms related to the inversion of a symmetric positive definite matrix" (TOMS 2008). n^3 flops from the matrix.
 *
 * At block k, W being the inverse of its diagonal triangle, the lower triangle holds: above k the inverse so far, S;
 * left of and below k, M = -L X summed so far, X the rows of L^-1; right of k what Cholesky has left. The panel V gets
 * A[i, k] W^T for the rows below and (W M[k, j])^T for the columns to the left; everything else then changes by V V^T.
 */
export function* inverseSchedule(
  a: Region,
  n: number,
  work: FactorWork & { readonly factored: boolean },
): Generator<Batch> {
  for (const block of spans(0, n, blockSize)) {
    const before = block.from / n
    yield { jobs: [work.diagonalJob(a, block, work)], done: before }
    work.check()
    const above = spans(0, block.from, tileSize)
    const below = spans(block.to, n, tileSize)
    const panelJobs = [
      ...above.map((columns) => leftPanelJob(a, block, { columns, work })),
      ...below.map((rows) => belowPanelJob(a, block, { rows, work })),
    ]
    yield { jobs: panelJobs, done: before }
    const jobs = updateTiles(above, below, work.factored).map((tile) => updateJob(a, block, { ...tile, work }))
    jobs.push(...replaceJobs(a, block, { above, below, work }))
    yield { jobs, done: block.to / n }
  }
  const mirrorJobs = spans(0, n, tileSize).map(
    (rows): KernelJob => ({ kernel: 'mirror', args: [a.pointer, a.stride, rows.from, rows.to] }),
  )
  yield { jobs: mirrorJobs, done: 1 }
}

/** V[j] = M[k, j]^T W^T. */
function leftPanelJob(a: Region, block: Span, at: { columns: Span; work: FactorWork }): KernelJob {
  const { columns, work } = at
  const size = block.to - block.from
  const source = transposed(regionAt(a, block.from, columns.from))
  const shape = { rows: columns.to - columns.from, columns: size, depth: size }
  return gemmJob(source, transposed(work.inverse), { ...regionAt(work.panel, columns.from, 0), ...shape })
}

/** V[i] = A[i, k] W^T, which is L[i, k]; a copy when the matrix is the factor. */
function belowPanelJob(
  a: Region,
  block: Span,
  at: { rows: Span; work: FactorWork & { readonly factored: boolean } },
): KernelJob {
  const { rows, work } = at
  const size = block.to - block.from
  const count = rows.to - rows.from
  const source = regionAt(a, rows.from, block.from)
  const to = regionAt(work.panel, rows.from, 0)
  if (work.factored) {
    return { kernel: 'copyRows', args: [source.pointer, source.stride, to.pointer, to.stride, count, size] }
  }
  return gemmJob(asIs(source), transposed(work.inverse), { ...to, rows: count, columns: size, depth: size })
}

interface Update {
  readonly rows: Span
  readonly columns: Span
  /** +1 for S, -1 for M and for what Cholesky has left. */
  readonly alpha: number
}

function updateTiles(above: readonly Span[], below: readonly Span[], factored: boolean): Update[] {
  return [
    ...below.flatMap((rows) => above.map((columns) => ({ rows, columns, alpha: -1 }))),
    ...lowerTiles(above).map((tile) => ({ ...tile, alpha: 1 })),
    ...(factored ? [] : lowerTiles(below).map((tile) => ({ ...tile, alpha: -1 }))),
  ]
}

/** A[i, j] += alpha V[i] V[j]^T. */
function updateJob(a: Region, block: Span, at: Update & { work: FactorWork }): KernelJob {
  const { rows, columns, alpha, work } = at
  const left = asIs(regionAt(work.panel, rows.from, 0))
  const right = transposed(regionAt(work.panel, columns.from, 0))
  return gemmJob(left, right, {
    ...regionAt(a, rows.from, columns.from),
    rows: rows.to - rows.from,
    columns: columns.to - columns.from,
    depth: block.to - block.from,
    alpha,
    accumulate: true,
    band: rows.from - columns.from,
  })
}

/** Block row and column k themselves: S[k, j] = W^T V[j]^T, S[k, k] = W^T W, M[i, k] = -V[i] W. */
function replaceJobs(
  a: Region,
  block: Span,
  at: { above: readonly Span[]; below: readonly Span[]; work: FactorWork },
): KernelJob[] {
  const { inverse, panel } = at.work
  const size = block.to - block.from
  const row = at.above.map((columns) =>
    gemmJob(transposed(inverse), transposed(regionAt(panel, columns.from, 0)), {
      ...regionAt(a, block.from, columns.from),
      rows: size,
      columns: columns.to - columns.from,
      depth: size,
    }),
  )
  const column = at.below.map((rows) =>
    gemmJob(asIs(regionAt(panel, rows.from, 0)), asIs(inverse), {
      ...regionAt(a, rows.from, block.from),
      rows: rows.to - rows.from,
      columns: size,
      depth: size,
      alpha: -1,
    }),
  )
  const corner = regionAt(a, block.from, block.from)
  const square = gemmJob(transposed(inverse), asIs(inverse), {
    ...corner,
    rows: size,
    columns: size,
    depth: size,
    band: 0,
  })
  return [...row, ...column, square]
}
