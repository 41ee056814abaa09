import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { build } from 'vite'

test('the script for other people’s pages has less than 8 KB and asks nobody else for anything', async () => {
  const out = mkdtempSync(join(tmpdir(), 'lectern-embed-'))
  const configFile = join(import.meta.dirname, '../vite.embed.config.ts')
  await build({ configFile, logLevel: 'silent', build: { outDir: out } })
  const script = readFileSync(join(out, 'lectern-list.js'), 'utf8')
  rmSync(out, { recursive: true })
  assert.ok(script.length < 8192, `${script.length} bytes`)
  assert.match(script, /customElements\.define\(`lectern-list`/)
  assert.doesNotMatch(script, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/)
  assert.doesNotMatch(script, /https?:\/\/[a-z]|\bimport\b/)
})
