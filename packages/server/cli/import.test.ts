import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../bin/lectern.js', import.meta.url))
const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'lectern-cli-import-'))
after(() => rmSync(data, { recursive: true, force: true }))

function lectern(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'import', ...args, '--data', data], {
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

test('importing says what was taken and what was rejected, and the second time that there is nothing to do', () => {
  const first = lectern('csv', at('fixtures/imports/csv'))
  assert.equal(first.code, 0, first.err)
  assert.match(first.out, /events\.csv +events +imported +9 +4 +5/)
  assert.match(first.out, /events\.csv:8: the time is in the future/)
  assert.match(first.out, /All of them: .*rejected\.jsonl/)
  const again = lectern('csv', at('fixtures/imports/csv'))
  assert.match(again.out, /Already imported, nothing to do\./)
  assert.doesNotMatch(again.out, /events\/s/)
})

test('--json gives the counts, the reasons and the places of the reports', () => {
  const { out } = lectern('csv', at('fixtures/imports/csv'), '--json')
  const result = JSON.parse(out) as {
    events: number
    items: number
    rejected: number
    reasons: object
    reports: string[]
  }
  assert.deepEqual([result.events, result.items, result.rejected, result.reports.length], [4, 2, 6, 2])
  assert.equal(Object.keys(result.reasons).length, 6)
})

test('a list of feeds is shown', () => {
  const { code, out } = lectern('opml', at('samples/feeds.opml'))
  assert.equal(code, 0)
  assert.match(out, /20 feeds listed, 20 new\./)
})

test('an unknown data set lists the known ones', () => {
  const { code, err } = lectern('netflix', data)
  assert.equal(code, 64)
  assert.match(
    err,
    /There is no data set "netflix"[\s\S]*Known: globo, deskdrop, ibm-watson, mind, movielens, csv, opml/,
  )
})
