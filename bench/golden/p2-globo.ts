import { mapHistory } from '@lectern/engine/data/history.ts'
import { buildInteractions } from '@lectern/engine/data/interactions.ts'
import type { SessionEvent } from '@lectern/engine/data/open-sessions.ts'
import { alignRows } from '@lectern/engine/data/vocabulary.ts'
import { WindowCounts } from '@lectern/engine/data/window-counts.ts'
import { rankMetrics } from '@lectern/engine/evaluation/rank-metrics.ts'
import { type ReplayScorer, replayInTime } from '@lectern/engine/evaluation/replay-in-time.ts'
import { CoVisitation, type CoVisitationConfig, coVisitation } from '@lectern/engine/models/co-visitation.ts'
import { type Ease, ease } from '@lectern/engine/models/ease.ts'
import { onThisThread } from '@lectern/engine/models/model.ts'
import { SessionKnn, sessionKnn } from '@lectern/engine/models/session-knn.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { type GloboClick, type GloboClicks, globoDays, hour, readGloboClicks } from '../globo-clicks.ts'
import { mix, once, type Scorer, unitOf } from './candidate-scores.ts'
import type { GoldenLine, GoldenProtocol } from './golden-line.ts'
import { p2Reference } from './p2-reference.ts'

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

/** What the scorers read; the same kinds live and as they were before the day. */
interface State {
  readonly pops: Readonly<Record<Window, WindowCounts>>
  readonly covisits: Readonly<Record<string, CoVisitation>>
  readonly knn: SessionKnn
}

export const p2Globo: GoldenProtocol = {
  name: 'P2',
  about: 'globo-clicks, next click of a session, replayed in time: 71,352 predictions',
  async measure(line) {
    const clicks = readGloboClicks()
    line(`${clicks.events.length} clicks, ${clicks.items.size} articles`)
    const ranks = await replay(clicks, line)
    return Object.keys(p2Reference).flatMap((model) => linesOf(model, ranks[model]!))
  },
}

async function replay(
  clicks: GloboClicks,
  line: (text: string) => void,
): Promise<Readonly<Record<string, Float64Array>>> {
  const { from, file } = globoDays.test
  const online: State = {
    pops: mapValues(windows, (windowMs) => new WindowCounts(clicks.items.size, windowMs)),
    covisits: mapValues(variants, (change) => new CoVisitation(clicks.items, { ...coVisitation.defaults, ...change })),
    knn: new SessionKnn(clicks.items, sessionKnn.defaults),
  }
  const wider = new SessionKnn(clicks.items, { ...sessionKnn.defaults, recentSessions: 1000 })
  const { pops, covisits, knn } = online
  let frozen: State | undefined
  const freeze = {
    observe({ at }: SessionEvent) {
      if (at >= from) frozen ??= copyAt(online, from)
    },
  }
  const trained = await trainEase(clicks)
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(0)
  const { ranks, ...totals } = await replayInTime<GloboClick>({
    events: clicks.events,
    predicts: (event, context) => event.file === file && context.length > 0 && event.at < from + 24 * hour,
    learners: [freeze, ...Object.values(pops), ...Object.values(covisits), knn, wider],
    candidates({ at, context }) {
      for (const each of Object.values(pops)) each.moveTo(at)
      return pops['24h'].rowsWithout(context.items)
    },
    scorers: {
      ...scorersOf(() => online, Object.keys(variants), ' online'),
      ...scorersOf(() => frozen!, frozenVariants, ' frozen'),
      'vsknn m=1000 k=100 online': neighboursOf(() => wider),
      'ease 72h frozen': easeScorer(trained, clicks),
    },
    onProgress: (done, total) => {
      if (done % 16_384 === 0 || done === total) line(`${done} of ${total} clicks, ${seconds()} s`)
    },
  })
  const average = (totals.candidates / totals.predictions).toFixed(0)
  line(`${totals.predictions} predictions, ${average} candidates on average, ${totals.misses} targets not among them`)
  return ranks
}

/** The state with all clicks before `at`, by way of the models' own files. */
function copyAt({ pops, covisits, knn }: State, at: number): State {
  for (const each of Object.values(pops)) each.moveTo(at)
  return {
    pops: mapValues(pops, (each) => each.copy()),
    covisits: Object.fromEntries(frozenVariants.map((name) => [name, coVisitation.load(covisits[name]!.save())])),
    knn: sessionKnn.load(knn.save()),
  }
}

function scorersOf(
  state: () => State,
  names: readonly string[],
  when: ' online' | ' frozen',
): Record<string, ReplayScorer> {
  const pop = mapValues(windows, (_, window) => once((p, into) => state().pops[window].countsOf(p.candidates, into)))
  const covisit = (name: string) =>
    once(({ context: history, candidates: rows }, into) => state().covisits[name]!.fillScores({ history, rows, into }))
  const knn = neighboursOf(() => state().knn)
  const main = covisit(best)
  const suffix = when === ' online' ? '' : when
  const scorers: Record<string, ReplayScorer> = {
    [`vsknn m=500 k=100${when}`]: knn,
    [`mix 0.2 pop1h + 0.8 covisit ${best}${suffix}`]: mix([0.2, unitOf(pop['1h'])], [0.8, main]),
  }
  for (const window of Object.keys(windows) as Window[]) scorers[`pop ${window}${when}`] = pop[window]
  for (const name of names) scorers[`covisit ${name}${when}`] = name === best ? main : covisit(name)
  if (when === ' frozen') return scorers
  scorers[`mix 0.2 pop20min + 0.8 covisit ${best}`] = mix([0.2, unitOf(pop['20min'])], [0.8, main])
  for (const window of ['1h', '20min'] as const)
    scorers[`mix 0.2 pop${window} + 0.5 covisit ${best} + 0.3 vsknn`] = mix(
      [0.2, unitOf(pop[window])],
      [0.5, main],
      [0.3, unitOf(knn)],
    )
  scorers[`log1p(pop1h) + 2 log1p(1000 covisit ${best})`] = once((p, into) => {
    const [scores, popular] = [main(p), pop['1h'](p)]
    for (let k = 0; k < into.length; k++) into[k] = log1p(popular[k]!) + 2 * log1p(1000 * scores[k]!)
  })
  return scorers
}

const neighboursOf = (model: () => SessionKnn): Scorer =>
  once(({ context: history, candidates: rows, session }, into) => model().fillScores({ history, rows, into, session }))

const log1p = (x: number) => (x === 0 ? 0 : Math.log1p(x))

/** EASE, reg 100, on the sessions of the 72 hours before the day: articles with 5 clicks, then sessions with 2 of them. */
async function trainEase({ events, items }: GloboClicks): Promise<Ease> {
  const { from } = globoDays.test
  const window = events.filter(({ at }) => at >= from - 72 * hour && at < from)
  const interactions = await buildInteractions(
    () => window.map(({ session, row, at }) => ({ reader: session, item: items.id(row), at, weight: 1 })),
    { minItemReaders: 5, minReaderItems: 2 },
  )
  return ease.train(interactions, { ...ease.defaults, reg: 100 }, { rng: derive('P2'), withPool: onThisThread })
}

function easeScorer(model: Ease, { items }: GloboClicks): Scorer {
  const toModel = alignRows(items, model.items)
  return once(({ context, candidates }, into) => {
    const scores = model.score(mapHistory(context, toModel))
    for (let k = 0; k < into.length; k++) {
      const row = toModel[candidates[k]!]!
      into[k] = row < 0 ? 0 : scores[row]!
    }
  })
}

function linesOf(model: string, ranks: Float64Array): GoldenLine[] {
  const [five, ten] = [rankMetrics(ranks, 5), rankMetrics(ranks, 10)]
  const measured = { 'HR@5': five.hr, 'HR@10': ten.hr, 'MRR@10': ten.mrr, 'NDCG@10': ten.ndcg }
  return Object.entries(measured).map(([metric, value], k) => ({
    protocol: 'P2',
    model,
    metric,
    golden: p2Reference[model]![k]!,
    tolerance: 0.003,
    measured: value,
  }))
}

function mapValues<K extends string, A, B>(
  record: Readonly<Record<K, A>>,
  change: (value: A, key: K) => B,
): Record<K, B> {
  const entries = Object.entries(record) as [K, A][]
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value, key)])) as Record<K, B>
}
