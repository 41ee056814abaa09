import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { historyOf } from '@lectern/engine/data/history.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { newEventFeed, recordEvents } from '../events/events.ts'
import { addItems } from '../items/items.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { openRecent, sessionsOf } from './live-recent.ts'

let kernel: TestKernel
const ids = ['a', 'b', 'c', 'd', 'e']
const items = new Vocabulary(ids)
const rows = Int32Array.from(ids, (_, row) => row)

before(async () => {
  kernel = await testKernel()
  await addItems(
    kernel,
    ids.map((id) => ({
      id,
      url: null,
      title: id,
      excerpt: null,
      publisher: null,
      topic: null,
      language: null,
      minutes: null,
      imageUrl: null,
      publishedAt: null,
      origin: 'test',
      editorialRank: null,
    })),
  )
})
after(() => kernel.close())

test('counts of the last hours equal a recount of the log, also over other items', async () => {
  const feed = newEventFeed()
  const live = openRecent(kernel, items)
  const stop = feed.subscribe((events) => live.observe(events))
  const rng = derive(1, 'events')
  const devices = Array.from({ length: 6 }, () => kernel.chance.uuid())
  for (let k = 0; k < 80; k++) {
    kernel.advance(rng.integer(40 * 60_000))
    const event = {
      kind: 'open',
      id: kernel.chance.uuid(),
      device: devices[rng.integer(6)],
      item: ids[rng.integer(5)],
      at: kernel.clock(),
    }
    const receipt = await recordEvents(kernel, { events: [event] }, { kind: 'anonymous' }, feed)
    assert.equal(receipt.accepted, 1)
    if (k === 40) live.setItems(new Vocabulary(['x', ...ids]))
    if (k === 60) live.setItems(items)
  }
  stop()
  const counted = openRecent(kernel, items)
  await counted.recount()
  const [mine, theirs] = [live.current(), counted.current()]
  const moment = kernel.clock()
  const none = historyOf([])
  mine.popularity.score(none, moment).forEach((score, row) => {
    assert.ok(Math.abs(score - theirs.popularity.score(none, moment)[row]!) < 1e-6 * score)
  })
  for (const row of rows) {
    const history = historyOf([{ row, at: moment }])
    assert.deepEqual(
      sessionsOf(mine.visits).scoreRows(history, rows),
      sessionsOf(theirs.visits).scoreRows(history, rows),
    )
  }
})

test('events that arrive while the log is counted are counted once', async () => {
  const feed = newEventFeed()
  const live = openRecent(kernel, items)
  const stop = feed.subscribe((events) => live.observe(events))
  const counting = live.recount()
  const event = { kind: 'open', id: kernel.chance.uuid(), device: kernel.chance.uuid(), item: 'c', at: kernel.clock() }
  await recordEvents(kernel, { events: [event] }, { kind: 'anonymous' }, feed)
  await counting
  stop()
  const again = openRecent(kernel, items)
  await again.recount()
  assert.deepEqual(live.current().popularity.strength, again.current().popularity.strength)
})

test('neighbours are the rows of a score, best first', async () => {
  const live = openRecent(kernel, items)
  await live.recount()
  const { visits } = live.current()
  const history = historyOf([
    { row: 0, at: 1 },
    { row: 3, at: 2 },
  ])
  const scores = visits.score(history)
  const expected = [...rows].filter((row) => scores[row]! > 0).sort((a, b) => scores[b]! - scores[a]! || a - b)
  assert.deepEqual([...sessionsOf(visits).neighbours(history, 3)], expected.slice(0, 3))
})
