import { bootstrapDifference } from '@lectern/engine/evaluation/bootstrap.ts'
import { ndcgPerPrediction, rankMetrics } from '@lectern/engine/evaluation/rank-metrics.ts'
import { type Prediction, replayInTime } from '@lectern/engine/evaluation/replay-in-time.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { type BoostConfig, boostDefaults, trainBoostedTrees } from '@lectern/engine/ranker/boost.ts'
import type { BoostedTrees } from '@lectern/engine/ranker/boosted-trees.ts'
import type { Examples } from '@lectern/engine/ranker/examples.ts'
import { ExampleList } from './example-list.ts'
import { type GloboClick, type GloboClicks, globoDays, hour, readGloboClicks } from './globo-clicks.ts'
import { GloboState } from './globo-features.ts'
import type { Measurement, Report } from './measurement.ts'

const bar = { ndcg: 0.344, hr: 0.56 }
/** Chosen on hours 144 to 167, with training on 120 to 143 (docs/lab-log.md). */
const config: BoostConfig = {
  ...boostDefaults,
  trees: 120,
  leaves: 15,
  learningRate: 0.1,
  minLeafWeight: 5,
  reg: 5,
  maxBins: 63,
}
/** Of the two days before the test, every so manieth session teaches the ranker. */
const everyNth = 8

/** Next click on a news site, ranked by what was learnt before, with counts that each click changes at once. */
export const globo: Measurement = {
  name: 'globo',
  about:
    'globo-clicks (P2 online), next click of 41,053 sessions of hours 168 to 191: the learned ranker beside the best single ' +
    'model and the best blend of the reference, all candidates ranked',
  async run(report) {
    const clicks = readGloboClicks()
    const state = new GloboState(clicks)
    const examples = await gather(clicks, state, report)
    report.line(
      `${examples.groups!.length - 1} lists, ${examples.labels.length} rows, ${examples.features.length} features`,
    )
    const model = await trainBoostedTrees(examples, config, { rng: derive('globo') })
    const { ranks, predictions, misses } = await predict(clicks, { state, model }, report)
    const metrics = mapValues(ranks, (list) => [rankMetrics(list, 5), rankMetrics(list, 10)] as const)
    const gain = bootstrapDifference(ndcgPerPrediction(ranks.ranker!, 10), ndcgPerPrediction(ranks[blendName]!, 10), {
      rng: derive('globo', 'bootstrap'),
    })
    const [, ranker] = metrics.ranker!
    return {
      name: 'globo',
      value: round4(ranker.ndcg),
      unit: 'NDCG@10',
      peer: blendName,
      ratio: ranker.ndcg / metrics[blendName]![1].ndcg,
      bar: `NDCG@10 >= ${bar.ndcg}, HR@10 >= ${bar.hr}, interval of the difference to the best blend above 0`,
      holds: ranker.ndcg >= bar.ndcg && ranker.hr >= bar.hr && gain.low > 0,
      details: {
        predictions,
        targetsNotAmongCandidates: misses,
        differenceToBlend: `${round4(gain.mean)} (${round4(gain.low)} to ${round4(gain.high)})`,
        learntFrom: `${examples.groups!.length - 1} lists of hours 120 to 167, every ${everyNth}th session`,
        trees: config,
        mostUsed: mostUsed(model, examples),
      },
      table: {
        head: ['model', 'HR@5', 'HR@10', 'MRR@10', 'NDCG@10'],
        rows: Object.entries(metrics).map(([name, [five, ten]]) => [
          name,
          ...[five.hr, ten.hr, ten.mrr, ten.ndcg].map((value) => value.toFixed(4)),
        ]),
      },
    }
  },
}

const blendName = 'mix .2 pop20min + .5 covisit fwd 1h gap 0.5 + .3 vsknn'

/** Replays everything before the test and keeps the lists of some sessions of the last two days: what the ranker learns. */
async function gather(clicks: GloboClicks, state: GloboState, report: Report): Promise<Examples> {
  const { from } = globoDays.test
  const list = new ExampleList(state.table.columns)
  const chosen = chosenSessions(clicks)
  await replayInTime<GloboClick>({
    events: clicks.events.filter(({ at }) => at < from),
    predicts: ({ session }, context) => context.length > 0 && chosen.has(session),
    learners: state.learners,
    candidates: (moment) => state.candidates(moment),
    scorers: {},
    onPrediction(prediction) {
      const { places, rows } = state.frontOf(prediction)
      list.add(rows, places.indexOf(prediction.target))
    },
    onProgress: progress(report, 'learning'),
  })
  return list.examples()
}

function chosenSessions({ events }: GloboClicks): Set<string> {
  const days = [globoDays.validation.file - 1, globoDays.validation.file]
  const sessions = [...new Set(events.filter(({ file }) => days.includes(file)).map(({ session }) => session))]
  return new Set(sessions.sort().filter((_, k) => k % everyNth === 0))
}

async function predict(
  clicks: GloboClicks,
  { state, model }: { state: GloboState; model: BoostedTrees },
  report: Report,
) {
  const { from, file } = globoDays.test
  return replayInTime<GloboClick>({
    events: clicks.events.filter(({ at }) => at >= from),
    predicts: (click, context) => click.file === file && context.length > 0 && click.at < from + 24 * hour,
    learners: state.learners,
    candidates: (moment) => state.candidates(moment),
    scorers: {
      'covisit fwd 1h gap 0.5': (prediction) => state.single(prediction),
      'mix 0.2 pop20min + 0.8 covisit fwd 1h gap 0.5': (prediction) => state.base(prediction),
      [blendName]: (prediction) => state.blend(prediction),
      ranker: (prediction) => ranked(state, model, prediction),
    },
    onProgress: progress(report, 'predicting'),
  })
}

/** Base scores, with the front lifted above all others in the order of the ranker. */
function ranked(state: GloboState, model: BoostedTrees, prediction: Prediction): Float64Array {
  const { places, rows, base } = state.frontOf(prediction)
  const scores = model.score(rows)
  for (let k = 0; k < places.length; k++) base[places[k]!] = 1000 + scores[k]!
  return base
}

/** Features by what they did to the scores of some rows, as shares. */
function mostUsed(model: BoostedTrees, { values, features }: Examples): string {
  const total = new Float64Array(features.length)
  for (let from = 0; from < values.length; from += 97 * features.length)
    model.explain(values.subarray(from, from + features.length)).contributions.forEach((one, f) => {
      total[f]! += Math.abs(one)
    })
  const all = total.reduce((sum, one) => sum + one, 0)
  return [...total.keys()]
    .sort((a, b) => total[b]! - total[a]!)
    .slice(0, 12)
    .map((f) => `${features[f]} ${((100 * total[f]!) / all).toFixed(0)} %`)
    .join(', ')
}

function progress(report: Report, what: string) {
  const start = performance.now()
  return (done: number, total: number) => {
    if (done % (4096 * 16) === 0 || done === total)
      report.line(`${what}: ${done} of ${total} clicks, ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
}

const round4 = (value: number) => Number(value.toFixed(4))

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}
