import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readModelFile, writeModelFile } from './model-file.ts'
import { OpenSessions } from './open-sessions.ts'
import { loadSessionCounts, saveSessionCounts } from './session-counts.ts'
import { SparseRows } from './sparse-rows.ts'

const options = { idleMs: 1000, maxLength: 5 }

function written(): { bytes: Uint8Array; names: readonly string[] } {
  const counts = new SparseRows(3)
  counts.add(0, 2, 0.5)
  counts.add(2, 1, 4)
  const sessions = new OpenSessions(options)
  sessions.append({ session: 'a', row: 2, at: 10 })
  sessions.append({ session: 'a', row: 0, at: 20 })
  const { names, arrays } = saveSessionCounts({ counts, sessions })
  return { bytes: writeModelFile({ kind: 'counts/1', meta: null, arrays }), names }
}

test('counts and open sessions come back as they were', () => {
  const { bytes, names } = written()
  const { counts, sessions } = loadSessionCounts(readModelFile(bytes), { items: 3, names, options })
  assert.deepEqual([counts.get(0, 2), counts.get(2, 1), counts.get(1, 1), counts.sums[2]], [0.5, 4, 0, 4])
  assert.deepEqual(sessions.earlier({ session: 'a', at: 30 }), [2, 0])
  assert.deepEqual(sessions.earlier({ session: 'a', at: 2000 }), [])
})

test('a file of other items is refused', () => {
  const { bytes, names } = written()
  assert.throws(() => loadSessionCounts(readModelFile(bytes), { items: 4, names, options }), /indptr/)
})
