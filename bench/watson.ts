// Does knowing the texts help? On the articles of IBM Watson Studio, with what readers' twins would tell taken out.
import { type ContentVectors, joinVectors } from '@lectern/engine/data/content-vectors.ts'
import { alignRows, Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { bootstrapDifference } from '@lectern/engine/evaluation/bootstrap.ts'
import { evaluate } from '@lectern/engine/evaluation/evaluate.ts'
import { collectiveEase } from '@lectern/engine/models/collective-ease.ts'
import { content } from '@lectern/engine/models/content.ts'
import { ease } from '@lectern/engine/models/ease.ts'
import { edlae } from '@lectern/engine/models/edlae.ts'
import { itemKnn } from '@lectern/engine/models/item-knn.ts'
import { type Algorithm, onThisThread } from '@lectern/engine/models/model.ts'
import { popularity } from '@lectern/engine/models/popularity.ts'
import { pureSvd } from '@lectern/engine/models/pure-svd.ts'
import { rp3beta } from '@lectern/engine/models/rp3beta.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { lsaVectors } from '@lectern/engine/text/lsa.ts'
import type { Measurement, Report } from './measurement.ts'
import { readWatson, type WatsonData, withoutTwins } from './watson/data.ts'
import { folds, type Held, type HoldOptions, holdArticles, holdPairs, type Readers } from './watson/splits.ts'

/** A model with the settings to choose from; the choice is made within the training part of each fold. */
interface Contender {
  readonly name: string
  readonly readsContent: boolean
  readonly settings: readonly Setting[]
}

interface Setting {
  readonly says: string
  train(held: Held): ReturnType<Algorithm<object>['train']>
}

const seed = 'watson'
const metric = 'ndcg@10'

export const watson: Measurement = {
  name: 'watson',
  about:
    'ibm-watson-articles: collective EASE over text vectors beside models that know only who read what; articles held back in five seeded folds, warm (some of each reader) and cold (all views of an article).',
  async run(report) {
    const data = await readWatson()
    const readers = withoutTwins(data.readers)
    report.line(`${data.readers.size} readers, ${readers.size} without twins`)
    const models = contenders(await vectorsOf(data, report))
    const options = { seed, catalogue: [...data.texts.keys()].sort() }
    const warm = await inFolds(holdPairs, { readers, models, options, report })
    const cold = await inFolds(holdArticles, { readers, models, options, report })
    const idOnly = models.filter((model) => !model.readsContent).map(({ name }) => warm.find((of) => of.name === name)!)
    const best = idOnly.reduce((a, b) => (b.mean > a.mean ? b : a))
    const hybrid = warm.find(({ name }) => name === 'collective EASE')!
    const gain = bootstrapDifference(hybrid.perReader, best.perReader, { rng: derive(seed, 'bootstrap') })
    const coldOf = (name: string) => cold.find((of) => of.name === name)!
    const blind = models.every((model) => model.readsContent || coldOf(model.name).mean === 0)
    return {
      name: 'watson',
      value: Number(hybrid.mean.toFixed(4)),
      unit: 'NDCG@10 of the hybrid, warm articles',
      peer: `${best.name}, the best model of ids alone`,
      ratio: hybrid.mean / best.mean,
      bar: 'above the best model of ids alone, interval of the difference excluding 0; on cold articles those 0, the hybrid not',
      holds: gain.low > 0 && blind && coldOf(hybrid.name).mean > 0,
      details: {
        difference: `${gain.mean.toFixed(4)} (${gain.low.toFixed(4)} to ${gain.high.toFixed(4)}), paired bootstrap over ${gain.count} readers`,
        warm: 'readers with at least five articles; a fifth of them held back, five folds, so each pair is asked once; full catalogue of 1,328 articles',
        cold: 'every view of a fifth of the articles held back, five folds; a reader is asked for the held ones among the full catalogue',
        settings:
          'chosen in each fold on a further fifth held back from its training part: ' +
          warm.map(({ name, chosen }) => `${name}: ${chosen.join(', ')}`).join('; '),
        twins: `of ${data.readers.size} readers ${data.readers.size - readers.size} were left out as copies of a longer history`,
      },
      table: {
        head: ['model', 'warm NDCG@10', 'warm Recall@10', 'cold NDCG@10', 'cold Recall@10'],
        rows: warm.map(({ name, mean, recall }) => [
          name,
          ...[mean, recall, coldOf(name).mean, coldOf(name).recall].map((value) => value.toFixed(4)),
        ]),
      },
    }
  },
}

/** Titles and texts count alike: a title says in ten words what the text is about. */
async function vectorsOf({ titles, texts }: WatsonData, report: Report): Promise<ContentVectors> {
  const made = (of: ReadonlyMap<string, string>) => lsaVectors(of, { embeddingSize: 256 }, { rng: derive(seed, 'lsa') })
  report.line('vectors of titles and texts')
  return joinVectors([await made(titles), await made(texts)])
}

function contenders(vectors: ContentVectors): readonly Contender[] {
  const context = { rng: derive(seed), withPool: onThisThread }
  const of = <C extends object>(algorithm: Algorithm<C>, changes: readonly Partial<C>[]): Setting[] =>
    changes.map((change) => ({
      says: Object.values(change).join('/') || 'as it is',
      train: ({ split }) => algorithm.train(known(split), { ...algorithm.defaults, ...change }, context),
    }))
  const regs = [20, 50, 100, 200, 500]
  const pairs = [50, 100, 200].flatMap((reg) => [5, 10, 20].map((contentWeight) => ({ reg, contentWeight })))
  return [
    { name: 'popularity', readsContent: false, settings: of(popularity, [{}]) },
    {
      name: 'item-kNN',
      readsContent: false,
      settings: of(
        itemKnn,
        (['plain', 'tfidf', 'bm25'] as const).flatMap((weighting) =>
          [50, 200].map((neighbours) => ({ weighting, neighbours })),
        ),
      ),
    },
    {
      name: 'RP3beta',
      readsContent: false,
      settings: of(
        rp3beta,
        [0.2, 0.4, 0.6].map((beta) => ({ beta })),
      ),
    },
    {
      name: 'PureSVD',
      readsContent: false,
      settings: of(
        pureSvd,
        [16, 32, 64].map((embeddingSize) => ({ embeddingSize })),
      ),
    },
    {
      name: 'EDLAE',
      readsContent: false,
      settings: of(
        edlae,
        [20, 50, 100].flatMap((reg) => [0.2, 0.4, 0.6].map((dropout) => ({ reg, dropout }))),
      ),
    },
    {
      name: 'EASE',
      readsContent: false,
      settings: of(
        ease,
        regs.map((reg) => ({ reg })),
      ),
    },
    { name: 'content', readsContent: true, settings: of(content(vectors), [{}]) },
    { name: 'collective EASE', readsContent: true, settings: of(collectiveEase(vectors), pairs) },
  ]
}

/** The interactions over those articles only that somebody read: what a model of ids has. */
function known({ train }: Held['split']) {
  const read = new Set(train.items)
  const rows = Array.from(train.itemIds.ids.keys()).filter((row) => read.has(row))
  const itemIds = new Vocabulary(rows.map((row) => train.itemIds.id(row)))
  const toKnown = alignRows(train.itemIds, itemIds)
  return { ...train, itemIds, items: train.items.map((row) => toKnown[row]!) }
}

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

async function inFolds(hold: typeof holdPairs, { readers, models, options, report }: FoldsOf): Promise<Outcome[]> {
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
