// From the log to a published model: snapshot → evaluate → train → publish, in one function. Start at `train`.
// Not here: the algorithms and the metrics (engine/models, engine/evaluation) and who uses the model (recommend).
import { buildInteractions } from '@lectern/engine/data/interactions.ts'
import { timeQuantile } from '@lectern/engine/evaluation/split.ts'
import type { TrainContext } from '@lectern/engine/models/model.ts'
import { algorithms, type NamedAlgorithm } from '@lectern/engine/models/models.ts'
import { popularity } from '@lectern/engine/models/popularity.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { engineVersion, type PublishedModel } from './card.ts'
import { type Candidate, type Comparison, compare, trainCandidate } from './compare.ts'
import { openKernelThreads } from './kernel-threads.ts'
import { refuseTooLarge, type TrainingSize, trainingBytes } from './memory.ts'
import { publishModel } from './models.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'
import { withTrainingLock } from './training-lock.ts'

export type { PublishedModel } from './card.ts'
export { loadModel, markBroken, modelVersion, publishedModel, retiredModels, verifyModel } from './models.ts'
export { historyWeight } from './recency.ts'

/** What a reader's list can be put in order by. */
export const personalModels: readonly NamedAlgorithm[] = algorithms.filter(({ kind }) => kind !== popularity.kind)

/** The present of a log is where nearly all of it lies before: a few wrong clocks must not make everything old. */
const presentQuantile = 0.999

interface TrainOptions {
  /** Share done, 0 to 1, and what is being done. */
  onProgress?(share: number, stage: string): void
  /** Called once the log is read, before memory is taken for learning. */
  onPlan?(plan: TrainingPlan): void
  readonly signal?: AbortSignal
  /** Default config.training.threads. */
  readonly threads?: number
  /** Time of the split: a share of the interactions (default 0.8), or Unix milliseconds. */
  readonly split?: { readonly fraction: number } | { readonly at: number }
  /** Kinds of models; default config.training.model. `train` publishes the first. */
  readonly models?: readonly string[]
}

/** How much there is and how much memory it takes: known before any is taken. */
export interface TrainingPlan extends TrainingSize {
  readonly bytes: number
}

/** @throws Failure when there is nothing to learn from, or more than training.memoryMb allows. */
function planOf(kernel: Kernel, snapshot: Snapshot, candidates: readonly Candidate[]): TrainingPlan {
  const { interactions, readers, items } = snapshot
  if (readers < 2 || items < 2) {
    throw new Failure(
      'data',
      `There is nothing to learn from: ${interactions} interactions of ${readers} readers with ${items} items.`,
      {
        advice: 'Import a history with `lectern import`, or start with the sample: `lectern serve` on an empty folder.',
      },
    )
  }
  const size = { interactions, readers, items, ...modelSize(candidates, items) }
  refuseTooLarge(size, kernel.config.training.memoryMb)
  return { ...size, bytes: trainingBytes(size) }
}

/**
 * Trains on the whole log and publishes the result; what a split in time says about it goes on its card. Nothing is
 * published when it fails or `signal` is aborted.
 */
export async function train(kernel: Kernel, options: TrainOptions = {}): Promise<PublishedModel> {
  return await withTrainingLock(kernel, async () => {
    const tell = options.onProgress ?? (() => undefined)
    const candidates = candidatesOf(kernel, options).slice(0, 1)
    const candidate = candidates[0]!
    const snapshot = await snapshotOf(kernel, candidates, options)
    const context = contextOf(kernel, options)
    const evaluation = await compare(snapshot.source, {
      candidates,
      split: options.split ?? { fraction: 0.8 },
      context,
      onProgress: (share, stage) => tell(0.1 + 0.6 * share, stage),
    })
    tell(0.7, 'training on everything')
    const halfLifeMs = evaluation?.halfLives[candidate.algorithm.kind] ?? null
    const interactions = await buildInteractions(snapshot.source)
    const now = await timeQuantile(snapshot.source, presentQuantile)
    const model = await trainCandidate(interactions, candidate, { now, halfLifeMs, context })
    options.signal?.throwIfAborted()
    tell(0.95, 'publishing')
    const { source: _, ...data } = snapshot
    const card = {
      algorithm: candidate.algorithm.kind,
      settings: candidate.settings,
      items: model.items.size,
      halfLifeMs,
      data,
      evaluation: evaluation && { report: evaluation.report, sentences: evaluation.sentences },
      engine: engineVersion,
    }
    const published = await publishModel(kernel, model, { card, ...(options.signal && { signal: options.signal }) })
    kernel.log.info({ version: published.version, items: card.items, bytes: published.card.bytes }, 'model published')
    return published
  })
}

/** Measures without publishing. Null when the data is too small to hold anything back. */
export async function evaluateData(kernel: Kernel, options: TrainOptions = {}): Promise<Comparison | null> {
  const candidates = candidatesOf(kernel, options)
  const snapshot = await snapshotOf(kernel, candidates, options)
  return await compare(snapshot.source, {
    candidates,
    split: options.split ?? { fraction: 0.8 },
    context: contextOf(kernel, options),
    onProgress: (share, stage) => options.onProgress?.(0.1 + 0.9 * share, stage),
  })
}

/** Reads the log; states what training on it takes before taking it, and refuses what is too much. */
async function snapshotOf(kernel: Kernel, candidates: readonly Candidate[], options: TrainOptions): Promise<Snapshot> {
  options.onProgress?.(0, 'reading the history')
  const snapshot = await takeSnapshot(kernel, {
    ...(options.signal && { signal: options.signal }),
    onProgress: (interactions) =>
      refuseTooLarge({ interactions, readers: 0, items: 0, paired: 0, itemBytes: 0 }, kernel.config.training.memoryMb),
  })
  const plan = planOf(kernel, snapshot, candidates)
  kernel.log.info({ ...plan, allowedMb: kernel.config.training.memoryMb }, 'training planned')
  options.onPlan?.(plan)
  return snapshot
}

/** The configured settings are the configured model's; another one is trained with its published defaults. */
function candidatesOf({ config }: Kernel, { models }: TrainOptions): Candidate[] {
  const { model, settings, maxItems, memoryMb } = config.training
  return (models ?? [model]).map((kind) => {
    const algorithm = personal(kind)
    const chosen = kind === model ? settings : {}
    const limits = { maxItems, memoryBytes: memoryMb * 1e6 }
    const limited = Object.entries(limits).filter(([name]) => name in algorithm.defaults)
    return { algorithm, settings: { ...Object.fromEntries(limited), ...chosen } }
  })
}

/** @throws Failure 'config' naming the models there are. */
function personal(kind: string): NamedAlgorithm {
  const found = personalModels.find((each) => each.kind === kind)
  if (found !== undefined) return found
  throw new Failure('config', `There is no personal model "${kind}".`, {
    advice: `Known: ${personalModels.map((each) => each.kind).join(', ')}. Popularity is always measured beside them.`,
  })
}

function modelSize(candidates: readonly Candidate[], items: number): Pick<TrainingSize, 'paired' | 'itemBytes'> {
  const sizes = candidates.map(({ algorithm: { defaults }, settings }) => {
    const of = (name: string): number => Number(settings[name] ?? defaults[name] ?? 0)
    return { paired: Math.min(of('maxItems'), items), itemBytes: 12 * of('neighbours') + 8 * of('embeddingSize') }
  })
  return {
    paired: Math.max(...sizes.map((size) => size.paired)),
    itemBytes: Math.max(...sizes.map((size) => size.itemBytes)),
  }
}

function contextOf(kernel: Kernel, options: TrainOptions): TrainContext {
  const threads = options.threads ?? kernel.config.training.threads
  return {
    rng: derive('training'),
    ...(options.signal && { signal: options.signal }),
    async withPool(bytes, use) {
      const pool = await openKernelThreads({ threads, bytes })
      try {
        return await use(pool)
      } finally {
        await pool.close()
      }
    },
    // Hands the thread back now and then: a server trains and serves at once.
    onProgress: () => new Promise((done) => setImmediate(done)),
  }
}
