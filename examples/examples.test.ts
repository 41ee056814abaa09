import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

const output = (name: string) =>
  execFileSync(process.execPath, [join(import.meta.dirname, name)], { encoding: 'utf8' })
    .trim()
    .split('\n')

test('train and explain: the reasons of a suggestion sum to its score', () => {
  const [first, second] = output('train-and-explain.ts')
  assert.match(first!, /^jam /)
  for (const line of [first!, second!]) {
    const [score, ...reasons] = line.match(/-?\d+\.\d+/g)!.map(Number)
    assert.equal(reasons.length, 2)
    assert.ok(Math.abs(score! - reasons.reduce((a, b) => a + b)) < 0.002, line)
  }
})

test('compare two models: readers with favourites are better served by EASE, and the interval says so', () => {
  const [popular, personal, difference] = output('compare-two-models.ts')
  const ndcg = (line: string) => Number(/NDCG@10 ([\d.]+)/.exec(line)![1])
  assert.ok(ndcg(personal!) > ndcg(popular!))
  assert.match(difference!, /more than chance$/)
})

test('content for cold items: an unread article comes to those it is for', () => {
  const [cy, bo] = output('content-for-cold-items.ts').map((line) => line.match(/-?\d+\.\d+/g)!.map(Number))
  assert.ok(cy![0]! > cy![1]!, 'rye for who reads about butter')
  assert.ok(bo![1]! > bo![0]!, 'a regatta for who reads about boats')
})

test('a pack in a worker: packed in 8 bits, scored on the other side', () => {
  assert.deepEqual(output('pack-in-a-worker.ts'), ['packed ease/1: 6 items in int8', 'after bread: butter'])
})

test('live co-visitation: three clicks of now outweigh twenty of the morning', () => {
  assert.deepEqual(output('live-co-visitation.ts'), [
    'in the morning, after the election: recount',
    'at noon, after three clicks: storm',
  ])
})

test('bandit on a front page: the best article is shown most, the others are not forgotten', () => {
  const shown = output('bandit-on-a-front-page.ts').map((line) => Number(/shown (\d+)/.exec(line)![1]))
  assert.equal(shown.length, 5)
  assert.ok(shown[2]! > 2000)
  assert.ok(shown.every((times) => times > 5))
})
