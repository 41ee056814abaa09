import type { CancelSignal } from '../data/cancel.ts'
import { stopIfCancelled } from '../data/cancel.ts'
import type { Random } from '../random/random.ts'
import { arenaBytes } from './arena.ts'
import type { Matrix } from './matrix.ts'
import { orthonormal } from './orthonormal.ts'
import { parallelGemm, parallelSyrk } from './parallel.ts'
import type { KernelPool } from './pool.ts'
import { addTransposedSparse, checkSparse, multiplySparse, type SparseMatrix } from './sparse-matrix.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

export interface TruncatedSvdOptions {
  /** How many singular vectors: 1..min(rows, columns). */
  readonly rank: number
  readonly rng: Random
  /** Stop when |A'A v - s^2 v| is at most this share of the largest s^2 for every vector; default 1e-4, f32 reaches 1e-6. */
  readonly tolerance?: number
  /** Stop after so many rounds in any case; default 40. */
  readonly maxRounds?: number
  readonly signal?: CancelSignal
  /** After each round: its number from 1, and the residual reached. */
  readonly onRound?: (round: number, residual: number) => void | Promise<void>
}

export interface TruncatedSvd {
  /** V, columns x rank row-major: column j is the j-th right singular vector, its largest element positive. */
  readonly right: Matrix
  /** Singular values, largest first. */
  readonly values: Float64Array
  /** Largest |A'A v - s^2 v| / s_1^2. */
  readonly residual: number
  readonly rounds: number
}

/**
 * The largest singular values and right singular vectors of a sparse matrix: A is about U S V'. Left vectors: U = A V / S.
 *
 * Block iteration on A'A from a random start with Chebyshev polynomials between two Rayleigh-Ritz steps (Zhou, Saad et al.,
 * "Self-consistent-field calculations using Chebyshev-filtered subspace iteration", 2006): as fast as Lanczos where the
 * values fall slowly, as they do for who-read-what matrices, with only 3 blocks of columns x (rank + 25 %) f32 held.
 * Each round costs a few products with A and A' and about 10 dense ones. The same pool, matrix and seed give the same bits.
 */
export async function truncatedSvd(
  pool: KernelPool,
  matrix: SparseMatrix,
  options: TruncatedSvdOptions,
): Promise<TruncatedSvd> {
  const { rank, rng, tolerance = 1e-4, maxRounds = 40 } = options
  checkSparse('matrix', matrix)
  const most = Math.min(matrix.rows, matrix.columns)
  if (!(Number.isInteger(rank) && rank >= 1 && rank <= most))
    throw new RangeError(`truncatedSvd: rank is ${rank}; it must be a whole number in 1..${most}`)
  if (!(tolerance > 0)) throw new RangeError(`truncatedSvd: tolerance is ${tolerance}; it must be above 0`)
  if (!(maxRounds >= 1)) throw new RangeError(`truncatedSvd: maxRounds is ${maxRounds}; it must be at least 1`)
  const mark = pool.arena.mark()
  try {
    const work = allocate(pool, matrix, rank)
    let block = work.blocks[0]
    for (let k = 0; k < block.values.length; k++) block.values[k] = rng.normal()
    for (let round = 1; ; round++) {
      stopIfCancelled(options.signal)
      block = await orthonormal(pool, block, { spare: otherThan(work, block), gram: work.square })
      const ritz = await rayleighRitz(pool, work, block)
      const residual = largestResidual(ritz, rank)
      await options.onRound?.(round, residual)
      if (residual <= tolerance || round >= maxRounds || work.width === matrix.columns)
        return { ...leading(ritz, rank), residual, rounds: round }
      block = await filtered(work, ritz, { mostDegree: round === 1 ? 1 : highestDegree, signal: options.signal })
    }
  } finally {
    pool.arena.release(mark)
  }
}

/** Bytes of arena that `truncatedSvd` needs. */
export function truncatedSvdBytes(matrix: Pick<SparseMatrix, 'rows' | 'columns'>, rank: number): number {
  const width = blockWidth(matrix, rank)
  const chunk = Math.min(chunkRows, matrix.rows)
  return 3 * arenaBytes(matrix.columns * width) + 2 * arenaBytes(width * width) + arenaBytes(chunk * width)
}

/** Vectors beyond the wanted ones, so that the last wanted ones converge too. */
const blockWidth = ({ columns }: Pick<SparseMatrix, 'columns'>, rank: number) =>
  Math.min(columns, rank + Math.ceil(rank / 4) + 8)
/** Rows of A V held at a time. */
const chunkRows = 2048
/** How far a round may lift the first vector above the last: f32 keeps seven digits. */
const mostLift = 1e5
/** The first round has only a random block to judge the values by, so it takes degree 1. */
const highestDegree = 12

interface Work {
  readonly matrix: SparseMatrix
  readonly width: number
  /** columns x width each. */
  readonly blocks: readonly [Matrix, Matrix, Matrix]
  /** width x width. */
  readonly square: Matrix
  readonly turn: Matrix
  readonly chunk: Matrix
}

function allocate({ arena }: KernelPool, matrix: SparseMatrix, rank: number): Work {
  const width = blockWidth(matrix, rank)
  const block = () => arena.matrix(matrix.columns, width)
  return {
    matrix,
    width,
    blocks: [block(), block(), block()],
    square: arena.matrix(width, width),
    turn: arena.matrix(width, width),
    chunk: arena.matrix(Math.min(chunkRows, matrix.rows), width),
  }
}

function otherThan({ blocks }: Work, ...taken: readonly Matrix[]): Matrix {
  return blocks.find((block) => !taken.includes(block))!
}

/** Ritz vectors (orthonormal columns), largest value first, and A'A times them. */
interface Ritz {
  readonly vectors: Matrix
  readonly images: Matrix
  readonly values: Float64Array
}

async function rayleighRitz(pool: KernelPool, work: Work, block: Matrix): Promise<Ritz> {
  const { width, square, turn } = work
  const image = otherThan(work, block)
  square.values.fill(0)
  await imageOf(work, block, {
    into: image,
    eachChunk: (chunk) => parallelSyrk(pool, chunk, { over: 'columns', into: square }),
  })
  const h = new Float64Array(width * width)
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) h[i * width + j] = h[j * width + i] = square.values[i * width + j]!
  const { values, vectors } = symmetricEigen(h, width)
  for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) turn.values[j * width + i] = vectors[i * width + j]!
  const turned = otherThan(work, block, image)
  await parallelGemm(pool, [block, turn], { into: turned })
  await parallelGemm(pool, [image, turn], { into: block })
  return { vectors: turned, images: block, values }
}

/** into = A'A block, by chunks of rows of A; `eachChunk` sees A block for each. */
async function imageOf(
  { matrix, chunk }: Work,
  block: Matrix,
  { into, eachChunk }: { readonly into: Matrix; readonly eachChunk?: (rows: Matrix) => Promise<void> },
): Promise<void> {
  into.values.fill(0)
  for (let from = 0; from < matrix.rows; from += chunk.rows) {
    const rows = Math.min(chunk.rows, matrix.rows - from)
    const part = { ...chunk, rows, values: chunk.values.subarray(0, rows * chunk.columns) }
    multiplySparse(matrix, block, { into: part, from })
    addTransposedSparse(matrix, part, { into, from })
    await eachChunk?.(part)
  }
}

/** The Chebyshev polynomial that stays within -1..1 on the unwanted values and lifts those above them, times the vectors. */
async function filtered(
  work: Work,
  ritz: Ritz,
  { mostDegree, signal }: { readonly mostDegree: number; readonly signal: CancelSignal | undefined },
): Promise<Matrix> {
  const edge = Math.max(ritz.values.at(-1)!, ritz.values[0]! * smallestShare)
  const middle = edge / 2
  let [before, now] = [ritz.vectors, ritz.images]
  for (let k = 0; k < now.values.length; k++) now.values[k] = (now.values[k]! - middle * before.values[k]!) / middle
  const degree = Math.min(mostDegree, chebyshevDegree(ritz.values[0]! / middle - 1))
  for (let step = 2; step <= degree; step++) {
    stopIfCancelled(signal)
    const image = otherThan(work, before, now)
    await imageOf(work, now, { into: image })
    const [old, current, next] = [before.values, now.values, image.values]
    for (let k = 0; k < old.length; k++) old[k] = (2 * (next[k]! - middle * current[k]!)) / middle - old[k]!
    ;[before, now] = [now, before]
  }
  return now
}

/** Below this share of the largest value f32 sees only noise. */
const smallestShare = 2 / mostLift

/** The highest degree whose polynomial is at most `mostLift` at x >= 1. */
function chebyshevDegree(x: number): number {
  let [before, now] = [1, x]
  let degree = 1
  while (degree < highestDegree) {
    ;[before, now] = [now, 2 * x * now - before]
    if (now > mostLift) break
    degree++
  }
  return degree
}

function largestResidual({ vectors, images, values }: Ritz, rank: number): number {
  const width = values.length
  const squares = new Float64Array(rank)
  for (let start = 0; start < images.values.length; start += width)
    for (let j = 0; j < rank; j++) {
      const gap = images.values[start + j]! - values[j]! * vectors.values[start + j]!
      squares[j]! += gap * gap
    }
  return values[0]! > 0 ? Math.sqrt(squares.reduce((most, one) => Math.max(most, one), 0)) / values[0]! : 0
}

/** The first `rank` vectors in memory of their own, each with its largest element positive (ties: the first). */
function leading({ vectors, values }: Ritz, rank: number): Pick<TruncatedSvd, 'right' | 'values'> {
  const { rows, columns: width, values: from } = vectors
  const right = new Float32Array(rows * rank)
  for (let j = 0; j < rank; j++) {
    let largest = 0
    for (let i = 0; i < rows; i++) {
      const value = from[i * width + j]!
      if (Math.abs(value) > Math.abs(largest)) largest = value
    }
    for (let i = 0; i < rows; i++) right[i * rank + j] = largest < 0 ? -from[i * width + j]! : from[i * width + j]!
  }
  return {
    right: { values: right, rows, columns: rank },
    values: Float64Array.from({ length: rank }, (_, j) => Math.sqrt(Math.max(0, values[j]!))),
  }
}
