import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { killTest } from './kill-test.ts'
import { removeData, temporaryData } from './testing.ts'

const data = temporaryData()
after(() => removeData(data))

test('20 kills in the middle of writes lose no acknowledged event and count none twice', async () => {
  const { lost, doubled, miscounted, kills, acknowledged, files } = await killTest(data, { rounds: 20, seed: 7 })
  assert.deepEqual({ lost, doubled, miscounted }, { lost: 0, doubled: 0, miscounted: 0 })
  assert.equal(kills, 20)
  assert.ok(acknowledged > 1000, `${acknowledged} events were acknowledged`)
  assert.ok(files > 0, 'some of them were rolled into history files')
})
