import { bootstrapDifference } from '@lectern/engine/evaluation/bootstrap.ts'
import { ndcgPerPrediction, rankMetrics } from '@lectern/engine/evaluation/rank-metrics.ts'
import { rankAmong } from '@lectern/engine/evaluation/replay-in-time.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { type BoostConfig, boostDefaults, trainBoostedTrees } from '@lectern/engine/ranker/boost.ts'
import type { BoostedTrees } from '@lectern/engine/ranker/boosted-trees.ts'
import { ArticlesState } from './articles-features.ts'
import { type DeskdropLog, type DeskdropMoment, readDeskdropLog, replayDeskdrop } from './deskdrop-replay.ts'
import { ExampleList } from './example-list.ts'
import type { Measurement, Report } from './measurement.ts'

const bar = 0.485
/** Chosen on the events from 64 % to 80 % of the log, with training on those before (docs/lab-log.md). */
const config: BoostConfig = {
  ...boostDefaults,
  trees: 190,
  leaves: 15,
  learningRate: 0.1,
  minLeafWeight: 5,
  reg: 5,
  maxBins: 63,
}
/** Of the lists before the test, every so manieth teaches the ranker. */
const everyNth = 2
const bestName = 'recent 12h x itemknn^0.5'

/** What persons of a company read next, ranked by what was learnt before, with counts that each event changes at once. */
export const articles: Measurement = {
  name: 'articles',
  about:
    'deskdrop replayed in time (P3b): first readings after 80 % of the log of persons with at least 5 items, all items with ' +
    'an event are ranked; the learned ranker beside the best lines of the reference',
  async run(report) {
    const log = readDeskdropLog()
    const model = await learn(log, report)
    const { ranks, candidates } = predict(log, model, report)
    const metrics = Object.entries(ranks).map(([name, list]) => ({
      name,
      five: rankMetrics(list, 5),
      ten: rankMetrics(list, 10),
    }))
    const gain = bootstrapDifference(
      ndcgPerPrediction(Float64Array.from(ranks.ranker!), 10),
      ndcgPerPrediction(Float64Array.from(ranks[bestName]!), 10),
      { rng: derive('articles', 'bootstrap') },
    )
    const { ndcg } = rankMetrics(ranks.ranker!, 10)
    return {
      name: 'articles',
      value: round4(ndcg),
      unit: 'NDCG@10',
      peer: bestName,
      ratio: ndcg / rankMetrics(ranks[bestName]!, 10).ndcg,
      bar: `NDCG@10 >= ${bar}, interval of the difference to the best line above 0`,
      holds: ndcg >= bar && gain.low > 0,
      details: {
        predictions: ranks.ranker!.length,
        candidatesOnAverage: Math.round(candidates / ranks.ranker!.length),
        differenceToBest: `${round4(gain.mean)} (${round4(gain.low)} to ${round4(gain.high)})`,
        features: model.features.length,
        trees: config,
      },
      table: {
        head: ['model', 'HR@5', 'HR@10', 'MRR@10', 'NDCG@10'],
        rows: metrics.map(({ name, five, ten }) => [
          name,
          ...[five.hr, ten.hr, ten.mrr, ten.ndcg].map((value) => value.toFixed(4)),
        ]),
      },
    }
  },
}

/** A ranker from the lists before the test; the first tenth of the log only fills the counts. */
async function learn(log: DeskdropLog, report: Report): Promise<BoostedTrees> {
  const state = new ArticlesState(log.items)
  const list = new ExampleList(state.table.columns)
  const from = log.events[Math.floor(0.1 * log.events.length)]!.at
  let lists = 0
  replayDeskdrop(
    log,
    { from, to: log.testFrom },
    {
      learners: state.learners,
      foresee(moment) {
        if (lists++ % everyNth !== 0) return
        const { places, rows } = state.frontOf(moment)
        list.add(rows, places.indexOf(moment.target))
      },
    },
  )
  const examples = list.examples()
  report.line(`${lists} lists before the test, ${examples.groups!.length - 1} of them learnt`)
  return trainBoostedTrees(examples, config, { rng: derive('articles') })
}

function predict(log: DeskdropLog, model: BoostedTrees, report: Report) {
  const state = new ArticlesState(log.items)
  const ranks: Record<string, number[]> = {}
  let candidates = 0
  const keep = (name: string, scores: Float64Array, target: number) => {
    ranks[name] ??= []
    ranks[name].push(target < 0 ? Number.POSITIVE_INFINITY : rankAmong(scores, target))
  }
  replayDeskdrop(
    log,
    { from: log.testFrom, to: Number.POSITIVE_INFINITY },
    {
      learners: state.learners,
      foresee(moment) {
        candidates += moment.candidates.length
        keep('recent popularity half-life 12h', state.recent(moment), moment.target)
        keep(bestName, state.best(moment), moment.target)
        keep('base: recent 12h + 0.3 recent 3h', state.base(moment), moment.target)
        keep('ranker', ranked(state, model, moment), moment.target)
        if (ranks.ranker!.length % 1000 === 0) report.line(`${ranks.ranker!.length} predictions`)
      },
    },
  )
  return { ranks, candidates }
}

/** Base scores, with the front lifted above all others in the order of the ranker. */
function ranked(state: ArticlesState, model: BoostedTrees, moment: DeskdropMoment): Float64Array {
  const { places, rows, base } = state.frontOf(moment)
  const scores = model.score(rows)
  for (let k = 0; k < places.length; k++) base[places[k]!] = 1000 + scores[k]!
  return base
}

const round4 = (value: number) => Number(value.toFixed(4))
