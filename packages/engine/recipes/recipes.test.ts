import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stageContract } from '../testing/stage-contract.ts'
import { recipes } from './recipes.ts'

for (const recipe of recipes) stageContract({ test, assert }, recipe)

test('every rerank of a recipe says what it does', () => {
  const stages = recipes.flatMap(({ rerank }) =>
    rerank.flatMap((one) => [one, ...(one.onEditorial ? [one.onEditorial] : [])]),
  )
  assert.deepEqual(
    stages.filter(({ about }) => about === undefined).map(({ name }) => name),
    [],
  )
})
