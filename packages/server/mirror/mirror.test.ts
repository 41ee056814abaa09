import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Mirror, MirrorDimension, MirrorRow } from '@lectern/protocol/rest/mirror.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { mirrorOf } from './mirror.ts'
import { deviceOf, drawnLists, factors, madeDay, occurrence, putChosen, send, uuid } from './testing.ts'

let kernel: TestKernel
const threshold = 20
const items = Object.keys(factors)

before(async () => {
  kernel = await testKernel()
  await putChosen(kernel, items, { by: 'eva' })
  await putChosen(kernel, ['top', 'low', 'nineteen', 'twenty', 'one-reader', 'kept'], {
    by: 'max',
    publisher: 'The Post',
  })
  await putChosen(kernel, ['food-1'], { by: null, topic: 'food' })
  await putChosen(
    kernel,
    Array.from({ length: 20 }, (_, k) => `unread-${k}`),
    { by: null },
  )
  await send(kernel, drawnLists(items, 900))
  await send(kernel, few())
  await send(kernel, wishes())
  await chooseForBoards()
})
after(() => kernel.close())

/** On a surface of its own: positions of always the same items, and items that few saw. */
function few() {
  const events = []
  const shown = (k: number, item: string, slot: number) => {
    const more = { slate: uuid(), slot, surface: 'side' }
    events.push(occurrence('impression', deviceOf(k), item, more))
    return more
  }
  for (let k = 0; k < 300; k++) {
    for (const [item, slot, every] of [
      ['top', 0, 2],
      ['low', 9, 10],
    ] as const) {
      const more = shown(k, item, slot)
      if (k % every === 0) events.push(occurrence('open', deviceOf(k), item, more))
    }
    // What others show there: the slots are worth a half and a tenth, whatever stands in them.
    for (const [slot, every] of [
      [0, 2],
      [9, 10],
    ] as const) {
      const more = shown(k, 'plain', slot)
      if (k % every === 0) events.push(occurrence('open', deviceOf(k), 'plain', more))
    }
  }
  for (let k = 0; k < 19; k++) shown(k, 'nineteen', 3)
  for (let k = 0; k < 20; k++) shown(k, 'twenty', 3)
  for (let k = 0; k < 40; k++) shown(7, 'one-reader', 3)
  return events
}

/** 100 readers save one of food; 19 dismiss it, 20 report it; 25 save and take it back. */
function wishes() {
  const at = Date.parse(`${madeDay}T13:00Z`)
  const say = (kind: 'save' | 'dismiss' | 'report', k: number, item: string, more = {}) =>
    occurrence(kind, deviceOf(k), item, kind === 'report' ? { reason: 'spam', ...more } : more)
  const each = <T>(count: number, of: (k: number) => T): T[] => Array.from({ length: count }, (_, k) => of(k))
  return [
    ...each(100, (k) => say('save', k, 'food-1')),
    ...each(19, (k) => say('dismiss', k, 'good')),
    ...each(20, (k) => say('report', k, 'good')),
    ...each(60, (k) => say('save', k, 'good')),
    ...each(25, (k) => say('save', k, 'good', { on: false, at })),
    ...each(25, (k) => say('save', k, 'great')),
    ...each(25, (k) => say('save', k, 'great', { on: false, at })),
  ]
}

async function chooseForBoards(): Promise<void> {
  const entry = (id: string, item: string, day: string, source: string, reason: string | null, by: string) =>
    [id, item, 'home', day, source, reason, by, by] as const
  for (const values of [
    entry('1', 'great', madeDay, 'person', 'TRENDING', 'eva'),
    entry('2', 'poor', madeDay, 'model', null, 'model-1'),
    entry('3', 'good', '2025-12-29', 'person', 'EVERGREEN', 'eva'),
  ])
    await kernel.database.pool.query(
      `insert into scheduled_item (id, item, surface, day, rank, source, reason, by_id, by_name, at, accepted)
       values ($1, $2, $3, $4, 0, $5, $6, $7, $8, 0, $5 = 'model')`,
      [...values],
    )
  await kernel.database.pool.query(
    `insert into schedule_removal (id, item, surface, day, entry, reason, by_id, by_name, at)
     values ('4', 'weak', 'home', $1, $2, 'NICHE', 'eva', 'Eva', 0)`,
    [madeDay, JSON.stringify({ source: 'model', reason: null, byId: 'model-1', byName: 'model-1' })],
  )
}

const lookAt = (editor: string | null, surface: string | null = null): Promise<Mirror> => {
  const settingsOf = () => ({ timeZone: 'UTC', publishHour: 0 })
  return mirrorOf({ kernel, settingsOf, threshold }, { surface, from: '2025-12-28', until: '2025-12-31', editor })
}
const rowsOf = (mirror: Mirror, of: MirrorDimension): Map<string, MirrorRow> =>
  new Map(mirror.dimensions.find(({ dimension }) => dimension === of)!.rows.map((row) => [row.key, row]))

test('the interval of each item holds what it is truly worth, and together they are as expected', async () => {
  const mirror = await lookAt('eva', 'home')
  const rows = rowsOf(mirror, 'item')
  for (const [item, factor] of Object.entries(factors)) {
    const { low, high } = rows.get(item)!.effect!
    assert.ok(low <= factor && factor <= high, `${item}: ${low} to ${high} does not hold ${factor}`)
  }
  assert.ok(rows.get('great')!.effect!.low > 1 && rows.get('poor')!.effect!.high < 1)
  assert.ok(Math.abs(mirror.total!.opens! - mirror.total!.expected) < 0.01)
  assert.equal(mirror.total!.impressions, 900 * 5)
  assert.equal(mirror.total!.readers, 900)
})

test('an item at the top is held against the top, one at the bottom against the bottom', async () => {
  const rows = rowsOf(await lookAt('max', 'side'), 'item')
  const [top, low] = [rows.get('top')!, rows.get('low')!]
  assert.deepEqual([top.opens, top.expected, top.effect!.factor], [150, 150, 1])
  assert.deepEqual([low.opens, low.expected, low.effect!.factor], [30, 30, 1])
})

test('what 19 readers saw is not told, what 20 saw is, and one reader who saw it 40 times is one', async () => {
  const mirror = await lookAt('max', 'side')
  const rows = rowsOf(mirror, 'item')
  assert.deepEqual([rows.has('nineteen'), rows.has('twenty'), rows.has('one-reader')], [false, true, false])
  assert.equal(mirror.dimensions[0]!.hidden, 2)
})

test('what fewer readers did than the threshold is not told, also not by an effect', async () => {
  const { opens, effect, expected } = rowsOf(await lookAt('max', 'side'), 'item').get('twenty')!
  assert.deepEqual([opens, effect, expected], [null, null, 0])
  const good = rowsOf(await lookAt('eva', 'home'), 'item').get('good')!
  assert.deepEqual([good.dismissals, good.reports], [null, 20])
})

test('what was taken back does not count', async () => {
  const rows = rowsOf(await lookAt('eva'), 'item')
  assert.equal(rows.get('good')!.saves, 35)
  assert.equal(rows.get('great')!.saves, null)
})

test('everybody sees their own; together there is a row for each editor and publisher', async () => {
  assert.deepEqual([...rowsOf(await lookAt('max'), 'item').keys()].sort(), ['low', 'top', 'twenty'])
  const all = await lookAt(null)
  assert.deepEqual([...rowsOf(all, 'editor').keys()].sort(), ['eva', 'max', 'model-1'])
  assert.deepEqual([...rowsOf(all, 'publisher').keys()].sort(), ['The Paper', 'The Post'])
})

test('a reason counts what was shown on the day and surface of its board', async () => {
  const rows = rowsOf(await lookAt('eva'), 'reason')
  assert.deepEqual([...rows.keys()], ['scheduled:TRENDING'])
  assert.equal(rows.get('scheduled:TRENDING')!.name, 'Scheduled: trending')
  const items = rowsOf(await lookAt('eva', 'home'), 'item')
  assert.equal(rows.get('scheduled:TRENDING')!.impressions, items.get('great')!.impressions)
})

test('people and models are told apart, and so is what a person took off a board', async () => {
  const all = await lookAt(null)
  const makers = rowsOf(all, 'maker')
  assert.ok(makers.get('person')!.effect!.low > 1, 'people scheduled what is great')
  assert.ok(makers.get('model')!.effect!.high < 1, 'the model scheduled what is poor')
  assert.deepEqual(all.proposals[0], { kind: 'schedule', proposed: 2, accepted: 1, rejected: 1, waiting: 0 })
  assert.ok(rowsOf(all, 'reason').has('removed:NICHE'))
})

test('a list of a section counts for the section', async () => {
  const slate = uuid()
  await kernel.database.pool.query(
    `insert into slate (id, surface, at, recipe, recipe_version, rung, seed, ask)
     values ($1, 'home', $2, 'editorial', '1', 'editorial', 1, '{"section": "weekend"}')`,
    [slate, Date.parse(`${madeDay}T11:00Z`)],
  )
  await send(
    kernel,
    Array.from({ length: 25 }, (_, k) => occurrence('impression', deviceOf(k), 'kept', { slate, slot: 0 })),
  )
  const rows = rowsOf(await lookAt('max'), 'section')
  assert.deepEqual(
    [...rows.values()].map(({ key, readers }) => [key, readers]),
    [['weekend', 25]],
  )
})

test('a topic that readers want more than there is of it is unmet, one with much stock is not', async () => {
  const { demand } = await lookAt(null)
  assert.deepEqual(
    demand.map(({ topic, unmet }) => [topic, unmet]),
    [
      ['food', true],
      ['tech', false],
    ],
  )
  const food = demand[0]!
  assert.equal(food.readers, 100)
  assert.equal(food.stock, 1)
  assert.ok(
    food.wanted.low > food.ofStock && food.wanted.low <= food.wanted.share && food.wanted.share <= food.wanted.high,
  )
})

test('nothing that is told names a reader', async () => {
  assert.ok(!JSON.stringify(await lookAt(null)).includes('device'))
})

test('an empty log and an editor who chose nothing are told as such', async () => {
  const mirror = await lookAt('nobody')
  assert.deepEqual([mirror.chosen, mirror.total, mirror.days], [0, null, []])
})
