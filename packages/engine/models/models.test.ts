import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { checkerboard } from '../testing/checkerboard.ts'
import { onThisThread } from './model.ts'
import { algorithmNamed, algorithms, loadModel } from './models.ts'

const context = () => ({ rng: derive('models'), withPool: onThisThread })

for (const algorithm of algorithms)
  test(`${algorithm.kind}: what it saves is found and loaded by its name alone`, async () => {
    const { interactions, cases } = await checkerboard()
    const model = await algorithm.train(interactions, {}, context())
    const loaded = loadModel(model.save())
    assert.equal(loaded.kind, algorithm.kind)
    const { history } = cases[0]!
    assert.deepEqual(loaded.score(history, 0), model.score(history, 0))
  })

test('every algorithm is held to the contract of models by a test', () => {
  const folder = import.meta.dirname
  const tests = readdirSync(folder).filter((file) => file.endsWith('.test.ts'))
  const text = tests.map((file) => readFileSync(join(folder, file), 'utf8')).join('')
  const nameOf = (kind: string) => kind.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
  const missing = algorithms.filter(({ kind }) => !text.includes(`algorithm: ${nameOf(kind)},`))
  assert.deepEqual(
    missing.map(({ kind }) => `${kind}: pass it to modelContract in its test`),
    [],
  )
})

test('an unknown model and an unknown setting are refused with those there are', async () => {
  assert.throws(() => algorithmNamed('easy'), /no model "easy"; known: popularity, item-knn/)
  const { interactions } = await checkerboard()
  await assert.rejects(
    algorithmNamed('ease').train(interactions, { lambda: 3 }, context()),
    /no setting lambda; known: reg/,
  )
})
