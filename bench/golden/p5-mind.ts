// P5: impressions of mind-small-sample ranked by what earlier impressions tell: clicks, click rates with a Beta prior, decayed
// ones, age, and the lift from the articles a reader had read. Impressions in order of (time, id); statistics use strictly
// earlier times; ties go to the lower article number.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { betaPosteriors, posteriorMeans, priorOf } from '@lectern/engine/bandits/beta-posterior.ts'
import { ClickLift } from '@lectern/engine/bandits/click-lift.ts'
import { Engagement } from '@lectern/engine/bandits/engagement.ts'
import { evaluateImpressions } from '@lectern/engine/evaluation/evaluate-impressions.ts'
import { impressionOrder } from '@lectern/engine/evaluation/impression-metrics.ts'
import { median } from '../measurement.ts'
import type { GoldenLine, GoldenProtocol } from './golden-line.ts'

const source = fileURLToPath(new URL('../../../shared/data/mind-small-sample/behaviors.tsv.gz', import.meta.url))
const hour = 3_600_000
const tolerance = 0.003

const metrics = ['AUC', 'AUC ties 1/2', 'MRR', 'nDCG@5', 'nDCG@10', 'later half AUC', 'later half nDCG@10'] as const

/** One row per model, in the order of `metrics`. */
const golden: Readonly<Record<string, readonly number[]>> = {
  'clicks so far': [0.5668, 0.5649, 0.2797, 0.2952, 0.3493, 0.5522, 0.3175],
  'shown so far': [0.4917, 0.4917, 0.2324, 0.242, 0.2967, 0.4832, 0.2706],
  'CTR, Beta prior strength 1': [0.6122, 0.6122, 0.3036, 0.3242, 0.3767, 0.5952, 0.3431],
  'CTR, Beta prior strength 3': [0.615, 0.615, 0.306, 0.3264, 0.3788, 0.5987, 0.3453],
  'CTR, Beta prior strength 10': [0.6188, 0.6188, 0.3074, 0.3276, 0.3803, 0.6026, 0.3458],
  'CTR, Beta prior strength 30': [0.6187, 0.6187, 0.3063, 0.3261, 0.3802, 0.6028, 0.3461],
  'CTR, Beta prior strength 100': [0.6157, 0.6156, 0.3028, 0.3215, 0.3756, 0.6005, 0.3419],
  'CTR, Beta prior strength 300': [0.6118, 0.6117, 0.2975, 0.3158, 0.3708, 0.5986, 0.3385],
  'decayed CTR half-life 1h strength 10': [0.6167, 0.6166, 0.3078, 0.3252, 0.3791, 0.5953, 0.3426],
  'decayed CTR half-life 1h strength 30': [0.6161, 0.616, 0.3073, 0.3241, 0.3786, 0.5942, 0.3422],
  'decayed clicks half-life 1h': [0.5778, 0.5768, 0.295, 0.3102, 0.3595, 0.5577, 0.3229],
  'decayed CTR half-life 2h strength 10': [0.6183, 0.6183, 0.3077, 0.3263, 0.38, 0.5991, 0.3439],
  'decayed CTR half-life 2h strength 30': [0.6177, 0.6176, 0.3062, 0.3244, 0.3783, 0.5981, 0.3418],
  'decayed CTR half-life 4h strength 10': [0.6191, 0.6191, 0.3081, 0.3286, 0.3801, 0.6004, 0.3431],
  'decayed CTR half-life 4h strength 30': [0.619, 0.6189, 0.3061, 0.3261, 0.3781, 0.5999, 0.3419],
  'decayed clicks half-life 4h': [0.5671, 0.5661, 0.2818, 0.2978, 0.3493, 0.5533, 0.3165],
  'decayed CTR half-life 12h strength 10': [0.6208, 0.6207, 0.3102, 0.3303, 0.3819, 0.6038, 0.3477],
  'decayed CTR half-life 12h strength 30': [0.6196, 0.6195, 0.3066, 0.3274, 0.3797, 0.6026, 0.3449],
  'decayed CTR half-life 24h strength 10': [0.6198, 0.6197, 0.3088, 0.3289, 0.3813, 0.6021, 0.3465],
  'decayed CTR half-life 24h strength 30': [0.6193, 0.6193, 0.3059, 0.3263, 0.3799, 0.6026, 0.3449],
  'decayed clicks half-life 24h': [0.5671, 0.5661, 0.2802, 0.297, 0.3496, 0.5539, 0.3184],
  'newest first seen first': [0.5179, 0.5178, 0.2376, 0.2457, 0.3046, 0.5231, 0.2887],
  'oldest first seen first': [0.4824, 0.4822, 0.2264, 0.2306, 0.2861, 0.4757, 0.2581],
  'log CTR(30) - 0.05 log2(1 + age/1h)': [0.6201, 0.6201, 0.3057, 0.3264, 0.3796, 0.6048, 0.3449],
  'log CTR(30) - 0.2 log2(1 + age/1h)': [0.6157, 0.6156, 0.3032, 0.3239, 0.3763, 0.6006, 0.3395],
  'log CTR(10) + 0.2 sum log lift(history, strength 3)': [0.6224, 0.6223, 0.3115, 0.3322, 0.3845, 0.6064, 0.3535],
  'log CTR(10) + 0.5 sum log lift(history, strength 3)': [0.6252, 0.6251, 0.313, 0.3344, 0.3864, 0.6094, 0.3557],
  'log CTR(10) + 1.0 sum log lift(history, strength 3)': [0.6233, 0.6232, 0.3105, 0.3306, 0.3845, 0.6071, 0.3534],
  'log CTR(10) + 0.2 sum log lift(history, strength 10)': [0.6211, 0.621, 0.3106, 0.331, 0.3837, 0.6051, 0.3508],
  'log CTR(10) + 0.5 sum log lift(history, strength 10)': [0.622, 0.6219, 0.3119, 0.3323, 0.3848, 0.6065, 0.3546],
  'log CTR(10) + 1.0 sum log lift(history, strength 10)': [0.6223, 0.6222, 0.3126, 0.3335, 0.386, 0.6064, 0.3555],
  "in how many earlier users' histories": [0.5015, 0.4982, 0.2304, 0.2398, 0.2965, 0.4988, 0.2754],
}

export const p5Mind: GoldenProtocol = {
  name: 'P5',
  about: 'mind-small-sample, per impression, statistics of strictly earlier impressions',
  async measure(line) {
    if (!existsSync(source)) {
      line(`P5 is left out: ${source} is not there`)
      return []
    }
    const impressions = readImpressions()
    const measured = await replay(impressions, line)
    const middle = median(impressions.map(({ at }) => at))
    const later = impressions.map(({ at }) => at >= middle)
    return Object.entries(golden).flatMap(([model, references]) => {
      const values = measured.get(model)
      if (values === undefined) throw new Error(`P5: no line ${model}`)
      const all = meansOf(values)
      const half = meansOf(values.filter((_, k) => later[k]))
      const ours = [...all, half[0]!, half[4]!]
      return references.map(
        (reference, which): GoldenLine => ({
          protocol: 'P5',
          model,
          metric: metrics[which]!,
          golden: reference,
          tolerance,
          measured: ours[which]!,
        }),
      )
    })
  },
}

interface Impression {
  readonly id: number
  readonly at: number
  /** Article numbers of the history, each once. */
  readonly read: ReadonlySet<number>
  /** Article numbers as shown, and 1 for each that was clicked. */
  readonly shown: Int32Array
  readonly clicked: Uint8Array
}

function readImpressions(): Impression[] {
  const lines = gunzipSync(readFileSync(source)).toString('utf8').trim().split('\n')
  const impressions = lines.map((text): Impression => {
    const [id, , time, history, list] = text.split('\t') as [string, string, string, string, string]
    const entries = list.trim().split(' ')
    return {
      id: Number(id),
      at: timeOf(time),
      read: new Set(history.split(' ').filter(Boolean).map(numberOf)),
      shown: Int32Array.from(entries, (entry) => numberOf(entry.split('-')[0]!)),
      clicked: Uint8Array.from(entries, (entry) => Number(entry.split('-')[1])),
    }
  })
  return impressions.sort((a, b) => a.at - b.at || a.id - b.id)
}

const numberOf = (article: string) => Number(article.slice(1))

/** `11/12/2019 2:14:46 PM` as if it were UTC. */
function timeOf(text: string): number {
  const [, month, day, year, hours, minutes, seconds, half] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+):(\d+) ([AP])M$/.exec(
    text,
  )!
  const clock = (Number(hours) % 12) + (half === 'P' ? 12 : 0)
  return Date.UTC(Number(year), Number(month) - 1, Number(day), clock, Number(minutes), Number(seconds))
}

/** What the models know; each learns an impression as a whole, before the first one of a later time. */
function createState() {
  return {
    counts: new Engagement(),
    decayed: new Map([1, 2, 4, 12, 24].map((hours) => [hours, new Engagement({ halfLifeMs: hours * hour })])),
    histories: new Engagement(),
    lift: new ClickLift(),
    firstSeen: new Map<number, number>(),
  }
}
type State = ReturnType<typeof createState>

function learn(state: State, { at, read, shown, clicked }: Impression): void {
  for (let k = 0; k < shown.length; k++) {
    const event = { row: shown[k]!, at, shows: 1, clicks: clicked[k]! }
    for (const counts of [state.counts, ...state.decayed.values()]) counts.observe(event)
    if (!state.firstSeen.has(event.row)) state.firstSeen.set(event.row, at)
  }
  for (const row of read) state.histories.observe({ row, at, shows: 1 })
  const expected = clickRates(state.counts, shown, { strength: 10, at, rate: overallRate(state, at) })
  for (let k = 0; k < shown.length; k++)
    state.lift.observe(read, { row: shown[k]!, clicked: clicked[k]!, expected: expected[k]! })
}

function overallRate({ counts }: State, at: number): number {
  const { clicks, shows } = counts.totals(at)
  return shows === 0 ? 0.04 : clicks / shows
}

function clickRates(
  engagement: Engagement,
  rows: Int32Array,
  { strength, at, rate }: { readonly strength: number; readonly at: number; readonly rate: number },
): Float64Array {
  return posteriorMeans(betaPosteriors(engagement.counts(rows, at), priorOf(rate, strength)))
}

/** Scores of the shown articles by every model of the table. */
function score(state: State, { at, read, shown }: Impression): Record<string, Float64Array> {
  const rate = overallRate(state, at)
  const rates = (engagement: Engagement, strength: number) => clickRates(engagement, shown, { strength, at, rate })
  const plain = state.counts.counts(shown, at)
  const firstSeen = Float64Array.from(shown, (article) => state.firstSeen.get(article) ?? at)
  const made: Record<string, Float64Array> = {
    'clicks so far': plain.clicks,
    'shown so far': plain.shows,
    'newest first seen first': firstSeen,
    'oldest first seen first': firstSeen.map((time) => -time),
    "in how many earlier users' histories": state.histories.counts(shown, at).shows,
  }
  for (const strength of [1, 3, 10, 30, 100, 300])
    made[`CTR, Beta prior strength ${strength}`] = rates(state.counts, strength)
  for (const [hours, engagement] of state.decayed) {
    for (const strength of [10, 30])
      made[`decayed CTR half-life ${hours}h strength ${strength}`] = rates(engagement, strength)
    made[`decayed clicks half-life ${hours}h`] = engagement.counts(shown, at).clicks
  }
  const ageHours = firstSeen.map((time) => (at - time) / hour)
  for (const weight of [0.05, 0.2])
    made[`log CTR(30) - ${weight} log2(1 + age/1h)`] = rates(state.counts, 30).map(
      (value, k) => Math.log(value) - weight * Math.log2(1 + ageHours[k]!),
    )
  const logRates = rates(state.counts, 10).map(Math.log)
  for (const strength of [3, 10]) {
    const lifts = Float64Array.from(shown, (article) => state.lift.logLift(read, article, strength))
    for (const weight of [0.2, 0.5, 1])
      made[`log CTR(10) + ${weight.toFixed(1)} sum log lift(history, strength ${strength})`] = logRates.map(
        (value, k) => value + weight * lifts[k]!,
      )
  }
  return made
}

/** For each model the first five metrics of every impression. */
async function replay(
  impressions: readonly Impression[],
  line: (text: string) => void,
): Promise<Map<string, number[][]>> {
  const state = createState()
  let scored: { readonly of: Impression; readonly scores: Record<string, Float64Array> } | undefined
  const scoresOf = (impression: Impression, model: string) => {
    if (scored?.of !== impression) scored = { of: impression, scores: score(state, impression) }
    return scored.scores[model]!
  }
  const scorers = Object.fromEntries(
    Object.keys(golden).flatMap((model) => [
      [model, (impression: Impression) => scoresOf(impression, model)],
      // AUC on the strict order: the same ranking without ties.
      [`${model} ranked`, (impression: Impression) => placesOf(scoresOf(impression, model), impression.shown)],
    ]),
  )
  const { perImpression } = await evaluateImpressions(impressions, {
    scorers,
    learn: (impression) => learn(state, impression),
    tieOrder: ({ shown }) => shown,
    onProgress: (done, total) => {
      if (done % 1024 === 0) line(`P5: ${done} of ${total} impressions`)
    },
  })
  return new Map(
    Object.keys(golden).map((model) => {
      const columns = perImpression[model]!
      const strict = perImpression[`${model} ranked`]!.auc!
      const five = [strict, columns.auc!, columns.mrr!, columns['ndcg@5']!, columns['ndcg@10']!]
      return [model, Array.from(strict.keys(), (k) => five.map((column) => column[k]!))]
    }),
  )
}

/** Minus the rank of each shown article. */
function placesOf(scores: Float64Array, shown: Int32Array): Float64Array {
  const places = new Float64Array(shown.length)
  impressionOrder(scores, shown).forEach((k, rank) => {
    places[k] = -rank
  })
  return places
}

function meansOf(values: readonly number[][]): number[] {
  return [0, 1, 2, 3, 4].map((which) => values.reduce((sum, each) => sum + each[which]!, 0) / values.length)
}
