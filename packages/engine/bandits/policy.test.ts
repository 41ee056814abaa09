import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Vocabulary } from '../data/vocabulary.ts'
import { derive } from '../random/random.ts'
import { policyContract } from '../testing/policy-contract.ts'
import { BetaThompson, loadBetaThompson } from './beta-thompson.ts'
import { type ItemFeatures, LinearPolicy, loadLinearPolicy } from './linear-policy.ts'

const items = new Vocabulary(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
const halfLifeMs = 6 * 3_600_000
/** One column per item, one for all and one per region. */
const features: ItemFeatures = (row, region) => ({
  columns: Int32Array.of(row, 7, ...(region === 'DE' ? [8] : region === 'US' ? [9] : [])),
  values: Float64Array.of(1, 1, ...(region === 'DE' || region === 'US' ? [1] : [])),
})

for (const config of [{}, { halfLifeMs }]) {
  const fallback = { alpha: 1, beta: 1 }
  policyContract(
    { test, assert },
    { create: () => new BetaThompson(items, { ...config, fallback }), load: loadBetaThompson },
  )
  policyContract(
    { test, assert },
    {
      create: () => new LinearPolicy(items, { dimension: 10, ...config }, { features }),
      load: (bytes) => loadLinearPolicy(bytes, features),
    },
  )
}

test('beta-thompson keeps what it counted when items come and go', () => {
  const policy = new BetaThompson(items, { halfLifeMs })
  const event = { row: 1, at: 1000, region: 'DE', shows: 50, clicks: 20 }
  policy.observe(event)
  const moved = policy.withItems(new Vocabulary(['new', 'b']))
  const moment = { region: 'DE', now: 2000 }
  const rows = Int32Array.of(1)
  assert.deepEqual(moved.means(rows, moment), policy.means(rows, moment))
  assert.equal(moved.engagement.everywhere.counts(Int32Array.of(0), 2000).shows[0], 0)
  assert.throws(() => moved.observe({ ...event, row: 6 }), /row 6 is not in 0..1/)
})

test('linear-thompson judges an item that was never shown by what it shares with others', () => {
  // Items a to c have topic 0, the others topic 1: only topic 1 is clicked; g was never shown.
  const topics: ItemFeatures = (row) => ({ columns: Int32Array.of(row < 3 ? 0 : 1), values: Float64Array.of(1) })
  const policy = new LinearPolicy(items, { dimension: 2 }, { features: topics })
  const rng = derive('topics')
  for (let k = 0; k < 200; k++) {
    const row = rng.integer(6)
    policy.observe({ row, at: k, region: null, shows: 1, clicks: row < 3 ? 0 : 1 })
  }
  const [seen, unseen] = policy.means(Int32Array.of(0, 6), { region: null, now: 200 })
  assert.ok(unseen! > 0.9 && seen! < 0.1)
  assert.throws(() => new LinearPolicy(items, { dimension: 2, exploration: -1 }, { features }), /exploration is -1/)
  assert.throws(() => policy.observe({ row: 0, at: 0, region: null, shows: 0.5 }), /shows is 0.5/)
})
