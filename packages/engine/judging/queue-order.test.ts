import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { orderQueue, type Queued } from './queue-order.ts'

const one = (id: string, value: number, more: Partial<Queued> = {}): Queued => ({
  id,
  value,
  publisher: null,
  topic: null,
  story: null,
  ...more,
})
const paper = { publisher: 'Paper' }

test('value orders what has nothing in common', () => {
  assert.deepEqual(orderQueue([one('low', 1), one('high', 3), one('middle', 2)]), ['high', 'middle', 'low'])
})

// Paper: 10, 9 * .7 = 6.3, then 8 * .49 = 3.92; the other 6 and 5 stand between.
test('a publisher comes again when its value, discounted by hand, is the largest', () => {
  const queue = [one('a', 10, paper), one('b', 9, paper), one('c', 8, paper), one('d', 6), one('e', 5)]
  assert.deepEqual(orderQueue(queue), ['a', 'b', 'd', 'e', 'c'])
})

test('a second telling of a story waits behind what is new', () => {
  const queue = [one('first', 10, { story: 's' }), one('second', 9.9, { story: 's' }), one('other', 2)]
  assert.deepEqual(orderQueue(queue), ['first', 'other', 'second'])
})

test('what an editor has before her stays, and what comes behind is spread as if it followed', () => {
  const queue = [one('a', 10, paper), one('b', 9, paper), one('c', 1), one('new', 12, paper), one('new too', 7)]
  // Two of the paper are above: 12 * .49 is less than 7.
  assert.deepEqual(orderQueue(queue, { keep: ['c', 'gone', 'b', 'a', 'b'] }), ['c', 'b', 'a', 'new too', 'new'])
})

test('taking away what was decided moves nothing of what is kept', () => {
  const rng = derive('queue')
  const queue = Array.from({ length: 60 }, (_, k) =>
    one(`p${k}`, rng.uniform(), { publisher: `${rng.integer(5)}`, topic: `${rng.integer(4)}` }),
  )
  const before = orderQueue(queue)
  const left = queue.filter(({ id }) => before.indexOf(id) >= 20)
  assert.deepEqual(orderQueue(left, { keep: before }), before.slice(20))
})

test('equals stay in the order given, also those without any value', () => {
  const queue = ['b', 'c', 'a'].map((id) => one(id, 0, paper))
  assert.deepEqual(orderQueue(queue), ['b', 'c', 'a'])
})
