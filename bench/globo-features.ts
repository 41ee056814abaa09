import type { History } from '@lectern/engine/data/history.ts'
import { topRows } from '@lectern/engine/data/top-rows.ts'
import { WindowCounts } from '@lectern/engine/data/window-counts.ts'
import type { Prediction } from '@lectern/engine/evaluation/replay-in-time.ts'
import { CoVisitation, type CoVisitationConfig, coVisitation } from '@lectern/engine/models/co-visitation.ts'
import { SessionKnn, sessionKnn } from '@lectern/engine/models/session-knn.ts'
import { type Feature, FeatureTable } from '@lectern/engine/ranker/feature.ts'
import { bySegment } from '@lectern/engine/ranker/features/by-segment.ts'
import { decayedShare } from '@lectern/engine/ranker/features/decayed-share.ts'
import { itemLife } from '@lectern/engine/ranker/features/item-life.ts'
import { type LiveScorer, liveScore } from '@lectern/engine/ranker/features/live-score.ts'
import { type ReaderMoment, ReaderPasts, readerPast } from '@lectern/engine/ranker/features/reader-past.ts'
import { segmentLift } from '@lectern/engine/ranker/features/segment-lift.ts'
import { sessionState } from '@lectern/engine/ranker/features/session-state.ts'
import { basePlace } from './base-place.ts'
import { type GloboClick, type GloboClicks, hour } from './globo-clicks.ts'

const minute = 60_000

/** The ranker orders so many candidates, those with the best base scores; the rest stay below in base order. */
const front = 40

interface GloboMoment extends ReaderMoment {
  readonly session: string
  /** First click of the session: what is known of the reader's device and way in. */
  readonly entry: GloboClick
  /** Base scores of the candidates, best first. */
  readonly base: Float64Array
}

/** Scores of the candidates of one prediction. */
interface Signals {
  readonly prediction: Prediction
  readonly popular: Float64Array
  readonly together: Float64Array
}

/** All that learns click by click, and what it says at a moment. */
export class GloboState {
  readonly table: FeatureTable<GloboClick, GloboMoment>
  readonly learners: readonly { observe(click: GloboClick): void }[]
  readonly #clicks: GloboClicks
  readonly #entries = new Map<string, GloboClick>()
  readonly #day: WindowCounts
  readonly #minutes: WindowCounts
  readonly #together: CoVisitation
  readonly #neighbours: SessionKnn
  #signals: Signals | null = null

  constructor(clicks: GloboClicks) {
    this.#clicks = clicks
    for (const click of clicks.events) if (!this.#entries.has(click.session)) this.#entries.set(click.session, click)
    this.#day = new WindowCounts(clicks.items.size, 24 * hour)
    this.#minutes = new WindowCounts(clicks.items.size, 20 * minute)
    this.#together = this.#coVisits({})
    this.#neighbours = new SessionKnn(clicks.items, { ...sessionKnn.defaults, recentSessions: 500, neighbours: 100 })
    this.table = new FeatureTable(this.#features())
    this.learners = [this.#day, this.#minutes, this.table]
  }

  candidates({ at, context }: Pick<Prediction, 'at' | 'context'>): Int32Array {
    this.#day.moveTo(at)
    return this.#day.rowsWithout(context.items)
  }

  /** Co-visitation forward, half-life 1 h, gap 0.5: the best single model of the reference. */
  single(prediction: Prediction): Float64Array {
    return this.#signalsOf(prediction).together
  }

  /** 0.2 popularity of 20 minutes + 0.8 co-visitation: what is first ranked by. */
  base(prediction: Prediction): Float64Array {
    const { popular, together } = this.#signalsOf(prediction)
    return mixed([0.2, popular], [0.8, together])
  }

  /** .2 popularity + .5 co-visitation + .3 V-SkNN: the best blend of the reference. */
  blend(prediction: Prediction): Float64Array {
    const { popular, together } = this.#signalsOf(prediction)
    const near = unit(this.#neighbours.scoreOthers(prediction.context, prediction.candidates, prediction.session))
    return mixed([0.2, popular], [0.5, together], [0.3, near])
  }

  /** Places of the best candidates by base score, best first, and their features. */
  frontOf(prediction: Prediction): {
    readonly places: Int32Array
    readonly rows: Float32Array
    readonly base: Float64Array
  } {
    const base = this.base(prediction)
    const places = topRows(base, front)
    const { at, session, context, candidates } = prediction
    const entry = this.#entries.get(session)!
    const moment = {
      at,
      session,
      context,
      entry,
      reader: entry.reader,
      base: Float64Array.from(places, (k) => base[k]!),
    }
    return {
      places,
      base,
      rows: this.table.rows(
        moment,
        Int32Array.from(places, (k) => candidates[k]!),
      ),
    }
  }

  /** What several lines rest on, once per prediction. */
  #signalsOf(prediction: Prediction): Signals {
    if (this.#signals?.prediction === prediction) return this.#signals
    const { at, context, candidates } = prediction
    this.#minutes.moveTo(at)
    const popular = unit(this.#minutes.countsOf(candidates))
    this.#signals = { prediction, popular, together: this.#together.scoreRows(context, candidates) }
    return this.#signals
  }

  #features(): Feature<GloboClick, GloboMoment>[] {
    const items = this.#clicks.items.size
    const visits = (config: Partial<CoVisitationConfig>) => this.#coVisits(config)
    const segment = (name: 'os' | 'region' | 'referrer') => ({
      ofEvent: (click: GloboClick) => click[name],
      ofMoment: ({ entry }: GloboMoment) => entry[name],
    })
    const neighbours: LiveScorer<GloboClick, GloboMoment> = {
      observe: (click) => this.#neighbours.observe(click),
      scoreRows: (history: History, rows, { session }) => this.#neighbours.scoreOthers(history, rows, session),
    }
    const onlyLast = { positionDecay: 1e-5 } // the weight of the second newest falls below what is looked at
    return [
      basePlace,
      decayedShare({ items, name: 'popular', halfLives: halfLives('5m', '20m', '1h', '4h', '24h') }),
      decayedShare({
        items,
        name: 'clicked next',
        halfLives: halfLives('10m', '1h', '6h'),
        counts: (click) => this.#entries.get(click.session) !== click,
      }),
      itemLife({ items }),
      liveScore('forward 1h', this.#together),
      liveScore('forward 15m', visits({ halfLifeMs: 15 * minute })),
      liveScore('after the last 30m', visits({ halfLifeMs: 30 * minute, gapFactor: 0.3, ...onlyLast })),
      liveScore('together 2h', visits({ halfLifeMs: 2 * hour, gapFactor: 1, direction: 'symmetric' })),
      liveScore('together 24h', visits({ halfLifeMs: 24 * hour, gapFactor: 1, direction: 'symmetric' })),
      liveScore(
        'forward 2h by referrer',
        bySegment({ make: () => visits({ halfLifeMs: 2 * hour }), ...segment('referrer') }),
      ),
      liveScore('forward 2h by os', bySegment({ make: () => visits({ halfLifeMs: 2 * hour }), ...segment('os') })),
      liveScore('session neighbours', neighbours),
      sessionState(),
      readerPast(new ReaderPasts(100)),
      segmentLift({ items, name: 'os', halfLifeMs: 2 * hour, ...segment('os') }),
      segmentLift({ items, name: 'region', halfLifeMs: 4 * hour, ...segment('region') }),
      segmentLift({ items, name: 'referrer', halfLifeMs: 2 * hour, ...segment('referrer') }),
    ]
  }

  #coVisits(config: Partial<CoVisitationConfig>): CoVisitation {
    return new CoVisitation(this.#clicks.items, { ...coVisitation.defaults, ...config })
  }
}

function halfLives(...names: readonly string[]) {
  return names.map((name) => ({ name, ms: Number.parseInt(name, 10) * (name.endsWith('m') ? minute : hour) }))
}

/** Divided by the sum, in place. */
function unit(scores: Float64Array): Float64Array {
  let sum = 0
  for (let k = 0; k < scores.length; k++) sum += scores[k]!
  for (let k = 0; k < scores.length; k++) scores[k]! /= Math.max(sum, 1e-12)
  return scores
}

/** Weighted sum of score lists of equal length. */
function mixed(...parts: readonly (readonly [weight: number, scores: Float64Array])[]): Float64Array {
  const sum = new Float64Array(parts[0]![1].length)
  for (const [weight, scores] of parts) for (let k = 0; k < sum.length; k++) sum[k]! += weight * scores[k]!
  return sum
}
