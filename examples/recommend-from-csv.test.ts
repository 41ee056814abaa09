import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const program = join(import.meta.dirname, 'recommend-from-csv.ts')
const recommend = (...args: string[]) => execFileSync(process.execPath, [program, ...args], { encoding: 'utf8' })

test('without a file it recommends to a made-up reader what readers of the same items read', () => {
  const items = recommend()
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[0])
  assert.equal(items[0], 'c')
  assert.equal(new Set(items).size, 3)
})

test('it reads a file and names a reader', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-example-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'reads.csv'), 'ann,x,1\r\nann,y,2\r\nbo,x,3\r\ncy,z,4\r\n')
  assert.match(recommend(join(folder, 'reads.csv'), 'bo'), /^y\t0\.\d{4}\n/)
})
