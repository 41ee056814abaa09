import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { newEventFeed, recordEvents } from '../events/events.ts'
import { putTestItems, uuid } from '../events/testing.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { type LiveEngagement, openEngagement, slotPropensity } from './live-engagement.ts'

const hour = 3_600_000
const items = new Vocabulary(['a', 'b', 'c'])
const rows = Int32Array.from([0, 1, 2])
let kernel: TestKernel
let live: LiveEngagement
const feed = newEventFeed('here')

before(async () => {
  kernel = await testKernel()
  await putTestItems(kernel, items.ids)
  live = openEngagement(kernel, () => items)
  feed.subscribe((events) => live.observe(events))
})
after(() => kernel.close())

/** Everything there is to see of the counts. */
function look(of: LiveEngagement) {
  const now = kernel.clock()
  const { engagement, outcomes } = of.counts(now)
  const shown = [engagement.everywhere, ...['DE', 'AT'].map((name) => engagement.region(name))].map((one) => {
    const counts = one?.counts(rows, now)
    return counts === undefined ? null : [...counts.shows, ...counts.clicks].map((each) => each.toFixed(9))
  })
  const kinds = ['impression', 'open', 'finish', 'save', 'like', 'dismiss', 'report'] as const
  return { shown, outcomes: [0, 1, 2].map((row) => kinds.map((kind) => outcomes.count(row, kind))) }
}

let made = 0
async function send(...events: object[]): Promise<void> {
  const whole = events.map((event) => ({ id: uuid(++made), device: uuid(9), at: kernel.clock(), ...event }))
  const receipt = await recordEvents(kernel, { events: whole }, { kind: 'anonymous' }, feed)
  assert.deepEqual(receipt.refused, [])
}

test('a show counts by its slot, an open whole, each in its region and everywhere, and leaves after a day', async () => {
  await send(
    { kind: 'impression', item: 'a', slot: 0, region: 'DE' },
    { kind: 'impression', item: 'a', slot: 3 },
    { kind: 'impression', item: 'b' },
    { kind: 'open', item: 'a', slot: 3, region: 'DE' },
  )
  const { engagement } = live.counts(kernel.clock())
  const all = engagement.everywhere.counts(rows, kernel.clock())
  assert.deepEqual([...all.shows], [1.5, 1, 0])
  assert.deepEqual([...all.clicks], [1, 0, 0])
  assert.equal(slotPropensity(3), 0.5)
  assert.deepEqual([...engagement.region('DE')!.counts(rows, kernel.clock()).shows], [1, 0, 0])
  assert.equal(engagement.region('AT'), undefined)
  assert.ok(live.current(kernel.clock()).engagement)
  kernel.advance(25 * hour)
  assert.equal(live.current(kernel.clock()).engagement, null)
  assert.equal(live.counts(kernel.clock()).outcomes.count(0, 'open'), 1, 'what follows counts for a week')
})

test('shares are those of the item shrunk to those of all; what is taken back does not count', async () => {
  for (let k = 0; k < 30; k++) await send({ kind: 'open', item: 'b' }, { kind: 'open', item: 'c' })
  for (let k = 0; k < 20; k++) await send({ kind: 'save', item: 'b' })
  kernel.advance(11_000) // the share of all is followed every ten seconds
  const saves = (row: number): number => live.current(kernel.clock()).outcomes!.save[row]!
  assert.ok(saves(1) > 0.4 && saves(1) < 20 / 30 && saves(2) < 0.2 && saves(2) > 0)
  const before = saves(1)
  await send({ kind: 'save', item: 'b', on: false })
  assert.ok(saves(1) < before, 'at once')
})

test('the counts equal a recount from the log, also while events come in', async () => {
  const rng = derive(3, 'engagement')
  const kinds = ['impression', 'impression', 'open', 'finish', 'save', 'like', 'dismiss'] as const
  for (let round = 0; round < 12; round++) {
    const events = Array.from({ length: 20 }, () => {
      const kind = kinds[rng.integer(kinds.length)]!
      const back = ['save', 'like', 'dismiss'].includes(kind) && rng.uniform() < 0.3 ? { on: false } : {}
      const place = rng.uniform() < 0.5 ? {} : { region: ['DE', 'AT'][rng.integer(2)] }
      const at = kernel.clock() - rng.integer(30 * hour)
      return { kind, item: items.id(rng.integer(3)), slot: rng.integer(9), at, ...back, ...place }
    })
    await send(...events)
    kernel.advance(rng.integer(3 * hour))
  }
  const other = openEngagement(kernel, () => items)
  const stop = feed.subscribe((events) => other.observe(events))
  await Promise.all([other.recount(), send({ kind: 'impression', item: 'c', slot: 1 }, { kind: 'open', item: 'c' })])
  assert.deepEqual(look(other), look(live))
  kernel.advance(20 * hour)
  assert.deepEqual(look(other), look(live))
  stop()
})
