import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../data/history.ts'
import type { Interaction } from '../data/interaction-source.ts'
import { buildInteractions } from '../data/interactions.ts'
import { derive } from '../random/random.ts'
import {
  attributeTransitions as algorithm,
  type AttributeTransitionsConfig as Config,
} from './attribute-transitions.ts'
import { onThisThread } from './model.ts'

const context = { rng: derive('attribute-transitions'), withPool: onThisThread }
const names = Array.from({ length: 10 }, (_, k) => `i${k}`)
const attributes = { i0: ['x'], i1: ['y', 'x'], i3: ['y'], i4: ['z', 'x', 'x'], i9: ['z'] }
const read = (rows: readonly number[]) => historyOf(rows.map((row, at) => ({ row, at })))

/** Sequences without repeats over the first eight items, one per reader. */
function sequences(): number[][] {
  const rng = derive('attribute-transitions', 'sequences')
  return Array.from({ length: 25 }, () => {
    const left = Array.from({ length: 8 }, (_, row) => row)
    return Array.from({ length: 2 + rng.integer(6) }, () => left.splice(rng.integer(left.length), 1)[0]!)
  })
}

const interactionsOf = (log: readonly (readonly number[])[]) =>
  buildInteractions(() =>
    log.flatMap((sequence, r) =>
      sequence.map((row, at): Interaction => ({ reader: `r${r}`, item: names[row]!, at, weight: 1 })),
    ),
  )

/** The formula, densely, over the items of `ids`. */
function plainScores(
  log: readonly (readonly number[])[],
  history: readonly string[],
  config: Config,
  ids: readonly string[],
) {
  const has = (id: string) => new Set<string>(config.attributes[id] ?? [])
  const both = (a: string, b: string) => [...has(a)].filter((one) => has(b).has(one))
  const members = (one: string) => ids.filter((id) => has(id).has(one))
  const readers = (id: string) => log.filter((sequence) => sequence.some((row) => names[row] === id)).length
  const steps = (a: string, b: string) => {
    let sum = 0
    for (const sequence of log) {
      const hop = sequence.findIndex((row) => names[row] === b) - sequence.findIndex((row) => names[row] === a)
      if (![a, b].every((id) => sequence.some((row) => names[row] === id))) continue
      if (hop > 0 && hop <= config.hops) sum += hop ** -config.hopPower
      if (hop < 0 && -hop <= config.hops) sum += config.backward * (-hop) ** -config.hopPower
    }
    return sum
  }
  return ids.map((b) =>
    history.toReversed().reduce((score, a, j) => {
      const row = ids.reduce((sum, id) => sum + (id === a ? 0 : steps(a, id)), 0)
      const like = both(a, b).reduce((sum, one) => sum + members(one).length ** -config.likenessPower, 0)
      const step = row > 0 && a !== b ? (steps(a, b) * (1 + config.likeness * like)) / row ** config.rowPower : 0
      const share = both(a, b).reduce((sum, one) => {
        const total = members(one).reduce((all, id) => all + Math.max(0.5, readers(id)), 0)
        return sum + Math.max(0.5, readers(b)) / total
      }, 0)
      return score + config.positionDecay ** j * step + config.backOff * config.backOffDecay ** j * share
    }, 1e-9 * readers(b)),
  )
}

test('scores match the dense formula', async () => {
  const log = sequences()
  const interactions = await interactionsOf(log)
  for (const change of [
    {},
    { backOff: 0 },
    { hops: 1, backward: 0, rowPower: 0.8 },
    { likeness: 0, positionDecay: 1 },
  ]) {
    const config = { ...algorithm.defaults, attributes, ...change }
    const model = await algorithm.train(interactions, config, context)
    for (const sequence of [...log.slice(0, 4), [4], []]) {
      const history = sequence.map((row) => names[row]!)
      const expected = plainScores(log, history, config, model.items.ids)
      model.score(read(history.map((id) => model.items.row(id)))).forEach((score, row) => {
        const wanted = expected[row]!
        assert.ok(Math.abs(score - wanted) <= 1e-6 * Math.abs(wanted) + 1e-12, `row ${row}: ${score}, ${wanted}`)
      })
    }
  }
})

test('an item nobody has read yet is found by its attributes', async () => {
  const model = await algorithm.train(await interactionsOf(sequences()), { ...algorithm.defaults, attributes }, context)
  const fresh = model.items.row('i9')
  const { contributions } = model.explain(read([model.items.row('i0'), model.items.row('i4')]), fresh)
  assert.deepEqual(
    contributions.map(({ row }) => model.items.id(row)),
    ['i4'],
  )
  assert.ok(model.score(read([model.items.row('i4')]))[fresh]! > 0)
})

test('of two steps seen as often, the one to the like item comes first', async () => {
  const interactions = await interactionsOf([
    [0, 1],
    [0, 2],
  ])
  const config = { ...algorithm.defaults, attributes: { i0: ['brand'], i2: ['brand'] }, backOff: 0 }
  const scores = (await algorithm.train(interactions, config, context)).score(read([0]))
  assert.ok(scores[2]! > scores[1]! && scores[1]! > 0)
})

test('an option that cannot be is refused by name, and training stops when it is cancelled', async () => {
  const interactions = await interactionsOf(sequences())
  for (const [option, value] of Object.entries({ hops: 0, positionDecay: 1.5, backOffDecay: 0, likeness: -1 }))
    await assert.rejects(
      algorithm.train(interactions, { ...algorithm.defaults, [option]: value }, context),
      new RegExp(`${option} is ${value}`),
    )
  const signal = { aborted: true, reason: new Error('shut down') }
  await assert.rejects(algorithm.train(interactions, algorithm.defaults, { ...context, signal }), /shut down/)
})
