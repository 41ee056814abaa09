import { type CancelSignal, stopIfCancelled } from '../data/cancel.ts'
import type { Random } from '../random/random.ts'
import { type Bins, binColumns, fitBins } from './bins.ts'
import { BoostedTrees } from './boosted-trees.ts'
import { checkExamples, type Examples } from './examples.ts'
import { addLeaves, Grower } from './grow.ts'
import type { BinnedRows } from './histogram.ts'
import { lambdamart } from './lambdamart.ts'
import { logistic, type Objective, squared } from './objective.ts'
import { addTree, type Tree } from './tree.ts'

export interface BoostConfig {
  /** `squared`: regression. `logistic`: the chance of label 1. `lambdamart`: the order of lists. */
  readonly objective: 'squared' | 'logistic' | 'lambdamart'
  readonly trees: number
  /** Most leaves of a tree. */
  readonly leaves: number
  readonly maxDepth: number
  /** Share of each tree's answer that is kept (shrinkage), above 0, at most 1. */
  readonly learningRate: number
  /** L2 penalty on leaf values. */
  readonly reg: number
  /** Least sum of the loss's second derivatives in a leaf. */
  readonly minLeafWeight: number
  /** Least gain of a split. */
  readonly minGain: number
  /** Bins per feature beside the one of missing values, 2 to 255. */
  readonly maxBins: number
  /** Share of the rows each tree sees, drawn anew for each. */
  readonly rowShare: number
  /** Share of the features each tree may ask, drawn anew for each. */
  readonly featureShare: number
  /** `lambdamart`: places of the list that matter. */
  readonly truncation: number
  /** With a validation part: stop after so many trees without a better loss there. */
  readonly patience: number
}

export const boostDefaults: BoostConfig = {
  objective: 'lambdamart',
  trees: 200,
  leaves: 31,
  maxDepth: 12,
  learningRate: 0.1,
  reg: 1,
  minLeafWeight: 1,
  minGain: 0,
  maxBins: 255,
  rowShare: 1,
  featureShare: 1,
  truncation: 10,
  patience: 30,
}

export interface BoostContext {
  readonly rng: Random
  /** Later examples than those of training; early stopping looks at them, no tree is grown on them. */
  readonly validation?: Examples
  readonly signal?: CancelSignal
  /** Awaited after each tree; losses are those of the objective. */
  onProgress?(progress: { trees: number; of: number; validationLoss: number | null }): void | Promise<void>
}

/**
 * Gradient-boosted trees on histograms: each tree is grown on the derivatives of the loss at the scores so far.
 * Friedman, "Greedy function approximation", Annals of Statistics 2001; Ke et al., "LightGBM", NIPS 2017.
 *
 * O(trees x rows x features x depth) at worst. Use it to order a few hundred candidates by features that single models
 * cannot weigh: several models' scores, freshness, context. The same examples, config and seed give the same bytes.
 * Throws on examples that do not fit and on options out of range, naming them.
 */
export async function trainBoostedTrees(
  examples: Examples,
  config: BoostConfig,
  context: BoostContext,
): Promise<BoostedTrees> {
  checkConfig(config)
  checkExamples(examples)
  const bins = fitBins(examples, config.maxBins)
  const train = sideOf(examples, { bins, config })
  const held = context.validation && heldOut(examples, context.validation, { bins, config })
  const [grower, trees] = [new Grower(config), [] as Tree[]]
  let best = { loss: Number.POSITIVE_INFINITY, trees: 0 }
  while (trees.length < config.trees) {
    stopIfCancelled(context.signal)
    train.objective.derive(train.scores, train.data.pairs)
    const draw = context.rng.derive('tree', trees.length)
    const features = sample(examples.features.length, config.featureShare, draw.derive('features'))
    const rows = sample(examples.labels.length, config.rowShare, draw.derive('rows'))
    const grown = grower.grow({ data: train.data, bins, features, rows })
    const { tree } = grown
    if (tree.left.length === 1 && config.rowShare === 1 && config.featureShare === 1) break // nothing left to split
    trees.push(tree)
    if (config.rowShare === 1) addLeaves(grown, rows, train.scores)
    else addTree(tree, train.data, train.scores)
    let validationLoss: number | null = null
    if (held !== undefined) {
      addTree(tree, held.data, held.scores)
      validationLoss = held.objective.loss(held.scores)
      if (validationLoss < best.loss) best = { loss: validationLoss, trees: trees.length }
    }
    await context.onProgress?.({ trees: trees.length, of: config.trees, validationLoss })
    if (held !== undefined && trees.length - best.trees >= config.patience) break
  }
  const kept = held === undefined ? trees : trees.slice(0, best.trees)
  return BoostedTrees.of(examples.features, train.objective.start, kept)
}

interface Side {
  readonly data: BinnedRows
  readonly objective: Objective
  readonly scores: Float64Array
}

function sideOf(examples: Examples, { bins, config }: { bins: Bins; config: BoostConfig }): Side {
  const rows = examples.labels.length
  const objective = { squared, logistic, lambdamart }[config.objective](examples, config)
  const data = {
    columns: binColumns(examples, bins),
    pairs: new Float32Array(2 * rows),
    first: bins.first,
  }
  return { data, objective, scores: new Float64Array(rows).fill(objective.start) }
}

/** The validation part, scored from the start of training. */
function heldOut(train: Examples, validation: Examples, on: { bins: Bins; config: BoostConfig }): Side {
  checkExamples(validation)
  if (validation.features.join('\n') !== train.features.join('\n'))
    throw new RangeError('boosted trees: the validation part has other features than the training part')
  const side = sideOf(validation, on)
  side.scores.fill({ squared, logistic, lambdamart }[on.config.objective](train, on.config).start)
  return side
}

/** Ascending numbers below `count`, each with chance `share`, at least one. */
function sample(count: number, share: number, rng: Random): Int32Array {
  const drawn = new Int32Array(count)
  let size = 0
  for (let k = 0; k < count; k++) if (share === 1 || rng.uniform() < share) drawn[size++] = k
  if (size === 0) drawn[size++] = rng.integer(count)
  return drawn.subarray(0, size)
}

const ranges: Readonly<
  Record<Exclude<keyof BoostConfig, 'objective'>, readonly [least: number, most: number, whole: boolean]>
> = {
  trees: [1, 1e6, true],
  leaves: [2, 65_536, true],
  maxDepth: [1, 1e6, true],
  learningRate: [1e-6, 1, false],
  reg: [0, 1e12, false],
  minLeafWeight: [1e-12, 1e12, false],
  minGain: [0, 1e12, false],
  maxBins: [2, 255, true],
  rowShare: [1e-9, 1, false],
  featureShare: [1e-9, 1, false],
  truncation: [1, 1e6, true],
  patience: [1, 1e9, true],
}

function checkConfig(config: BoostConfig): void {
  if (!['squared', 'logistic', 'lambdamart'].includes(config.objective))
    throw new RangeError(`boosted trees: objective is ${config.objective}; it must be squared, logistic or lambdamart`)
  for (const [name, [least, most, whole]] of Object.entries(ranges)) {
    const value = config[name as keyof typeof ranges]
    if (!(value >= least && value <= most && (!whole || Number.isInteger(value))))
      throw new RangeError(
        `boosted trees: ${name} is ${value}; it must be ${whole ? 'a whole number ' : ''}from ${least} to ${most}`,
      )
  }
  for (const name of Object.keys(config))
    if (!(name in boostDefaults)) throw new RangeError(`boosted trees: there is no option ${name}`)
}
