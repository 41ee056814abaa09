import type { Moment, Policy, PolicyEvent } from '../bandits/policy.ts'
import { rankingPropensities } from '../bandits/ranking-propensities.ts'
import { topRows } from '../data/top-rows.ts'
import { derive } from '../random/random.ts'
import type { Runner } from './model-contract.ts'

interface PolicyUnderTest<P extends Policy> {
  /** A new policy that has seen nothing, over 6 items or more; the first six are used. */
  readonly create: () => P
  readonly load: (bytes: Uint8Array) => P
}

const rows = Int32Array.of(0, 1, 2, 3, 4, 5)
const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const now = start + day
const places: readonly Moment[] = [null, 'DE', 'US'].map((region) => ({ region, now }))

/** What every policy must do. Registers one test per fact. */
export function policyContract<P extends Policy>({ test, assert }: Runner, subject: PolicyUnderTest<P>): void {
  const { create, load } = subject
  const fact = (sentence: string, body: () => void) => test(`${create().kind}: ${sentence}`, body)
  const taught = (events: readonly PolicyEvent[]) => {
    const policy = create()
    for (const event of events) policy.observe(event)
    return policy
  }
  const near = (a: Policy, b: Policy) => {
    for (const moment of places) {
      const [x, y] = [a.means(rows, moment), b.means(rows, moment)]
      for (let k = 0; k < x.length; k++) assert.ok(Math.abs(x[k]! - y[k]!) < 1e-9, `${moment.region} row ${k}`)
    }
  }

  fact('the item that is clicked most comes to be shown most, and every item was tried', () => {
    const policy = create()
    const rng = derive('contract')
    const shown = new Float64Array(6)
    let late = 0
    for (let round = 0; round < 900; round++) {
      const moment = { region: 'DE', now: start + 1000 * round }
      const row = topRows(policy.draw(rows, moment, rng), 1)[0]!
      const clicks = rng.uniform() < (row === 3 ? 0.5 : 0.1) ? 1 : 0
      policy.observe({ row, at: moment.now, region: 'DE', shows: 1, clicks })
      shown[row]!++
      if (round >= 600 && row === 3) late++
    }
    assert.ok(late > 225, `${late} of the last 300`)
    assert.ok(
      shown.every((count) => count > 0),
      `${shown}`,
    )
  })

  fact('means and draws are finite, whatever was seen and whenever', () => {
    for (const policy of [create(), taught(randomEvents('finite'))])
      for (const time of [0, now, now + 50 * 365 * day])
        for (const region of [null, 'DE', 'nowhere']) {
          const moment = { region, now: time }
          assert.ok(policy.means(rows, moment).every(Number.isFinite), `means at ${time}`)
          assert.ok(policy.draw(rows, moment, derive(1)).every(Number.isFinite), `draw at ${time}`)
          assert.ok(policy.draw(new Int32Array(0), moment, derive(1)).length === 0)
        }
  })

  fact('the same seed gives the same draw, another one another', () => {
    const policy = taught(randomEvents('draws'))
    const draw = (seed: number) => policy.draw(rows, places[1]!, derive(seed))
    assert.deepEqual(draw(1), draw(1))
    assert.ok(draw(1).some((value, k) => value !== draw(2)[k]))
  })

  fact('counting live equals a recount, in whatever order the events come', () => {
    const events = randomEvents('order')
    near(taught(events), taught(events.toSorted((a, b) => b.at - a.at)))
  })

  fact('what is forgotten was never there', () => {
    const [kept, mistaken] = [randomEvents('kept'), randomEvents('mistaken')]
    const policy = taught([...mistaken.slice(0, 30), ...kept, ...mistaken.slice(30)])
    for (const event of mistaken) policy.forget(event)
    near(policy, taught(kept))
  })

  fact('the same events give the same bytes, which load to the same policy, from any place in memory', () => {
    const events = randomEvents('bytes')
    const policy = taught(events)
    const bytes = policy.save()
    assert.deepEqual(taught(events).save(), bytes)
    const shifted = new Uint8Array(bytes.length + 3).subarray(3)
    shifted.set(bytes)
    for (const copy of [bytes, shifted]) {
      const loaded = load(copy)
      assert.deepEqual(loaded.save(), bytes)
      for (const moment of places)
        assert.deepEqual(loaded.draw(rows, moment, derive(1)), policy.draw(rows, moment, derive(1)))
    }
    const [grown, again] = [load(bytes), load(bytes)]
    for (const event of randomEvents('later')) grown.observe(event)
    assert.deepEqual(again.save(), bytes)
  })

  fact('a damaged file, a foreign row and a time that is none are refused', () => {
    const bytes = taught(randomEvents('damaged')).save()
    for (const damaged of [bytes.subarray(0, bytes.length - 8), bytes.subarray(8), new Uint8Array(0)])
      assert.ok(
        throws(() => load(damaged)),
        `${damaged.length} bytes were accepted`,
      )
    const event = { row: 0, at: now, region: null, shows: 1 }
    for (const bad of [
      { ...event, row: -1 },
      { ...event, row: 1e6 },
      { ...event, at: Number.NaN },
    ])
      assert.ok(throws(() => create().observe(bad)))
  })

  fact('propensities of a slate lie above 0, do not grow down the list, and sum to one over the first place', () => {
    const policy = taught(randomEvents('propensities'))
    const draw = (rng: ReturnType<typeof derive>) => policy.draw(rows, places[1]!, rng)
    const of = (slate: Int32Array) => rankingPropensities(draw, slate, { rng: derive('p'), samples: 400 })
    const { prefix } = of(topRows(draw(derive(1)), 3))
    assert.ok(prefix[0]! <= 1 && prefix[0]! >= prefix[1]! && prefix[1]! >= prefix[2]! && prefix[2]! > 0)
    const first = Array.from(rows, (row) => of(Int32Array.of(row)).prefix[0]!)
    const sum = first.reduce((total, value) => total + value, 0)
    assert.ok(Math.abs(sum - (400 + rows.length) / 401) < 1e-9, `${sum}`)
  })
}

/** 60 events of a day over the first six items and two regions. */
function randomEvents(seed: string): PolicyEvent[] {
  const rng = derive('events', seed)
  return Array.from({ length: 60 }, () => ({
    row: rng.integer(6),
    at: start + rng.integer(day),
    region: [null, 'DE', 'US'][rng.integer(3)]!,
    shows: 1 + rng.integer(3),
    clicks: rng.integer(2),
  }))
}

function throws(action: () => unknown): boolean {
  try {
    action()
    return false
  } catch {
    return true
  }
}
