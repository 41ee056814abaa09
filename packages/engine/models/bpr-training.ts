import { stopIfCancelled } from '../data/cancel.ts'
import type { Interactions } from '../data/interactions.ts'
import { exp2 } from '../data/portable-math.ts'
import { type Random, shuffle } from '../random/random.ts'
import type { TrainContext } from './model.ts'

export interface BprConfig {
  /** Length d of the vectors. */
  readonly embeddingSize: number
  /** Passes over all pairs. */
  readonly epochs: number
  /** Step of the gradient at the start; it falls evenly to a tenth in the last epoch. */
  readonly learningRate: number
  /** Weight of the L2 penalty per update, 0 or more. */
  readonly reg: number
}

export interface BprFactors {
  /** p: what an item of the history says about its reader, items x d. */
  readonly sources: Float32Array
  /** q: what an item to be ranked answers, items x d. */
  readonly targets: Float32Array
  readonly biases: Float32Array
}

/** Throws RangeError, naming the option and its value. */
export function checkBprConfig(config: BprConfig): void {
  for (const name of ['embeddingSize', 'epochs'] as const)
    if (!(Number.isSafeInteger(config[name]) && config[name] >= 1))
      throw new RangeError(`bpr: ${name} is ${config[name]}; it must be a whole number, 1 or more`)
  if (!(config.learningRate > 0 && config.learningRate <= 1))
    throw new RangeError(`bpr: learningRate is ${config.learningRate}; it must be above 0, at most 1`)
  if (!(config.reg >= 0 && config.reg < 1)) throw new RangeError(`bpr: reg is ${config.reg}; it must be in 0..1`)
}

interface Step {
  readonly factors: BprFactors
  readonly config: BprConfig
  readonly rate: number
  readonly rng: Random
}

/** Stochastic gradient ascent of BPR-OPT, reader by reader in an order drawn anew for each epoch. */
export async function trainBprFactors(
  interactions: Interactions,
  config: BprConfig,
  { rng, signal, onProgress }: TrainContext,
): Promise<BprFactors> {
  const factors = drawFactors(interactions.itemIds.size, config.embeddingSize, rng.derive('bpr', 'factors'))
  const readers = Int32Array.from({ length: interactions.readerIds.size }, (_, reader) => reader)
  const read = new Uint8Array(interactions.itemIds.size)
  for (let epoch = 0; epoch < config.epochs; epoch++) {
    const draws = rng.derive('bpr', 'epoch', epoch)
    shuffle(draws, readers)
    const rate = config.learningRate * (1 - (0.9 * epoch) / Math.max(1, config.epochs - 1))
    for (let k = 0; k < readers.length; k++) {
      if (k % 4096 === 0) {
        stopIfCancelled(signal)
        await onProgress?.({ stage: 'epochs', done: epoch + k / readers.length, total: config.epochs })
      }
      const items = interactions.items.subarray(
        interactions.indptr[readers[k]!]!,
        interactions.indptr[readers[k]! + 1]!,
      )
      if (items.length === read.length) continue // nothing is left to rank below
      for (const item of items) read[item] = 1
      learnReader(items, read, { factors, config, rate, rng: draws })
      for (const item of items) read[item] = 0
    }
  }
  await onProgress?.({ stage: 'epochs', done: config.epochs, total: config.epochs })
  return factors
}

/**
 * One draw of an unread item for each item of one reader. The reader's vector for item i is the sum of the sources of
 * the other items over the square root of their number; targets and biases move at each draw, sources once at the end.
 */
function learnReader(items: Int32Array, read: Uint8Array, { factors, config, rate, rng }: Step): void {
  const { sources, targets, biases } = factors
  const { embeddingSize: d, reg } = config
  const scale = 1 / Math.sqrt(Math.max(1, items.length - 1))
  const sum = new Float64Array(d)
  for (const item of items) for (let j = 0; j < d; j++) sum[j]! += sources[item * d + j]!
  const pushes = new Float64Array(items.length * d)
  const allPushes = new Float64Array(d)
  for (let k = 0; k < items.length; k++) {
    const [above, below] = [items[k]! * d, unread(read, rng) * d]
    let lead = biases[above / d]! - biases[below / d]!
    for (let j = 0; j < d; j++)
      lead += scale * (sum[j]! - sources[above + j]!) * (targets[above + j]! - targets[below + j]!)
    const pull = 1 / (1 + exp2(lead * Math.LOG2E)) // the gradient of ln sigmoid(lead)
    biases[above / d]! += rate * (pull - reg * biases[above / d]!)
    biases[below / d]! -= rate * (pull + reg * biases[below / d]!)
    for (let j = 0; j < d; j++) {
      const reader = scale * (sum[j]! - sources[above + j]!)
      const push = pull * scale * (targets[above + j]! - targets[below + j]!)
      targets[above + j]! += rate * (pull * reader - reg * targets[above + j]!)
      targets[below + j]! -= rate * (pull * reader + reg * targets[below + j]!)
      pushes[k * d + j] = push
      allPushes[j]! += push
    }
  }
  if (items.length < 2) return
  for (let k = 0; k < items.length; k++) {
    const at = items[k]! * d
    for (let j = 0; j < d; j++) sources[at + j]! += rate * (allPushes[j]! - pushes[k * d + j]! - reg * sources[at + j]!)
  }
}

function unread(read: Uint8Array, rng: Random): number {
  for (;;) {
    const item = rng.integer(read.length)
    if (read[item] === 0) return item
  }
}

/** Normal with deviation 0.1; no item leads at the start. */
function drawFactors(items: number, d: number, rng: Random): BprFactors {
  const normals = () => Float32Array.from({ length: items * d }, () => 0.1 * rng.normal())
  return { sources: normals(), targets: normals(), biases: new Float32Array(items) }
}
