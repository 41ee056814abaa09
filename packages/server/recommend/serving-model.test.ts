import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { writeModelFile } from '@lectern/engine/data/model-file.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { fillSample } from '../samples/samples.ts'
import { type PublishedModel, publishedModel, train } from '../training/training.ts'
import { followModels } from './serving-model.ts'

let kernel: TestKernel
let known: PublishedModel

before(async () => {
  kernel = await testKernel()
  await fillSample(kernel)
  known = await train(kernel, { threads: 1, models: ['item-knn'] })
  const bytes = writeModelFile({ kind: 'of-tomorrow/1', meta: {}, arrays: {} })
  const sum = await kernel.blobs.put('models/of-tomorrow.bin', bytes)
  await kernel.database.pool.query(`update model_version set state = 'retired'`)
  await kernel.database.pool.query(
    `insert into model_version select 'of-tomorrow', 'of-tomorrow', 'models/of-tomorrow.bin', $1, 'published', card, created_at + 1
     from model_version`,
    [sum],
  )
})
after(() => kernel.close())

test('a model of a kind that this server does not know stays published; the one before serves', async () => {
  const latest = followModels(kernel)
  const serving = await latest(null)
  assert.equal(serving?.version, known.version)
  assert.equal((await publishedModel(kernel))?.version, 'of-tomorrow')
  assert.equal(await latest(serving), serving)
})
