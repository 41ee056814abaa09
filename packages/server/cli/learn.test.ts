// An engineer's walk with real commands: a history, a model that is not the default, what a reader gets of it and why.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { removeData, temporaryData } from './testing.ts'

const program = fileURLToPath(new URL('../bin/lectern.js', import.meta.url))
const data = temporaryData()
after(() => removeData(data))

function lectern(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, '--data', data], {
    encoding: 'utf8',
    env: { ...process.env, LECTERN_LOG_LEVEL: 'silent' },
  })
  assert.equal(status, 0, stderr)
  return stdout
}

/** Odd readers read odd items, even readers even ones; each leaves out another. */
function history(): string {
  const rows = ['reader,item,kind,at']
  for (let reader = 0; reader < 24; reader++)
    for (let item = reader % 2; item < 24; item += 2) {
      const day = String(1 + ((item + reader) % 28)).padStart(2, '0')
      if (item % 12 !== reader % 12) rows.push(`r${reader},a${item},open,2026-01-${day}T08:00:00Z`)
    }
  return rows.join('\n')
}

before(() => {
  const mine = join(data, 'mine')
  mkdirSync(mine, { recursive: true })
  writeFileSync(join(mine, 'events.csv'), history())
  lectern('import', 'csv', mine)
})

test('a model that is not the default is published, with how to stay with it; its reasons sum to its scores', () => {
  assert.match(lectern('train', '--model', 'item-knn'), /learns ease again; to stay with item-knn, set training\.model/)
  const told = lectern('recommend', '--reader', 'r0', '-n', '2', '--explain')
  assert.match(told, /model item-knn-/)
  assert.match(told, /other things this reader did/)
  assert.equal(told.match(/^ok {2}the parts sum/gm)?.length, 2, told)
})
