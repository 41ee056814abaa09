import type { History } from '@lectern/engine/data/history.ts'
import { topRows } from '@lectern/engine/data/top-rows.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { CoVisitation, type CoVisitationConfig, coVisitation } from '@lectern/engine/models/co-visitation.ts'
import { type Feature, FeatureTable } from '@lectern/engine/ranker/feature.ts'
import { alikeReaders } from '@lectern/engine/ranker/features/alike-readers.ts'
import { DecayedCounts, decayedShare } from '@lectern/engine/ranker/features/decayed-share.ts'
import { itemLife } from '@lectern/engine/ranker/features/item-life.ts'
import { liveScore } from '@lectern/engine/ranker/features/live-score.ts'
import { passedOver } from '@lectern/engine/ranker/features/passed-over.ts'
import { segmentLift } from '@lectern/engine/ranker/features/segment-lift.ts'
import { sessionState } from '@lectern/engine/ranker/features/session-state.ts'
import { sinceVisit } from '@lectern/engine/ranker/features/since-visit.ts'
import { basePlace } from './base-place.ts'
import type { DeskdropEvent, DeskdropMoment } from './deskdrop-replay.ts'

const hour = 3_600_000
const day = 24 * hour

/** The ranker orders so many candidates, those with the best base scores; the rest stay below in base order. */
const front = 50

interface ArticlesMoment extends DeskdropMoment {
  /** Base scores of the candidates, best first. */
  readonly base: Float64Array
}

/** All that learns event by event from the DeskDrop log, and what it says at a moment. */
export class ArticlesState {
  readonly table: FeatureTable<DeskdropEvent, ArticlesMoment>
  readonly learners: readonly { observe(event: DeskdropEvent): void }[]
  readonly #halfDay: DecayedCounts
  readonly #hours: DecayedCounts
  readonly #together: CoReaders

  constructor(items: number) {
    this.#halfDay = new DecayedCounts(items, 12 * hour)
    this.#hours = new DecayedCounts(items, 3 * hour)
    this.#together = new CoReaders(items)
    this.table = new FeatureTable(features(items))
    this.learners = [...[this.#halfDay, this.#hours, this.#together].map(learnsFirst), this.table]
  }

  /** Popularity with a half-life of 12 h: the best single model of the reference. */
  recent({ candidates }: DeskdropMoment): Float64Array {
    return Float64Array.from(candidates, (row) => this.#halfDay.share(row))
  }

  /** The same times the root of item-kNN (cosine of readers, all neighbours): the best line of the reference. */
  best(moment: DeskdropMoment): Float64Array {
    const near = this.#together.scoreRows(moment.context, moment.candidates)
    return this.recent(moment).map((score, k) => score * Math.sqrt(near[k]! + 1e-9))
  }

  /** Popularity of half a day with some of the last hours: what is first ranked by. */
  base(moment: DeskdropMoment): Float64Array {
    return Float64Array.from(moment.candidates, (row) => this.#halfDay.share(row) + 0.3 * this.#hours.share(row))
  }

  /** Places of the best candidates by base score, best first, and their features. */
  frontOf(moment: DeskdropMoment): {
    readonly places: Int32Array
    readonly rows: Float32Array
    readonly base: Float64Array
  } {
    const base = this.base(moment)
    const places = topRows(base, front)
    const rows = Int32Array.from(places, (k) => moment.candidates[k]!)
    return {
      places,
      base,
      rows: this.table.rows({ ...moment, base: Float64Array.from(places, (k) => base[k]!) }, rows),
    }
  }
}

function features(items: number): Feature<DeskdropEvent, ArticlesMoment>[] {
  const vocabulary = new Vocabulary(Array.from({ length: items }, (_, row) => String(row).padStart(6, '0')))
  /** Co-reading over all visits of a person. */
  const coReading = (name: string, config: Partial<CoVisitationConfig>) => {
    const model = new CoVisitation(vocabulary, {
      ...coVisitation.defaults,
      gapFactor: 1,
      idleMs: Number.POSITIVE_INFINITY,
      maxSession: 20,
      ...config,
    })
    return liveScore<DeskdropEvent, ArticlesMoment>(name, {
      observe: (event) => event.first && model.observe({ ...event, session: event.reader }),
      scoreRows: (history: History, rows) => model.scoreRows(history, rows),
    })
  }
  const life = itemLife<DeskdropEvent, ArticlesMoment>({ items })
  const isFirst = ({ first }: DeskdropEvent) => first
  return [
    basePlace,
    decayedShare({ items, name: 'new readers', counts: isFirst, halfLives: halfLives(1, 3, 12, 24, 72, 336) }),
    decayedShare({ items, name: 'events', halfLives: halfLives(1, 6, 24) }),
    decayedShare({ items, name: 'liked', counts: ({ kind }) => kind !== 'VIEW', halfLives: halfLives(12, 72) }),
    { ...life, ...learnsFirst(life) },
    coReading('together 7d', { halfLifeMs: 7 * day, direction: 'symmetric', positionDecay: 0.8 }),
    coReading('forward 1d', { halfLifeMs: day, gapFactor: 0.7 }),
    coReading('together', {
      halfLifeMs: Number.POSITIVE_INFINITY,
      direction: 'symmetric',
      positionDecay: 0.95,
      maxSession: 200,
    }),
    sessionState(),
    sinceVisit(),
    passedOver(items),
    alikeReaders(items),
    segmentLift({ items, name: 'country', halfLifeMs: 2 * day, ofEvent: (e) => e.country, ofMoment: (m) => m.country }),
    segmentLift({ items, name: 'region', halfLifeMs: 2 * day, ofEvent: (e) => e.region, ofMoment: (m) => m.region }),
  ]
}

/** Learns from the first meeting of a person and an item alone. */
const learnsFirst = (learner: { observe(event: DeskdropEvent): void }) => ({
  observe: (event: DeskdropEvent) => event.first && learner.observe(event),
})

const halfLives = (...hours: readonly number[]) => hours.map((count) => ({ name: `${count}h`, ms: count * hour }))

/** Item-kNN live: readers two items have in common / sqrt(readers of one x readers of the other), all neighbours. */
class CoReaders {
  readonly #items: number
  readonly #common: Int32Array
  readonly #readers: Int32Array
  readonly #pasts = new Map<string, number[]>()

  constructor(items: number) {
    this.#items = items
    this.#common = new Int32Array(items * items)
    this.#readers = new Int32Array(items)
  }

  observe({ reader, row }: DeskdropEvent): void {
    const past = this.#pasts.get(reader) ?? []
    this.#pasts.set(reader, past)
    for (const other of past) {
      this.#common[other * this.#items + row]!++
      this.#common[row * this.#items + other]!++
    }
    past.push(row)
    this.#readers[row]!++
  }

  scoreRows({ items }: History, rows: Int32Array): Float64Array {
    const scores = new Float64Array(rows.length)
    for (const item of items) {
      const scale = 1 / Math.sqrt(this.#readers[item]!)
      for (let k = 0; k < rows.length; k++) scores[k]! += this.#common[item * this.#items + rows[k]!]! * scale
    }
    for (let k = 0; k < rows.length; k++) scores[k]! /= Math.sqrt(this.#readers[rows[k]!]!)
    return scores
  }
}
