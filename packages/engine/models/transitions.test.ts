import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyHistory, historyOf } from '../data/history.ts'
import type { Interaction } from '../data/interaction-source.ts'
import { buildInteractions } from '../data/interactions.ts'
import type { SessionEvent } from '../data/open-sessions.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { derive } from '../random/random.ts'
import { onThisThread } from './model.ts'
import { Transitions, type TransitionsConfig, transitions } from './transitions.ts'

const context = { rng: derive('transitions'), withPool: onThisThread }
const items = new Vocabulary(Array.from({ length: 9 }, (_, k) => `i${k}`))
const read = (rows: readonly number[]) => historyOf(rows.map((row, at) => ({ row, at })))
const day = 86_400_000

/** Sequences without repeats, one per reader. */
function sequences(): number[][] {
  const rng = derive('transitions', 'sequences')
  return Array.from({ length: 30 }, () => {
    const left = Array.from(items.ids.keys())
    return Array.from({ length: 2 + rng.integer(6) }, () => left.splice(rng.integer(left.length), 1)[0]!)
  })
}

/** The formula, densely. */
function plainScores(log: readonly (readonly number[])[], history: readonly number[], config: TransitionsConfig) {
  const steps = items.ids.map(() => items.ids.map(() => 0))
  const readers = items.ids.map(() => 0)
  for (const sequence of log)
    sequence.forEach((b, k) => {
      readers[b]!++
      for (let hop = 1; hop <= Math.min(config.hops, k); hop++) {
        const a = sequence[k - hop]!
        steps[a]![b]! += 1 / hop
        steps[b]![a]! += config.backward / hop
      }
    })
  return items.ids.map((_, b) => {
    const terms = history.toReversed().map((a, j) => {
      const sum = steps[a]!.reduce((total, value) => total + value, 0)
      if (sum === 0) return 0
      const target = Math.max(1, readers[b]!) ** config.popularityPower
      return (config.positionDecay ** j * steps[a]![b]!) / (sum ** config.rowPower * target)
    })
    return terms.reduce((total, term) => total + term, 1e-9 * readers[b]!)
  })
}

const configs: TransitionsConfig[] = [
  transitions.defaults,
  { ...transitions.defaults, hops: 1, backward: 0, positionDecay: 0.01 },
  { ...transitions.defaults, hops: 3, rowPower: 0.7, popularityPower: 0.25, positionDecay: 1 },
]

test('scores match the dense formula', async () => {
  const log = sequences()
  const events = log.flatMap((sequence, r) =>
    sequence.map((row, at): Interaction => ({ reader: `r${r}`, item: items.id(row), at, weight: 1 })),
  )
  const interactions = await buildInteractions(() => events)
  for (const config of configs) {
    const model = await transitions.train(interactions, config, context)
    for (const history of [...log.slice(0, 5), []]) {
      const expected = plainScores(log, history, config)
      model.score(read(history)).forEach((score, row) => {
        const wanted = expected[row]!
        assert.ok(Math.abs(score - wanted) <= 1e-6 * Math.abs(wanted) + 1e-12, `${score} against ${wanted}`)
      })
    }
  }
})

test('learning step by step, readers mixed, equals training on the histories', async () => {
  const log = sequences()
  const events = log
    .flatMap((sequence, r) => sequence.map((row, k) => ({ session: `r${r}`, row, at: k * 1000 + r })))
    .sort((a, b) => a.at - b.at)
  const interactions = await buildInteractions(() =>
    events.map(({ session, row, at }) => ({ reader: session, item: items.id(row), at, weight: 1 })),
  )
  const live = new Transitions(items, transitions.defaults)
  for (const event of events) live.observe(event)
  assert.deepEqual(live.save(), (await transitions.train(interactions, transitions.defaults, context)).save())
})

test('a step after a long silence is none, and one item twice is none', () => {
  const model = new Transitions(items, transitions.defaults)
  for (const [row, at] of [
    [0, 0],
    [0, 1],
    [1, 31 * day],
  ] as const)
    model.observe({ session: 'r', row, at })
  const [first, second] = [model.explain(read([0]), 1), model.explain(read([0]), 0)]
  assert.deepEqual([first.contributions, second.contributions], [[], []])
})

test('where no transition leads, the more read item comes first', () => {
  const model = new Transitions(items, transitions.defaults)
  for (const row of [4, 4, 2]) model.observe({ session: `${row}`, row, at: 0 })
  const scores = model.score(emptyHistory)
  assert.ok(scores[4]! > scores[2]! && scores[2]! > scores[0]!)
})

test('counting goes on after loading, and over a changed catalogue', () => {
  const events = sequences().flatMap((sequence, r): SessionEvent[] =>
    sequence.map((row, at) => ({ session: `r${r % 7}`, row, at: r * day + at })),
  )
  const model = new Transitions(items, transitions.defaults)
  for (const event of events.slice(0, 60)) model.observe(event)
  const loaded = transitions.load(model.save())
  const same = model.withItems(new Vocabulary(items.ids))
  for (const one of [model, loaded, same]) for (const event of events.slice(60)) one.observe(event)
  assert.deepEqual(loaded.save(), model.save())
  same.score(read([1, 2])).forEach((score, row) => {
    assert.ok(Math.abs(score - model.score(read([1, 2]))[row]!) < 1e-6)
  })
  const fewer = model.withItems(new Vocabulary(['i3', 'i1', 'other']))
  const steps = (one: Transitions, from: number, to: number) => one.explain(read([from]), to).contributions.length
  assert.equal(steps(fewer, 1, 0), steps(model, 1, 3))
})

test('an option that cannot be is refused by name', () => {
  for (const [option, value] of Object.entries({ hops: 0.5, positionDecay: 0, backward: -1, rowPower: 5, idleMs: 0 }))
    assert.throws(
      () => new Transitions(items, { ...transitions.defaults, [option]: value }),
      new RegExp(`${option} is ${value}`),
    )
  const model = new Transitions(items, transitions.defaults)
  assert.throws(() => model.observe({ session: 'r', row: 9, at: 0 }), /row 9/)
  assert.throws(() => model.observe({ session: 'r', row: 0, at: Number.NaN }), /at is NaN/)
})
