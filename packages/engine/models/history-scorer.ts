import type { History } from '../data/history.ts'
import type { Vocabulary } from '../data/vocabulary.ts'
import type { Contribution, Explanation } from './model.ts'

/** A model that lives elsewhere: a function from histories to scores, such as an ONNX session or a service. */
export interface HistoryScorer {
  readonly kind: string
  readonly items: Vocabulary
  /** One row of `items.size` scores per history, row after row. Histories are in this scorer's rows and not empty. */
  score(histories: readonly History[], now: number): Promise<Float32Array>
}

interface AskOptions {
  /** Unix ms. */
  readonly now: number
  /** So many newest entries of the history get a reason of their own; each costs one more history. Default 5. */
  readonly reasons?: number
}

/** What `askAhead` was told, in the shape of a model for the pipeline; it knows the one history it was asked for. */
interface AskedModel {
  readonly kind: string
  readonly items: Vocabulary
  score(history: History): Float32Array
  explain(history: History, row: number): Explanation
}

/**
 * Asks a scorer before a slate is made, as a pipeline waits for nobody. The scorer is a black box: its reasons are what
 * each newest entry changed when it came (score of the history up to it minus that of the history before), the first of
 * them with all that is older. So they sum to the score, for any function. One batch of `reasons` histories.
 * Throws when the answer has another size or holds a number that is not finite, naming the scorer.
 */
export async function askAhead(scorer: HistoryScorer, history: History, options: AskOptions): Promise<AskedModel> {
  const { now, reasons = 5 } = options
  if (!(Number.isInteger(reasons) && reasons >= 1))
    throw new RangeError(`askAhead: reasons is ${reasons}; it must be a whole number, 1 or more`)
  const { kind, items } = scorer
  const n = items.size
  const known = knownOf(history, n)
  const prefixes = prefixesOf(known, reasons)
  const answer = prefixes.length === 0 ? new Float32Array(n) : await scorer.score(prefixes, now)
  if (answer.length !== Math.max(1, prefixes.length) * n)
    throw new Error(`${kind}: answered ${answer.length} scores for ${prefixes.length} histories and ${n} items`)
  if (!answer.every(Number.isFinite)) throw new Error(`${kind}: answered a score that is not finite`)
  const check = (asked: History) => {
    const again = knownOf(asked, n).items
    if (again.length !== known.items.length || again.some((row, k) => row !== known.items[k]))
      throw new Error(`${kind}: it was asked for another history`)
  }
  return {
    kind,
    items,
    score(asked) {
      check(asked)
      return answer.slice(answer.length - n)
    },
    explain(asked, row) {
      check(asked)
      items.id(row)
      const contributions = prefixes.map((prefix, k): Contribution => {
        const before = k === 0 ? 0 : answer[(k - 1) * n + row]!
        return { row: prefix.items.at(-1)!, contribution: answer[k * n + row]! - before }
      })
      contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
      return { base: 0, contributions }
    },
  }
}

function knownOf({ items, weights, at }: History, n: number): History {
  const kept = Array.from(items.keys()).filter((k) => items[k]! >= 0 && items[k]! < n)
  return {
    items: Int32Array.from(kept, (k) => items[k]!),
    weights: Float32Array.from(kept, (k) => weights[k]!),
    at: Float64Array.from(kept, (k) => at[k]!),
  }
}

/** The history up to each of its newest entries, the whole last. */
function prefixesOf(history: History, reasons: number): History[] {
  const length = history.items.length
  return Array.from({ length: Math.min(reasons, length) }, (_, k) => {
    const end = length - Math.min(reasons, length) + k + 1
    return {
      items: history.items.subarray(0, end),
      weights: history.weights.subarray(0, end),
      at: history.at.subarray(0, end),
    }
  })
}
