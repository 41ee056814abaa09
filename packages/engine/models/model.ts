// What a model is: a value trained from interactions that scores its items for a history and can say why.
// One file per algorithm; a model imports no other model. Not here: catalogues, filters, slates (see pipeline/).
// Start at `Algorithm`, then popularity.ts (smallest) and ease.ts. testing/model-contract.ts holds each to the contract.
import type { CancelSignal } from '../data/cancel.ts'
import type { History } from '../data/history.ts'
import type { Interactions } from '../data/interactions.ts'
import type { Vocabulary } from '../data/vocabulary.ts'
import { type KernelPool, serialPool } from '../kernels/kernels.ts'
import type { Random } from '../random/random.ts'

/** A score taken apart: `base` plus all contributions equals the score (1e-5 relative). */
export interface Explanation {
  /** What no history item caused, such as popularity. */
  readonly base: number
  /** Item rows of the history that moved the score, largest first. */
  readonly contributions: readonly Contribution[]
}

export interface Contribution {
  readonly row: number
  readonly contribution: number
}

export interface Model {
  readonly kind: string
  /** Rows of every array below. */
  readonly items: Vocabulary
  /** Whether the same history always scores the same, whenever it is asked: then its scores are kept with the history. */
  readonly timeless?: true
  /** One finite score per item for a history in this model's rows (unknown rows below 0 are ignored) at `now` (Unix ms). */
  score(history: History, now: number): Float32Array
  explain(history: History, row: number, now: number): Explanation
  /** `score` for some rows only, in their order, where that costs less than all. */
  scoreRows?(history: History, rows: Int32Array, now: number): Float32Array | Float64Array
  /** One model file (data/model-file.ts). The same training with the same seed gives the same bytes. */
  save(): Uint8Array
}

interface TrainProgress {
  readonly stage: string
  readonly done: number
  readonly total: number
}

export interface TrainContext {
  readonly rng: Random
  /** Lends kernels with at least `bytes` of arena while `use` runs; `onThisThread`, or threads where there are any. */
  withPool<T>(bytes: number, use: (pool: KernelPool) => Promise<T>): Promise<T>
  readonly signal?: CancelSignal
  /** Awaited, so it may hand the thread back to the event loop. */
  onProgress?(progress: TrainProgress): void | Promise<void>
  /** For algorithms that can go on where they were cut short; the others take no notice. */
  readonly checkpoints?: Checkpoints
}

/** Where a long training leaves its state; gone on from there, it gives the bytes of a training that was never cut short. */
export interface Checkpoints {
  /** The newest state saved by a training of the same interactions and config. */
  readonly resume?: Uint8Array
  /** Called after each epoch and awaited. */
  save(state: Uint8Array): void | Promise<void>
}

/** An algorithm is a name, its published defaults and two functions. Unknown or impossible options throw. */
export interface Algorithm<Config extends object, M extends Model = Model> {
  readonly kind: string
  readonly defaults: Readonly<Config>
  train(interactions: Interactions, config: Config, context: TrainContext): Promise<M>
  /** Reads what `save` wrote, as views on `bytes` where possible. Throws on foreign or damaged bytes. */
  load(bytes: Uint8Array): M
}

/** Kernels for one training on the calling thread. */
export const onThisThread: TrainContext['withPool'] = async (bytes, use) => use(serialPool(bytes))
