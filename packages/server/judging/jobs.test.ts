import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addProspects, unjudgedProspects } from '../desk/desk.ts'
import { prospectOf } from '../desk/testing.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { judgingJobs } from './jobs.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
})
after(() => kernel.close())

const hour = 3_600_000
const unjudged = (judgedBefore = 0) => unjudgedProspects(kernel, { limit: 1000, judgedBefore })
const stored = async (id: string) =>
  (await kernel.database.pool.query('select * from prospect where id = $1', [id])).rows[0]

test('whatever waits is judged, more than one batch of it, and again after six hours', async () => {
  const judge = judgingJobs(kernel).find(({ name }) => name === 'judging.judge')!
  const run = () => judge.run(new AbortController().signal)
  const many = Array.from({ length: 70 }, (_, k) =>
    prospectOf(`p${k}`, { title: `Report ${k} of the ${k * 31} rivers` }),
  )
  await addProspects(kernel, [
    ...many,
    prospectOf('loud', {
      title: 'You will never believe this',
      topic: 'food',
      topicBy: 'person',
      publishedAt: kernel.clock(),
    }),
    prospectOf('decided'),
  ])
  await kernel.database.pool.query("update prospect set state = 'approved' where id = 'decided'")
  await run()
  assert.equal((await unjudged()).length, 0)
  const first = await stored('loud')
  assert.ok(first.clickbait > 0.5 && first.value > 0, JSON.stringify(first))
  assert.deepEqual([first.topic, first.topic_by], ['food', 'person'])
  kernel.advance(5 * hour)
  await run()
  assert.equal((await stored('loud')).judged_at, first.judged_at)
  kernel.advance(2 * hour)
  await run()
  const again = await stored('loud')
  assert.ok(again.judged_at > first.judged_at)
  assert.ok(again.value < first.value, 'it is no longer fresh')
  assert.equal(again.duplicate_of, null)
  assert.equal((await stored('decided')).judged_at, first.judged_at, 'what was decided is left alone')
})
