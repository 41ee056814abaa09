// The whole way: settings chosen by the tuner on a validation split in time, measured once on the test that came later.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Interaction } from '../data/interaction-source.ts'
import { evaluate } from '../evaluation/evaluate.ts'
import { splitByTime, type TimeSplit } from '../evaluation/split.ts'
import { validationSplit } from '../evaluation/validation-split.ts'
import { onThisThread } from '../models/model.ts'
import { popularity } from '../models/popularity.ts'
import { derive } from '../random/random.ts'
import { tune } from './tune.ts'

const hour = 3_600_000
const day = 24 * hour
const testAt = 24 * day

/** A news desk: four stories come up each day; readers read those of today, seldom the same old classic. */
function newsroom(): Interaction[] {
  const rng = derive('newsroom')
  const events: Interaction[] = []
  for (let at = 0; at < 25 * day; at += hour / 2) {
    const today = Math.floor(at / day)
    const story = Math.floor(4 * rng.uniform() ** 2)
    const item = rng.uniform() < 0.15 ? 'classic' : `day${today}-${story}`
    events.push({ reader: `r${rng.integer(60)}`, item, at: at + rng.integer(1000), weight: 1 })
  }
  return events
}

const measure = async (split: TimeSplit, halfLifeMs: number) => {
  const context = { rng: derive('train'), withPool: onThisThread }
  const model = await popularity.train(split.train, { halfLifeMs }, context)
  const { perReader } = await evaluate(split, model, { name: 'popularity', ks: [5] })
  return perReader['ndcg@5']!.reduce((sum, value) => sum + value, 0) / split.readers.length
}

test('the half-life chosen before the test is the better one on the test', async () => {
  const events = newsroom()
  const split = await validationSplit(() => events, testAt, { share: 0.05 })
  const { best, trials } = await tune(
    { halfLifeHours: { kind: 'integer', low: 1, high: 2000, log: true } },
    ({ halfLifeHours }) => measure(split, halfLifeHours * hour),
    { rng: derive('tuner'), budget: { evaluations: 25 } },
  )
  assert.equal(trials.length, 25)
  const chosen = best!.params.halfLifeHours
  assert.ok(chosen < 72, `${chosen} hours`)
  const later = await splitByTime(() => events, testAt + 12 * hour)
  const [ours, longest] = [await measure(later, chosen * hour), await measure(later, 2000 * hour)]
  assert.ok(ours > 1.2 * longest, `${ours} against ${longest}`)
})
