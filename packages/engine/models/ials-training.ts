import { stopIfCancelled } from '../data/cancel.ts'
import type { Interactions } from '../data/interactions.ts'
import { itemReaders } from '../data/item-readers.ts'
import {
  type KernelPool,
  type LeastSquares,
  leastSquaresBytes,
  type Matrix,
  parallelLeastSquares,
  parallelTallGram,
  tallGramBytes,
} from '../kernels/kernels.ts'
import { symmetricEigen } from '../kernels/symmetric-eigen.ts'
import type { Random } from '../random/random.ts'
import { foldInPenalty } from './fold-in.ts'
import { readIalsState, writeIalsState } from './ials-state.ts'
import type { TrainContext } from './model.ts'

export interface IalsConfig {
  /** Length d of the vectors, 1 or more. */
  readonly embeddingSize: number
  /** Rounds over readers and items. */
  readonly epochs: number
  /** lambda of the paper, above 0. */
  readonly reg: number
  /** a0 of the paper: the weight of a pair that was not observed, beside 1 for one that was; above 0. */
  readonly unobservedWeight: number
  /** nu of the paper: 1 lets the penalty grow with a row's pairs, 0 keeps it constant. */
  readonly regExponent: number
  /**
   * Coordinates solved at once: a multiple of 8, or embeddingSize and more for exact solves. 8 is several times faster
   * per epoch and comes as far in about as many epochs.
   */
  readonly blockSize: number
  /** Refuse to train when `ialsBytes` says more. */
  readonly memoryBytes: number
}

/** Throws RangeError, naming the option and its value. */
export function checkIalsConfig(config: IalsConfig): void {
  const { embeddingSize, epochs, blockSize, regExponent } = config
  for (const [name, value] of Object.entries({ embeddingSize, epochs }))
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`ials: ${name} is ${value}; it must be a whole number, 1 or more`)
  for (const name of ['reg', 'unobservedWeight'] as const)
    if (!(config[name] > 0 && config[name] < Number.POSITIVE_INFINITY))
      throw new RangeError(`ials: ${name} is ${config[name]}; it must be above 0`)
  if (!(regExponent >= 0 && regExponent <= 2))
    throw new RangeError(`ials: regExponent is ${regExponent}; it must be in 0..2`)
  if (!(blockSize >= embeddingSize || (blockSize >= 8 && blockSize % 8 === 0)))
    throw new RangeError(`ials: blockSize is ${blockSize}; it must be a multiple of 8, or embeddingSize or more`)
}

interface TrainingSize {
  readonly readers: number
  readonly items: number
  readonly pairs: number
}

/** Bytes of kernel memory a training takes: both sides' factors, the pairs by reader and by item, and room to work. */
export function ialsBytes({ readers, items, pairs }: TrainingSize, config: IalsConfig): number {
  const d = stride(config)
  const factors = 4 * d * (readers + items + d) + 4 * 3 * (readers + items)
  const work = Math.max(
    leastSquaresBytes({ pairs, block: blockOf(config) }),
    tallGramBytes({ rows: Math.max(readers, items), columns: d }),
  )
  return factors + 16 * pairs + work + 4096
}

/** What serving holds. */
export interface ItemFactors {
  /** items x embeddingSize. */
  readonly factors: Float32Array
  /** a0 times the sum of each coordinate's squares over all items. */
  readonly unobserved: Float64Array
}

/** Item factors, turned so that their Gram matrix is a diagonal: scores and folded-in readers do not change by that. */
export async function trainItemFactors(
  interactions: Interactions,
  config: IalsConfig,
  context: TrainContext,
): Promise<ItemFactors> {
  const size = {
    readers: interactions.readerIds.size,
    items: interactions.itemIds.size,
    pairs: interactions.items.length,
  }
  const bytes = ialsBytes(size, config)
  if (bytes > config.memoryBytes)
    throw new RangeError(
      `iALS on ${size.readers} readers and ${size.items} items with ${size.pairs} pairs needs ${gigabytes(bytes)}; ` +
        `${gigabytes(config.memoryBytes)} allowed: raise memoryBytes or lower embeddingSize`,
    )
  return context.withPool(bytes, async (pool) => {
    const mark = pool.arena.mark()
    try {
      const sides = placeSides(pool, interactions, config)
      await runEpochs({ pool, sides, interactions, config }, context)
      const gram = await parallelTallGram(pool, sides.items.x)
      return turned(sides.items.x, gram, config)
    } finally {
      pool.arena.release(mark)
    }
  })
}

interface Sides {
  readonly readers: LeastSquares
  readonly items: LeastSquares
}

interface Training {
  readonly pool: KernelPool
  readonly sides: Sides
  readonly interactions: Interactions
  readonly config: IalsConfig
}

async function runEpochs({ pool, sides, interactions, config }: Training, context: TrainContext): Promise<void> {
  const { checkpoints, signal, onProgress } = context
  const factors = { readers: sides.readers.x.values, items: sides.items.x.values }
  let first = 0
  if (checkpoints?.resume) first = readIalsState(checkpoints.resume, { interactions, config, factors })
  else drawFactors(sides.items.x, config.embeddingSize, context.rng.derive('ials', 'items'))
  const steps = 2 * config.epochs
  for (let step = 2 * first; step < steps; step++) {
    stopIfCancelled(signal)
    await onProgress?.({ stage: 'half epochs', done: step, total: steps })
    const side = step % 2 === 0 ? sides.readers : sides.items
    side.gram.values.set(await weightedGram(pool, side.fixed, config))
    await parallelLeastSquares(pool, side, signal ? { signal } : {})
    const epochs = (step + 1) / 2
    if (checkpoints && Number.isInteger(epochs))
      await checkpoints.save(writeIalsState({ epochs, interactions, config, factors }))
  }
  await onProgress?.({ stage: 'half epochs', done: steps, total: steps })
}

/** Lays the pairs out by reader and by item in the pool's memory; readers start at zero, items are yet to be drawn. */
function placeSides(pool: KernelPool, interactions: Interactions, config: IalsConfig): Sides {
  const { arena } = pool
  const byItem = itemReaders(interactions)
  const d = stride(config)
  const readers = arena.matrix(interactions.readerIds.size, d)
  const items = arena.matrix(interactions.itemIds.size, d)
  readers.values.fill(0)
  items.values.fill(0)
  const shared = { gram: arena.matrix(d, d), block: blockOf(config) }
  const integers = (from: Int32Array): Int32Array => {
    const to = arena.integers(from.length)
    to.set(from)
    return to
  }
  const penalties = (indptr: Int32Array, others: number): Float32Array => {
    const to = arena.floats(indptr.length - 1)
    for (let row = 0; row < to.length; row++)
      to[row] = foldInPenalty(config, { pairs: indptr[row + 1]! - indptr[row]!, others })
    return to
  }
  const weights = arena.floats(interactions.weights.length)
  weights.set(interactions.weights)
  const weightsByItem = arena.floats(weights.length)
  byItem.pairs.forEach((pair, k) => {
    weightsByItem[k] = weights[pair]!
  })
  return {
    readers: {
      ...shared,
      x: readers,
      fixed: items,
      penalties: penalties(interactions.indptr, items.rows),
      indptr: integers(interactions.indptr),
      columns: integers(interactions.items),
      weights,
    },
    items: {
      ...shared,
      x: items,
      fixed: readers,
      penalties: penalties(byItem.indptr, readers.rows),
      indptr: integers(byItem.indptr),
      columns: integers(byItem.readers),
      weights: weightsByItem,
    },
  }
}

/** Normal with deviation 0.1 / sqrt(d), as the authors' code draws them. */
function drawFactors(x: Matrix, d: number, rng: Random): void {
  const deviation = 0.1 / Math.sqrt(d)
  for (let row = 0; row < x.rows; row++)
    for (let j = 0; j < d; j++) x.values[row * x.columns + j] = deviation * rng.normal()
}

async function weightedGram(pool: KernelPool, x: Matrix, config: IalsConfig): Promise<Float64Array> {
  const gram = await parallelTallGram(pool, x)
  return gram.map((value) => config.unobservedWeight * value)
}

/** The kernels' rows hold a multiple of 8 floats; the rest of a row stays zero. */
function stride({ embeddingSize }: IalsConfig): number {
  return Math.ceil(embeddingSize / 8) * 8
}

function blockOf(config: IalsConfig): number {
  return config.blockSize < config.embeddingSize ? config.blockSize : stride(config)
}

/** The factors in the coordinates of their Gram matrix's eigenvectors, largest first, without the padding. */
function turned(x: Matrix, gram: Float64Array, { embeddingSize: d, unobservedWeight }: IalsConfig): ItemFactors {
  const own = Float64Array.from({ length: d * d }, (_, at) => gram[Math.floor(at / d) * x.columns + (at % d)]!)
  const { vectors } = symmetricEigen(own, d)
  const factors = new Float32Array(x.rows * d)
  const unobserved = new Float64Array(d)
  for (let row = 0; row < x.rows; row++)
    for (let i = 0; i < d; i++) {
      let sum = 0
      for (let j = 0; j < d; j++) sum += vectors[i * d + j]! * x.values[row * x.columns + j]!
      factors[row * d + i] = sum
      unobserved[i]! += unobservedWeight * factors[row * d + i]! ** 2
    }
  return { factors, unobserved }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
