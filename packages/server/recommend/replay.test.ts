import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { defaultPriorities } from '@lectern/engine/pipeline/priorities.ts'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { publish, readDocument, versionOf } from '../priorities/priorities.ts'
import { fillSample } from '../samples/samples.ts'
import { train } from '../training/training.ts'
import { openRecommender, type Recommender } from './recommend.ts'
import { replaySlate } from './replay.ts'

let kernel: TestKernel
let recommender: Recommender
let list: Slate
const ask = { surface: 'home', n: 30 }
const ada = { kind: 'reader', reader: 'ada' } as const

before(async () => {
  kernel = await testKernel()
  await fillSample(kernel)
  await train(kernel, { threads: 1 })
  recommender = await openRecommender(kernel)
  list = await recommender.recommend(ask, ada)
  await recommender.settled()
})
after(async () => {
  await recommender.close()
  await kernel.close()
})

async function fileWith(content: string): Promise<string> {
  const path = join(kernel.config.dataDir, 'priorities.json')
  await writeFile(path, content)
  return path
}

test('a slate is the same again, and under other priorities it tells what would have been', async () => {
  assert.equal((await replaySlate(kernel, list.slate)).kind, 'identical')
  const outcomes = { ...defaultPriorities.outcomes, open: 3 }
  const other = await replaySlate(kernel, list.slate, { document: { outcomes } })
  assert.ok(other.kind === 'different')
  const [first] = other.differences
  assert.ok(first?.logged && first.replayed)
  assert.ok(first.replayed.score > first.logged.score)
  const same = await replaySlate(kernel, list.slate, { document: {} })
  assert.equal(same.kind, 'identical')
})

test('a slate with another model tells what would have been; a version that is not there is named', async () => {
  await train(kernel, { threads: 1, models: ['item-knn'] })
  const { rows } = await kernel.database.pool.query(
    'select version from model_version order by created_at desc limit 1',
  )
  const other = await replaySlate(kernel, list.slate, { model: rows[0].version })
  assert.ok(other.kind === 'different' || other.kind === 'identical')
  const none = await replaySlate(kernel, list.slate, { model: 'ease-of-tomorrow' })
  assert.ok(none.kind === 'not-kept')
  assert.match(none.detail, /no model ease-of-tomorrow/)
})

test('priorities in force serve the next list without a restart, and the list names them', async () => {
  assert.equal(list.priorities, defaultPriorities.version)
  const document = { outcomes: { ...defaultPriorities.outcomes, finish: 4 } }
  const read = await readDocument(await fileWith(JSON.stringify(document)))
  const priorities = { version: versionOf(read) }
  const by = { id: 'ada', name: 'Ada' }
  await publish(kernel, {
    surface: null,
    document: read,
    rollout: { kind: 'everybody' },
    owner: 'a',
    reason: 'why',
    by,
  })
  let served = await recommender.recommend(ask, ada)
  for (let tries = 0; served.priorities !== priorities.version; tries++) {
    assert.ok(tries < 200, 'they never came into force')
    await kernel.database.pool.query('select pg_sleep(0.02)')
    served = await recommender.recommend(ask, ada)
  }
  await recommender.settled()
  assert.equal((await replaySlate(kernel, served.slate)).kind, 'identical')
  const before = await replaySlate(kernel, list.slate)
  assert.equal(before.kind, 'identical', 'a slate is replayed with the priorities of its time')
})

test('priorities that cannot be are refused with their place, and nothing changes', async () => {
  await assert.rejects(fileWith('{"outcomes": ').then(readDocument), /is not JSON/)
  const { open: _, ...rest } = defaultPriorities.outcomes
  await assert.rejects(fileWith(JSON.stringify({ outcomes: rest })).then(readDocument), /outcomes\.open/)
  const unknown = { outcomes: { ...defaultPriorities.outcomes, clicks: 1 } }
  await assert.rejects(fileWith(JSON.stringify(unknown)).then(readDocument), /clicks/)
  await assert.rejects(readDocument('/nowhere/priorities.json'), /cannot be read/)
})
