import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyOf } from '../data/history.ts'
import type { Interaction } from '../data/interaction-source.ts'
import { buildInteractions } from '../data/interactions.ts'
import { derive } from '../random/random.ts'
import { onThisThread } from './model.ts'
import { sessionLinear } from './session-linear.ts'

const context = { rng: derive('session-linear'), withPool: onThisThread }
const items = 7

/** Sequences without repeats, one per reader. */
const log = (() => {
  const rng = derive('session-linear', 'sequences')
  return Array.from({ length: 40 }, () => {
    const left = Array.from({ length: items }, (_, row) => row)
    return Array.from({ length: 1 + rng.integer(items) }, () => left.splice(rng.integer(left.length), 1)[0]!)
  })
})()
const interactions = buildInteractions(() =>
  log.flatMap((sequence, r) =>
    sequence.map((row, at): Interaction => ({ reader: `r${r}`, item: `i${row}`, at, weight: 1 })),
  ),
)
const read = (rows: readonly number[]) => historyOf(rows.map((row, at) => ({ row, at })))

test('the weights solve the normal equations of the decayed cuts', async () => {
  const config = { ...sessionLinear.defaults, reg: 3, sourceDecay: 0.7, targetDecay: 0.5 }
  const { weights } = await sessionLinear.train(await interactions, config, context)
  const left = Array.from({ length: items }, (_, i) =>
    Array.from({ length: items }, (_, j) => (i === j ? config.reg : 0)),
  )
  const right = left.map((row) => row.map(() => 0))
  for (const sequence of log)
    for (let cut = 1; cut < sequence.length; cut++) {
      const source = sequence.slice(0, cut).map((row, i) => ({ row, weight: 0.7 ** (cut - 1 - i) }))
      const target = sequence.slice(cut).map((row, k) => ({ row, weight: 0.5 ** k }))
      for (const a of source) {
        for (const b of source) left[a.row]![b.row]! += a.weight * b.weight
        for (const b of target) right[a.row]![b.row]! += a.weight * b.weight
      }
    }
  for (let i = 0; i < items; i++)
    for (let j = 0; j < items; j++) {
      const product = left[i]!.reduce((sum, value, k) => sum + value * weights[k * items + j]!, 0)
      // Pairs below a weight of 0.001 are left out.
      assert.ok(Math.abs(product - right[i]![j]!) < 0.02, `${product} against ${right[i]![j]}`)
    }
})

test('a score is the decayed sum of rows', async () => {
  const model = await sessionLinear.train(
    await interactions,
    { ...sessionLinear.defaults, positionDecay: 0.5 },
    context,
  )
  model.score(read([2, 5])).forEach((score, row) => {
    assert.equal(score, Math.fround(model.weights[5 * items + row]! + 0.5 * model.weights[2 * items + row]!))
  })
})

test('an option that cannot be, or too many items for the memory allowed, is refused by name', async () => {
  for (const [option, value] of Object.entries({ reg: 0, sourceDecay: 0, targetDecay: -1, positionDecay: 2 }))
    await assert.rejects(
      sessionLinear.train(await interactions, { ...sessionLinear.defaults, [option]: value }, context),
      new RegExp(`${option} is ${value}`),
    )
  await assert.rejects(
    sessionLinear.train(await interactions, { ...sessionLinear.defaults, memoryBytes: 100 }, context),
    /7 items need 196 bytes; 100 allowed/,
  )
})

test('training stops when it is cancelled', async () => {
  const signal = { aborted: true, reason: new Error('shut down') }
  await assert.rejects(
    sessionLinear.train(await interactions, sessionLinear.defaults, { ...context, signal }),
    /shut down/,
  )
})
