// Does knowing the texts help? On the articles of IBM Watson Studio, with what readers' twins would tell taken out.
import { type ContentVectors, joinVectors } from '@lectern/engine/data/content-vectors.ts'
import { bootstrapDifference } from '@lectern/engine/evaluation/bootstrap.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { lsaVectors } from '@lectern/engine/text/lsa.ts'
import type { Measurement, Report } from './measurement.ts'
import { contenders } from './watson/contenders.ts'
import { readWatson, type WatsonData, withoutTwins } from './watson/data.ts'
import { inFolds } from './watson/folds.ts'
import { holdArticles, holdPairs } from './watson/splits.ts'

const seed = 'watson'

export const watson: Measurement = {
  name: 'watson',
  about:
    'ibm-watson-articles: collective EASE over text vectors beside models that know only who read what; articles held back in five seeded folds, warm (some of each reader) and cold (all views of an article).',
  async run(report) {
    const data = await readWatson()
    const readers = withoutTwins(data.readers)
    report.line(`${data.readers.size} readers, ${readers.size} without twins`)
    const models = contenders(seed, await vectorsOf(data, report))
    const options = { seed, catalogue: [...data.texts.keys()].sort() }
    const warm = await inFolds(holdPairs, { readers, models, options, report })
    // Models of ids have no list to choose settings by.
    const settled = models.map((model) =>
      model.readsContent ? model : { ...model, settings: model.settings.slice(0, 1) },
    )
    const cold = await inFolds(holdArticles, { readers, models: settled, options, report })
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
