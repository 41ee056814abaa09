// The same folds for every contender: settings chosen within the training part, quality on what was held back.
import { evaluate } from '@lectern/engine/evaluation/evaluate.ts'
import type { Report } from '../measurement.ts'
import type { Contender, Setting } from './contenders.ts'
import { folds, type Held, type HoldOptions, type holdPairs, type Readers } from './splits.ts'

const metric = 'ndcg@10'

interface FoldsOf {
  readonly readers: Readers
  readonly models: readonly Contender[]
  readonly options: HoldOptions
  readonly report: Report
}

interface Outcome {
  readonly name: string
  readonly mean: number
  readonly recall: number
  /** Mean over the folds a reader was asked in, in the order of reader ids. */
  readonly perReader: Float64Array
  readonly chosen: readonly string[]
}

export async function inFolds(
  hold: typeof holdPairs,
  { readers, models, options, report }: FoldsOf,
): Promise<Outcome[]> {
  const collected = models.map(({ name }) => ({ name, ndcg: new Sums(), recall: new Sums(), chosen: [] as string[] }))
  for (let fold = 0; fold < folds; fold++) {
    const outer = await hold(readers, fold, options)
    const inner = await hold(outer.training, 0, { ...options, seed: `${options.seed} within ${fold}` })
    for (const [m, { name, settings }] of models.entries()) {
      const setting = await bestOf(settings, inner)
      const model = await setting.train(outer)
      const { perReader } = await evaluate(outer.split, model, { name })
      outer.split.readers.forEach((row, t) => {
        const reader = outer.split.train.readerIds.id(row)
        collected[m]!.ndcg.add(reader, perReader[metric]![t]!)
        collected[m]!.recall.add(reader, perReader['recall@10']![t]!)
      })
      collected[m]!.chosen.push(setting.says)
      report.line(`${hold.name}, fold ${fold}, ${name} ${setting.says}: ${collected[m]!.ndcg.mean().toFixed(4)} so far`)
    }
  }
  return collected.map(({ name, ndcg, recall, chosen }) => ({
    name,
    mean: ndcg.mean(),
    recall: recall.mean(),
    perReader: ndcg.means(),
    chosen,
  }))
}

async function bestOf(settings: readonly Setting[], inner: Held): Promise<Setting> {
  let best = { setting: settings[0]!, value: Number.NEGATIVE_INFINITY }
  if (settings.length === 1) return best.setting
  for (const setting of settings) {
    const { perReader } = await evaluate(inner.split, await setting.train(inner), { name: setting.says })
    const values = perReader[metric]!
    const value = values.reduce((sum, one) => sum + one, 0) / values.length
    if (value > best.value) best = { setting, value }
  }
  return best.setting
}

/** Means by reader. */
class Sums {
  readonly #of = new Map<string, { sum: number; count: number }>()

  add(reader: string, value: number): void {
    const { sum, count } = this.#of.get(reader) ?? { sum: 0, count: 0 }
    this.#of.set(reader, { sum: sum + value, count: count + 1 })
  }

  means(): Float64Array {
    const sorted = [...this.#of].sort(([a], [b]) => (a < b ? -1 : 1))
    return Float64Array.from(sorted, ([, { sum, count }]) => sum / count)
  }

  mean(): number {
    const means = this.means()
    return means.reduce((sum, value) => sum + value, 0) / means.length
  }
}
