import { type CancelSignal, stopIfCancelled } from '../data/cancel.ts'
import { impressionAuc, impressionMrr, impressionNdcg, impressionOrder } from './impression-metrics.ts'

/** Items shown together at one time and what became of them. */
interface Impression {
  /** Unix ms. */
  readonly at: number
  /** Item rows as shown. */
  readonly shown: Int32Array
  /** 1 for each that was clicked, else 0. */
  readonly clicked: Uint8Array
}

interface EvaluateImpressionsOptions<I extends Impression> {
  /** Ranked side by side in one pass: one score per shown item, in their order. */
  readonly scorers: Readonly<Record<string, (impression: I) => ArrayLike<number>>>
  /** Learns an impression; called in order, and before anything of a later time is scored. */
  learn?(impression: I): void
  /** Lengths for NDCG; default [5, 10]. */
  readonly ks?: readonly number[]
  /** Breaks equal scores, lower first; default the place where the item was shown. */
  tieOrder?(impression: I): ArrayLike<number>
  readonly signal?: CancelSignal
  /** Called every 256 impressions and awaited. */
  onProgress?(done: number, total: number): void | Promise<void>
}

interface ImpressionEvaluation {
  /** Positions of the impressions that could be measured: those with a click and an item left alone. */
  readonly measured: Int32Array
  /** `perImpression[scorer]['auc'][m]` for `measured[m]`; for intervals and paired differences see bootstrap.ts. */
  readonly perImpression: Readonly<Record<string, Readonly<Record<string, Float64Array>>>>
}

/**
 * Test, then train: each impression is ranked by what was learnt of strictly earlier times, and learnt afterwards. Only what
 * was shown is ranked, as nobody knows what would have become of the rest: no sample, but the whole of the question.
 * Metrics: `auc` (ties one half), `mrr` and `ndcg@k` of MIND. Throws on impressions out of order of time.
 */
export async function evaluateImpressions<I extends Impression>(
  impressions: readonly I[],
  options: EvaluateImpressionsOptions<I>,
): Promise<ImpressionEvaluation> {
  const { scorers, ks = [5, 10], signal } = options
  const measured: number[] = []
  const columns = new Map(Object.keys(scorers).map((name) => [name, new Map<string, number[]>()]))
  let learnt = 0
  for (let k = 0; k < impressions.length; k++) {
    if (k % 256 === 0) {
      stopIfCancelled(signal)
      await options.onProgress?.(k, impressions.length)
    }
    const impression = impressions[k]!
    if (k > 0 && !(impression.at >= impressions[k - 1]!.at))
      throw new RangeError(`evaluateImpressions: impression ${k} is earlier than the one before`)
    for (; impressions[learnt]!.at < impression.at; learnt++) options.learn?.(impressions[learnt]!)
    if (!isMeasurable(impression)) continue
    measured.push(k)
    const tieOrder = options.tieOrder?.(impression)
    for (const [name, scorer] of Object.entries(scorers)) {
      const scores = scorer(impression)
      const order = impressionOrder(scores, tieOrder)
      note(columns.get(name)!, 'auc', impressionAuc(scores, impression.clicked))
      note(columns.get(name)!, 'mrr', impressionMrr(order, impression.clicked))
      for (const n of ks) note(columns.get(name)!, `ndcg@${n}`, impressionNdcg(order, impression.clicked, n))
    }
  }
  await options.onProgress?.(impressions.length, impressions.length)
  const perImpression = Object.fromEntries(
    Array.from(columns, ([name, metrics]) => [
      name,
      Object.fromEntries(Array.from(metrics, ([metric, values]) => [metric, Float64Array.from(values)])),
    ]),
  )
  return { measured: Int32Array.from(measured), perImpression }
}

function isMeasurable({ clicked }: Impression): boolean {
  return clicked.some((value) => value !== 0) && clicked.some((value) => value === 0)
}

function note(columns: Map<string, number[]>, metric: string, value: number): void {
  const known = columns.get(metric)
  if (known === undefined) columns.set(metric, [value])
  else known.push(value)
}
