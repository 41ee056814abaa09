import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { publication, type TestMerino, testMerino, viewOf } from './testing.ts'

const opened: TestMerino[] = []
const open = (...of: Parameters<typeof testMerino>): TestMerino => {
  const one = testMerino(...of)
  opened.push(one)
  return one
}
after(() => Promise.all(opened.map((one) => one.close())))

const whole = viewOf(publication())

test('sections that were asked for come as an object that is not empty, and data is an empty list', async () => {
  const { data, feeds } = await open(whole).ask({ feeds: ['sections'] })
  assert.deepEqual(data, [])
  assert.ok(Object.keys(feeds!).length > 10)
})

test('without sections data is the list and feeds is null', async () => {
  const { data, feeds } = await open(whole).ask({})
  assert.equal(data.length, 100)
  assert.equal(feeds, null)
})
