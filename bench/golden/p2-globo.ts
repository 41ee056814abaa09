import type { SessionEvent } from '@lectern/engine/data/open-sessions.ts'
import { WindowCounts } from '@lectern/engine/data/window-counts.ts'
import { rankMetrics } from '@lectern/engine/evaluation/rank-metrics.ts'
import { type Prediction, type ReplayScorer, replayInTime } from '@lectern/engine/evaluation/replay-in-time.ts'
import { CoVisitation, type CoVisitationConfig, coVisitation } from '@lectern/engine/models/co-visitation.ts'
import { type GloboClick, type GloboClicks, globoDays, hour, readGloboClicks } from '../globo-clicks.ts'
import type { GoldenLine, GoldenProtocol } from './golden-line.ts'

/** HR@5, HR@10, MRR@10, NDCG@10 of the reference. */
type Row = readonly [number, number, number, number]

const reference: Readonly<Record<string, Row>> = {
  'pop 1h frozen': [0.1562, 0.1935, 0.0659, 0.0958],
  'pop 4h frozen': [0.1021, 0.1327, 0.0568, 0.0748],
  'pop 24h frozen': [0.0245, 0.0553, 0.0146, 0.0238],
  'covisit sym inf gap 1 frozen': [0.0767, 0.1195, 0.0454, 0.0626],
  'covisit sym 24h gap 1 frozen': [0.0779, 0.1215, 0.0464, 0.0638],
  'covisit fwd 24h gap 1 frozen': [0.0817, 0.1139, 0.0506, 0.0654],
  'covisit fwd 1h gap 0.5 frozen': [0.0855, 0.1228, 0.0537, 0.0699],
  'mix 0.2 pop1h + 0.8 covisit fwd 1h gap 0.5 frozen': [0.1644, 0.2147, 0.0819, 0.113],
  'pop 20min online': [0.3153, 0.458, 0.1942, 0.2559],
  'pop 1h online': [0.3087, 0.4505, 0.1887, 0.2499],
  'pop 4h online': [0.2778, 0.4079, 0.1633, 0.2205],
  'pop 24h online': [0.1626, 0.2442, 0.103, 0.1358],
  'covisit sym inf gap 1 online': [0.3437, 0.4763, 0.2146, 0.276],
  'covisit sym 24h gap 1 online': [0.3494, 0.4823, 0.2184, 0.2805],
  'covisit sym 2h gap 1 online': [0.3712, 0.5078, 0.2323, 0.2971],
  'covisit fwd inf gap 1 online': [0.3618, 0.4861, 0.2272, 0.2882],
  'covisit fwd 24h gap 1 online': [0.3677, 0.4923, 0.2316, 0.293],
  'covisit fwd 6h gap 1 online': [0.3793, 0.503, 0.2405, 0.3025],
  'covisit fwd 2h gap 0.7 online': [0.3949, 0.525, 0.2539, 0.3178],
  'covisit fwd 1h gap 0.5 online': [0.4011, 0.5318, 0.2586, 0.323],
  'log1p(pop1h) + 2 log1p(1000 covisit fwd 1h gap 0.5)': [0.3934, 0.5282, 0.2514, 0.3166],
  'mix 0.2 pop1h + 0.8 covisit fwd 1h gap 0.5': [0.4025, 0.5371, 0.2599, 0.3252],
  'mix 0.2 pop20min + 0.8 covisit fwd 1h gap 0.5': [0.4045, 0.5399, 0.2614, 0.327],
}

const best = 'fwd 1h gap 0.5'
const windows = { '20min': hour / 3, '1h': hour, '4h': 4 * hour, '24h': 24 * hour } as const
type Window = keyof typeof windows
const variants: Readonly<Record<string, Partial<CoVisitationConfig>>> = {
  'sym inf gap 1': { direction: 'symmetric', halfLifeMs: Number.POSITIVE_INFINITY, gapFactor: 1 },
  'sym 24h gap 1': { direction: 'symmetric', halfLifeMs: 24 * hour, gapFactor: 1 },
  'sym 2h gap 1': { direction: 'symmetric', halfLifeMs: 2 * hour, gapFactor: 1 },
  'fwd inf gap 1': { halfLifeMs: Number.POSITIVE_INFINITY, gapFactor: 1 },
  'fwd 24h gap 1': { halfLifeMs: 24 * hour, gapFactor: 1 },
  'fwd 6h gap 1': { halfLifeMs: 6 * hour, gapFactor: 1 },
  'fwd 2h gap 0.7': { halfLifeMs: 2 * hour, gapFactor: 0.7 },
  [best]: { halfLifeMs: hour, gapFactor: 0.5 },
}
const frozenVariants = ['sym inf gap 1', 'sym 24h gap 1', 'fwd 24h gap 1', best]

export const p2Globo: GoldenProtocol = {
  name: 'P2',
  about: 'globo-clicks, next click of a session, replayed in time: 71,352 predictions',
  async measure(line) {
    const clicks = readGloboClicks()
    line(`${clicks.events.length} clicks, ${clicks.items.size} articles`)
    const ranks = await replay(clicks, line)
    return Object.entries(reference).flatMap(([model, row]) => linesOf(model, row, ranks[model]!))
  },
}

async function replay(
  clicks: GloboClicks,
  line: (text: string) => void,
): Promise<Readonly<Record<string, Float64Array>>> {
  const { from, file } = globoDays.test
  const size = clicks.items.size
  const pops = mapValues(windows, (windowMs) => new WindowCounts(size, windowMs))
  const covisits = mapValues(
    variants,
    (config) => new CoVisitation(clicks.items, { ...coVisitation.defaults, ...config }),
  )
  const frozen: { pops: Signals['pops']; covisits: Signals['covisits'] } = { pops, covisits: {} }
  let isFrozen = false
  const freeze = {
    observe({ at }: SessionEvent) {
      if (at < from || isFrozen) return
      isFrozen = true
      line('the state before the day is kept aside')
      for (const each of Object.values(pops)) each.moveTo(from)
      frozen.pops = mapValues(pops, (each) => each.copy())
      frozen.covisits = Object.fromEntries(
        frozenVariants.map((name) => [name, coVisitation.load(covisits[name]!.save())]),
      )
    },
  }
  const started = performance.now()
  const { ranks, ...totals } = await replayInTime<GloboClick>({
    events: clicks.events,
    predicts: (event, context) => event.file === file && context.length > 0 && event.at < from + 24 * hour,
    learners: [freeze, ...Object.values(pops), ...Object.values(covisits)],
    candidates({ at, context }) {
      for (const each of Object.values(pops)) each.moveTo(at)
      return pops['24h'].rowsWithout(context.items)
    },
    scorers: {
      ...scorersOf(() => ({ pops, covisits }), Object.keys(variants), ' online'),
      ...scorersOf(() => frozen, frozenVariants, ' frozen'),
    },
    onProgress: (done, total) => {
      if (done % (4096 * 40) === 0)
        line(`${done} of ${total} clicks, ${((performance.now() - started) / 1000).toFixed(0)} s`)
    },
  })
  line(
    `${totals.predictions} predictions, ${(totals.candidates / totals.predictions).toFixed(0)} candidates on average, ` +
      `${totals.misses} targets not among them, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  )
  return ranks
}

interface Signals {
  readonly pops: Readonly<Record<Window, WindowCounts>>
  readonly covisits: Readonly<Record<string, CoVisitation>>
}

function scorersOf(
  state: () => Signals,
  names: readonly string[],
  suffix: ' online' | ' frozen',
): Record<string, ReplayScorer> {
  const count = (window: Window) => (p: Prediction) => state().pops[window].countsOf(p.candidates)
  const covisit = (name: string) => (p: Prediction) => state().covisits[name]!.scoreRows(p.context, p.candidates)
  const mix = (window: Window) => (p: Prediction) => weightedSum(unit(count(window)(p)), covisit(best)(p))
  const online = suffix === ' online'
  const scorers: Record<string, ReplayScorer> = {
    [`mix 0.2 pop1h + 0.8 covisit ${best}${online ? '' : suffix}`]: mix('1h'),
  }
  for (const window of Object.keys(windows) as Window[]) scorers[`pop ${window}${suffix}`] = count(window)
  for (const name of names) scorers[`covisit ${name}${suffix}`] = covisit(name)
  if (!online) return scorers
  scorers[`mix 0.2 pop20min + 0.8 covisit ${best}`] = mix('20min')
  scorers[`log1p(pop1h) + 2 log1p(1000 covisit ${best})`] = (p) => {
    const scores = covisit(best)(p)
    const popular = count('1h')(p)
    for (let k = 0; k < scores.length; k++) scores[k] = Math.log1p(popular[k]!) + 2 * Math.log1p(1000 * scores[k]!)
    return scores
  }
  return scorers
}

/** Divided by the sum over the candidates, in place. */
function unit(scores: Float64Array): Float64Array {
  let sum = 0
  for (let k = 0; k < scores.length; k++) sum += scores[k]!
  for (let k = 0; k < scores.length; k++) scores[k]! /= Math.max(sum, 1e-12)
  return scores
}

/** 0.2 popular + 0.8 covisit, in place of the latter. */
function weightedSum(popular: Float64Array, covisit: Float64Array): Float64Array {
  for (let k = 0; k < covisit.length; k++) covisit[k] = 0.2 * popular[k]! + 0.8 * covisit[k]!
  return covisit
}

function linesOf(model: string, [hr5, hr10, mrr10, ndcg10]: Row, ranks: Float64Array): GoldenLine[] {
  const [five, ten] = [rankMetrics(ranks, 5), rankMetrics(ranks, 10)]
  const line = (metric: string, golden: number, measured: number): GoldenLine => ({
    protocol: 'P2',
    model,
    metric,
    golden,
    tolerance: 0.003,
    measured,
  })
  return [
    line('HR@5', hr5, five.hr),
    line('HR@10', hr10, ten.hr),
    line('MRR@10', mrr10, ten.mrr),
    line('NDCG@10', ndcg10, ten.ndcg),
  ]
}

function mapValues<K extends string, A, B>(
  record: Readonly<Record<K, A>>,
  change: (value: A, key: K) => B,
): Record<K, B> {
  const entries = Object.entries(record) as [K, A][]
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value, key)])) as Record<K, B>
}
