import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { randomSearch, type Sampler } from './sampler.ts'
import { type Params, placeOf, type Space, valueAt } from './space.ts'
import { halvingCost, type Look, successiveHalving } from './successive-halving.ts'
import { tpe } from './tpe.ts'
import { type Trial, tune } from './tune.ts'

/** Branin's function, three minima of 0.397887: here its negative. */
const plane = { x: { kind: 'real', low: -5, high: 10 }, y: { kind: 'real', low: 0, high: 15 } } as const
const branin = ({ x, y }: Params<typeof plane>) =>
  -((y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2) -
  10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) -
  10

/** Best at reg = 100, size = 64, kind = cosine, whatever the noise of `other` does. */
const mixed = {
  reg: { kind: 'real', low: 0.1, high: 10_000, log: true },
  size: { kind: 'integer', low: 8, high: 512, log: true },
  kind: { kind: 'choice', values: ['dot', 'cosine', 'bm25', 'tfidf'] },
  other: { kind: 'real', low: 0, high: 1 },
} as const
const quality = ({ reg, size, kind }: Params<typeof mixed>) =>
  1 - Math.log10(reg / 100) ** 2 / 9 - Math.log2(size / 64) ** 2 / 9 - (kind === 'cosine' ? 0 : 0.4)

async function bestOf<S extends Space>(
  space: S,
  objective: (params: Params<S>) => number,
  { sampler, seed, evaluations = 60 }: { sampler: Sampler; seed: number; evaluations?: number },
): Promise<number> {
  const { best } = await tune(space, async (params) => objective(params), {
    rng: derive('tune', seed),
    budget: { evaluations },
    sampler,
  })
  return best!.value!
}

test('TPE comes nearer to the known optimum than random search with the same budget', async () => {
  for (const [name, optimum, run] of [
    ['branin', -0.397887, (sampler: Sampler, seed: number) => bestOf(plane, branin, { sampler, seed })],
    ['mixed', 1, (sampler: Sampler, seed: number) => bestOf(mixed, quality, { sampler, seed })],
  ] as const) {
    let wins = 0
    const gap = { tpe: 0, random: 0 }
    for (let seed = 0; seed < 12; seed++) {
      const [ours, theirs] = [await run(tpe(), seed), await run(randomSearch, seed)]
      assert.ok(ours <= optimum + 1e-6, `${name}: ${ours} is above the optimum`)
      if (ours > theirs) wins++
      gap.tpe += optimum - ours
      gap.random += optimum - theirs
    }
    assert.ok(wins >= 9 && gap.tpe < 0.6 * gap.random, `${name}: ${wins} of 12, ${gap.tpe} against ${gap.random}`)
  }
})

test('a run that was stopped goes on from its log as if it had never been', async () => {
  const objective = async (params: Params<typeof mixed>) => quality(params)
  const options = { rng: derive('resume'), budget: { evaluations: 30 } }
  const unbroken = await tune(mixed, objective, options)
  const log: Trial<typeof mixed>[] = []
  const stop = { aborted: false, reason: new Error('stopped') }
  const broken = tune(mixed, objective, {
    ...options,
    signal: stop,
    onTrial(trial) {
      log.push(JSON.parse(JSON.stringify(trial)))
      if (log.length === 17) stop.aborted = true
    },
  })
  await assert.rejects(broken, /stopped/)
  let again = 0
  const resumed = await tune(
    mixed,
    async (params) => {
      again++
      return quality(params)
    },
    { ...options, log },
  )
  assert.deepEqual(resumed, unbroken)
  assert.equal(again, 13)
})

test('a budget of time is read from the clock that is handed in', async () => {
  let now = 0
  const { trials } = await tune(
    plane,
    async () => {
      now += 40
      return 1
    },
    { rng: derive(1), budget: { time: { ms: 100, clock: () => now } } },
  )
  assert.equal(trials.length, 3)
})

test('settings that cannot be measured are logged as null and never best', async () => {
  const { best, trials } = await tune(plane, async ({ x }) => (x > 0 ? null : x), {
    rng: derive('null'),
    budget: { evaluations: 40 },
  })
  assert.ok(trials.some(({ value }) => value === null))
  assert.ok(best !== null && best.value! <= 0)
  const none = await tune(plane, async () => null, { rng: derive(1), budget: { evaluations: 12 } })
  assert.equal(none.best, null)
})

test('a range gives all its values: whole numbers evenly, with both ends, and back to their place', () => {
  const rng = derive('range')
  const small = { kind: 'integer', low: 1, high: 4 } as const
  const counts = [0, 0, 0, 0]
  for (let k = 0; k < 4000; k++) counts[valueAt(small, rng.uniform()) - 1]!++
  assert.ok(
    counts.every((count) => count > 880 && count < 1120),
    `${counts}`,
  )
  const wide = { kind: 'real', low: 0.01, high: 100, log: true } as const
  for (const value of [0.01, 1, 100]) assert.ok(Math.abs(valueAt(wide, placeOf(wide, value)) / value - 1) < 1e-12)
  assert.ok(Math.abs(placeOf(wide, 1) - 0.5) < 1e-12)
})

test('what cannot be tuned is named', async () => {
  const run = (space: Space, options = {}) =>
    tune(space, async () => 1, { rng: derive(1), budget: { evaluations: 2 }, ...options })
  await assert.rejects(run({}), /no settings/)
  await assert.rejects(run({ reg: { kind: 'real', low: 0, high: 1, log: true } }), /reg goes from 0 to 1 by logarithm/)
  await assert.rejects(run({ k: { kind: 'integer', low: 1.5, high: 3 } }), /k goes from 1.5/)
  await assert.rejects(run({ c: { kind: 'choice', values: [] } }), /c has no values/)
  await assert.rejects(run(plane, { budget: {} }), /budget is empty/)
  await assert.rejects(run(plane, { budget: { evaluations: 0 } }), /evaluations is 0/)
  await assert.rejects(run(plane, { log: [{ number: 0, params: { x: 99, y: 1 }, value: 1 }] }), /x is 99 in the log/)
  await assert.rejects(
    tune(plane, async () => Number.NaN, { rng: derive(1), budget: { evaluations: 1 } }),
    /objective gave NaN for \{"x":/,
  )
})

/** A cheap look is noisy: the noise falls with the resource. */
const noisy = (params: Params<typeof mixed>, { number, resource }: { number: number; resource: number }) =>
  quality(params) + (0.3 * derive('noise', number, resource).normal()) / resource

test('successive halving finds better settings than random search with the same resource', async () => {
  const plan = { settings: 27, resource: { first: 1, last: 9 } }
  assert.equal(halvingCost(plan), 27 + 9 * 3 + 3 * 9)
  const full = Math.floor(halvingCost(plan) / 9)
  let difference = 0
  for (let seed = 0; seed < 30; seed++) {
    const halved = await successiveHalving(mixed, async (params, look) => noisy(params, look), {
      ...plan,
      rng: derive('halving', seed),
    })
    assert.equal(halved.spent, halvingCost(plan))
    assert.equal(halved.best!.resource, 9)
    difference += quality(halved.best!.params)
    const random = await tune(mixed, async (params, { number }) => noisy(params, { number, resource: 9 }), {
      rng: derive('halving', seed),
      budget: { evaluations: full },
      sampler: randomSearch,
    })
    difference -= quality(random.best!.params)
  }
  assert.ok(difference / 30 > 0.05, `${difference / 30}`)
})

test('successive halving resumes from its log and refuses a foreign one', async () => {
  const options = { settings: 9, resource: { first: 1, last: 9 }, rng: derive('h') }
  const objective = async (params: Params<typeof mixed>, look: { number: number; resource: number }) =>
    noisy(params, look)
  const whole = await successiveHalving(mixed, objective, options)
  const fresh: Look<typeof mixed>[] = []
  const resumed = await successiveHalving(mixed, objective, {
    ...options,
    log: JSON.parse(JSON.stringify(whole.looks.slice(0, 10))),
    onLook: (look) => void fresh.push(look),
  })
  assert.deepEqual(resumed, whole)
  assert.deepEqual(fresh, whole.looks.slice(10))
  await assert.rejects(
    successiveHalving(mixed, objective, { ...options, rng: derive('other'), log: whole.looks }),
    /another seed or space/,
  )
  await assert.rejects(successiveHalving(mixed, objective, { ...options, eta: 1 }), /eta is 1/)
  await assert.rejects(successiveHalving(mixed, objective, { ...options, settings: 0 }), /settings is 0/)
})
