import assert from 'node:assert/strict'
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

test('an unknown model and an unknown setting are refused with those there are', async () => {
  assert.throws(() => algorithmNamed('easy'), /no model "easy"; known: popularity, item-knn/)
  const { interactions } = await checkerboard()
  await assert.rejects(
    algorithmNamed('ease').train(interactions, { lambda: 3 }, context()),
    /no setting lambda; known: reg/,
  )
})
