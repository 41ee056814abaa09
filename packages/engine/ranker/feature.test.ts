import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../data/history.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { CoVisitation, coVisitation } from '../models/co-visitation.ts'
import { derive } from '../random/random.ts'
import { boostDefaults, trainBoostedTrees } from './boost.ts'
import { type Feature, FeatureTable } from './feature.ts'
import { alikeReaders } from './features/alike-readers.ts'
import { bySegment } from './features/by-segment.ts'
import { decayedShare } from './features/decayed-share.ts'
import { itemGroup } from './features/item-group.ts'
import { itemLife } from './features/item-life.ts'
import { liveScore } from './features/live-score.ts'
import { passedOver } from './features/passed-over.ts'
import { type ReaderEvent, type ReaderMoment, ReaderPasts, readerPast } from './features/reader-past.ts'
import { segmentLift } from './features/segment-lift.ts'
import { sessionState } from './features/session-state.ts'
import { shownPlace } from './features/shown-place.ts'
import { sinceVisit } from './features/since-visit.ts'

const items = 12
const minute = 60_000
const startAt = Date.UTC(2026, 0, 1)

interface Event extends ReaderEvent {
  readonly device: number
}
interface Moment extends ReaderMoment {
  readonly device: number
}

/** Items 0..3 are of topic 0, 4..7 of topic 1, 8..10 of topic 2; nothing is known of item 11. */
const topics = {
  name: 'topic',
  groupOf: Int32Array.from({ length: items }, (_, row) => (row < 11 ? row >> 2 : -1)),
  groups: 3,
  halfLifeMs: 60 * minute,
}

/** Every feature there is, from nothing. */
function everyFeature(): FeatureTable<Event, Moment> {
  const vocabulary = new Vocabulary(Array.from({ length: items }, (_, row) => `item-${row}`))
  const visits = () => new CoVisitation(vocabulary, { ...coVisitation.defaults, halfLifeMs: 20 * minute })
  const device = { ofEvent: (event: Event) => event.device, ofMoment: (moment: Moment) => moment.device }
  const halfLives = [
    { name: '5m', ms: 5 * minute },
    { name: '1h', ms: 60 * minute },
  ]
  return new FeatureTable<Event, Moment>([
    decayedShare({ items, name: 'all', halfLives }),
    segmentLift({ items, name: 'device', halfLifeMs: 60 * minute, ...device }),
    itemLife({ items }),
    liveScore('together', visits()),
    liveScore('together on device', bySegment<Event, Moment>({ make: visits, ...device })),
    sessionState(),
    readerPast(new ReaderPasts(5)),
    passedOver(items),
    alikeReaders(items),
    sinceVisit(),
    itemGroup(topics),
    shownPlace(),
  ])
}

/** Made-up clicks, several at the same moment now and then, over hours enough for the scales of decay to move. */
function clicks(seed: string, count: number): Event[] {
  const rng = derive(seed)
  let at = startAt
  return Array.from({ length: count }, () => {
    at += rng.uniform() < 0.1 ? 0 : Math.floor(rng.uniform() * 20) * minute
    const reader = rng.integer(8)
    return {
      session: `${reader}/${Math.floor((at - startAt) / 3.6e6)}`,
      reader: `${reader}`,
      row: rng.integer(items),
      at,
      device: reader % 3,
    }
  })
}

function momentOf(event: Event, log: readonly Event[]): Moment {
  const own = log.filter(({ session, at }) => session === event.session && at < event.at)
  return { at: event.at, reader: event.reader, device: event.device, context: historyOf(own) }
}

const all = Int32Array.from({ length: items }, (_, row) => row)

test('replay and online give identical values: a moment sees what came before it, and nothing else', () => {
  const log = clicks('drift', 220)
  const replay = everyFeature()
  let learnt = 0
  for (const [k, event] of log.entries()) {
    for (; log[learnt]!.at < event.at; learnt++) replay.observe(log[learnt]!)
    if (k % 11 !== 0) continue
    // a server that starts here and has counted the log up to now, with no later event in the world
    const online = everyFeature()
    for (const earlier of log.filter(({ at }) => at < event.at)) online.observe(earlier)
    const moment = momentOf(event, log)
    assert.deepEqual(replay.rows(moment, all), online.rows(moment, all), `event ${k}`)
  }
})

test('asking changes nothing, and the order of candidates neither', () => {
  const log = clicks('asking', 100)
  const [asked, silent] = [everyFeature(), everyFeature()]
  for (const event of log) {
    asked.rows(momentOf(event, log), all)
    asked.observe(event)
    silent.observe(event)
  }
  const moment = { ...momentOf(log.at(-1)!, log), at: log.at(-1)!.at + minute }
  const width = asked.columns.length
  const rows = asked.rows(moment, all)
  assert.deepEqual(rows, silent.rows(moment, all))
  const reversed = asked.rows(moment, all.slice().reverse())
  for (let row = 0; row < items; row++) {
    const mirror = items - 1 - row
    assert.deepEqual(rows.slice(row * width, (row + 1) * width), reversed.slice(mirror * width, (mirror + 1) * width))
  }
})

test('a feature has one column per name, and a name is taken once', () => {
  const table = everyFeature()
  assert.equal(table.rows(momentOf(clicks('x', 1)[0]!, []), all).length, items * table.columns.length)
  assert.throws(() => new FeatureTable([sessionState(), sessionState()]), /position in session/)
})

/** Values of one candidate by column name, after some events at whole hours. */
function valuesOf(
  feature: Feature<Event, Moment>,
  events: readonly (Partial<Event> & { row: number; hour: number })[],
  asked: { row: number; hour: number; reader?: string; device?: number },
): Record<string, number> {
  const table = new FeatureTable([feature])
  for (const { hour, ...event } of events)
    table.observe({ session: 's', reader: 'r', device: 0, at: startAt + hour * 3_600_000, ...event })
  const { row, hour, reader = 'r', device = 0 } = asked
  const moment = { at: startAt + hour * 3_600_000, reader, device, context: historyOf([]) }
  const row0 = table.rows(moment, Int32Array.of(row))
  return Object.fromEntries(table.columns.map((name, at) => [name, Number(row0[at]!.toFixed(6))]))
}

const hourly = [{ name: '1h', ms: 3_600_000 }]

test('shares decay with the half-life and add up to one; a rising item has a trend above 1', () => {
  const events = [
    { row: 0, hour: 0 },
    { row: 1, hour: 1 },
  ]
  const share = (row: number) =>
    valuesOf(decayedShare({ items, name: 'p', halfLives: hourly }), events, { row, hour: 5 })
  assert.deepEqual([share(0)['p 1h'], share(1)['p 1h']], [0.333333, 0.666667])
  const two = [...hourly, { name: '4h', ms: 4 * 3_600_000 }]
  const trend = valuesOf(decayedShare({ items, name: 'p', halfLives: two }), events, { row: 1, hour: 5 })['p 1h / 4h']!
  assert.ok(trend > 1.2, `${trend}`)
})

test('the lift of a segment is above 1 for what is read there, and drawn to 1 where little is known', () => {
  const options = {
    items,
    name: 'd',
    halfLifeMs: 1e12,
    ofEvent: (e: Event) => e.device,
    ofMoment: (m: Moment) => m.device,
  }
  const events = Array.from({ length: 40 }, (_, k) => ({ row: k % 2, hour: 0, device: k % 2 }))
  const own = valuesOf(segmentLift(options), events, { row: 1, hour: 1, device: 1 })
  assert.equal(own['d share'], 1)
  assert.ok(Math.abs(own['d lift']! - (20 * 2 + 20) / 40) < 1e-4)
  assert.ok(Number.isNaN(valuesOf(segmentLift(options), events, { row: 1, hour: 1, device: 7 })['d lift']))
})

test('the life of an item: age, silence, pace, and its first hour once that is over', () => {
  const events = [
    { row: 3, hour: 0 },
    { row: 3, hour: 0.5 },
    { row: 3, hour: 6 },
  ]
  assert.deepEqual(valuesOf(itemLife({ items }), events, { row: 3, hour: 8 }), {
    'age hours': 8,
    'hours since last event': 2,
    'events per hour of life': 0.375,
    'events in first hour': 2,
  })
  assert.ok(Object.values(valuesOf(itemLife({ items }), events, { row: 4, hour: 8 })).every(Number.isNaN))
})

test('a reader who came by since an item appeared has passed it over', () => {
  const events = [
    { row: 0, hour: 0 },
    { row: 5, hour: 1, reader: 'other' },
    { row: 1, hour: 2 },
    { row: 2, hour: 3 },
  ]
  assert.deepEqual(Object.values(valuesOf(passedOver(items), events, { row: 5, hour: 4 })), [2])
  assert.deepEqual(Object.values(valuesOf(passedOver(items), events, { row: 5, hour: 4, reader: 'new' })), [0])
})

test('hours since the visit are those since the reader, not since anybody, was here', () => {
  const events = [
    { row: 0, hour: 0 },
    { row: 1, hour: 3, reader: 'other' },
  ]
  assert.deepEqual(Object.values(valuesOf(sinceVisit(), events, { row: 5, hour: 4 })), [4])
  assert.ok(Number.isNaN(valuesOf(sinceVisit(), events, { row: 5, hour: 4, reader: 'new' })['hours since visit']))
})

test('an item nobody has read is known by its topic', () => {
  const events = [
    { row: 0, hour: 0 },
    { row: 1, hour: 0 },
    { row: 4, hour: 0 },
    { row: 5, hour: 0, reader: 'other' },
  ]
  const seen = valuesOf(itemGroup(topics), events, { row: 2, hour: 0 })
  assert.deepEqual([seen['topic share'], seen['topic share of reader']], [0.5, 0.666667])
  assert.ok(Number.isNaN(seen['topic share of session']), 'the session has just begun')
  assert.ok(Object.values(valuesOf(itemGroup(topics), events, { row: 11, hour: 0 })).every(Number.isNaN))
})

test('with the place shown as a feature, a ranker sees through clicks that only the place brought', async () => {
  // The log shows weak items on top, where anything is clicked; lower down only good items are.
  const rng = derive('places')
  const table = new FeatureTable([decayedShare<Event, Moment>({ items, name: 'p', halfLives: hourly }), shownPlace()])
  const [lists, size] = [400, 4]
  const values = new Float32Array(lists * size * 2)
  const labels = new Float32Array(lists * size)
  for (let list = 0; list < lists; list++)
    for (let place = 0; place < size; place++) {
      const quality = Math.min(0.99, 0.3 + 0.1 * place + 0.3 * rng.uniform())
      const at = list * size + place
      values.set([quality, place], 2 * at)
      labels[at] = rng.uniform() < quality * [0.9, 0.3, 0.1, 0.05][place]! ? 1 : 0
    }
  const config = { ...boostDefaults, objective: 'logistic' as const, trees: 40, leaves: 8, minLeafWeight: 2 }
  const train = (features: readonly string[], cells: Float32Array) =>
    trainBoostedTrees({ features, values: cells, labels }, config, { rng: derive('places', 'train') })
  const blind = await train(
    ['p 1h'],
    values.filter((_, at) => at % 2 === 0),
  )
  const seeing = await train(table.columns, values)
  const qualities = [0.35, 0.5, 0.65, 0.8]
  const without = qualities.map((quality) => blind.score(Float32Array.of(quality))[0]!)
  const onTop = qualities.map((quality) => seeing.score(Float32Array.of(quality, 0))[0]!)
  assert.ok(without[0]! > without[3]!, 'the log alone says that weak items are wanted')
  assert.ok(onTop[0]! < onTop[1]! && onTop[0]! < onTop[2]!, `${onTop}`)
})

test('readers alike are those with items in common', () => {
  const read = (reader: string, ...rows: number[]) => rows.map((row) => ({ reader, row, hour: 0 }))
  const events = [...read('a', 0, 1, 2, 3), ...read('r', 0, 1), ...read('b', 7, 3), ...read('a', 4)]
  const seen = valuesOf(alikeReaders(items), events, { row: 3, hour: 1 })
  assert.equal(seen['alike readers sum'], Number((2 / Math.sqrt(2 * 5)).toFixed(6)))
  assert.equal(seen['alike readers mean'], Number((1 / Math.sqrt(2 * 5)).toFixed(6)))
  assert.equal(seen['items of first reader read'], 2)
  assert.equal(valuesOf(alikeReaders(items), events, { row: 7, hour: 1 })['alike first reader'], 0)
})

test('a past keeps the newest items of a reader, each once', () => {
  const pasts = new ReaderPasts(2)
  for (const row of [1, 2, 1, 3]) pasts.observe({ session: 's', reader: 'r', row, at: 0 })
  assert.deepEqual(pasts.of('r'), [2, 3])
  assert.deepEqual(Array.from(pasts.history('r', 1).items), [3])
  assert.deepEqual(pasts.of('nobody'), [])
  assert.throws(() => new ReaderPasts(0), /keep is 0/)
})
