import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, test } from 'node:test'
import { Failure } from '../failure.ts'
import { configKeys, loadConfig, redact } from './config.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function folderWith(config: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-config-'))
  folders.push(folder)
  writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  return folder
}

const refusal = (run: () => unknown): Failure => {
  try {
    run()
  } catch (cause) {
    assert.ok(cause instanceof Failure, String(cause))
    return cause
  }
  throw new Error('nothing was refused')
}

test('flags win over the environment, which wins over the file, which wins over defaults', () => {
  const dataDir = folderWith({ http: { port: 1000, host: 'file' }, log: { level: 'warn' } })
  const config = loadConfig({
    env: { LECTERN_HTTP_PORT: '2000', LECTERN_HTTP_HOST: 'env' },
    flags: { dataDir, 'http.host': 'flag' },
  })
  assert.equal(config.http.host, 'flag')
  assert.equal(config.http.port, 2000)
  assert.equal(config.http.publicUrl, null)
  assert.equal(config.log.level, 'warn')
  assert.equal(config.training.maxItems, 6000)
})

test('an unknown key of the file is refused by name and place', () => {
  const dataDir = folderWith({ http: { prot: 1 } })
  const failure = refusal(() => loadConfig({ env: {}, flags: { dataDir } }))
  assert.equal(failure.kind, 'config')
  assert.match(failure.message, /http\.prot.*config\.json/)
})

test('an unknown environment variable of ours is refused and the known ones are listed', () => {
  const failure = refusal(() => loadConfig({ env: { LECTERN_HTTP_PROT: '1' } }))
  assert.match(failure.message, /LECTERN_HTTP_PROT/)
  assert.match(failure.advice ?? '', /LECTERN_HTTP_PORT/)
})

test('a value that does not fit names its key and where it was set', () => {
  assert.match(
    refusal(() => loadConfig({ env: { LECTERN_HTTP_PORT: 'many' } })).message,
    /http\.port.*LECTERN_HTTP_PORT/,
  )
  assert.match(
    refusal(() => loadConfig({ env: {}, flags: { 'http.port': '70000' } })).message,
    /http\.port.*command line/,
  )
  assert.match(refusal(() => loadConfig({ env: {}, flags: { dataDir: folderWith('{') } })).message, /not JSON/)
})

test('the printed configuration hides the database password', () => {
  const config = loadConfig({ env: { DATABASE_URL: 'postgresql://u:secret@h/d' } })
  assert.equal(config.database.url, 'postgresql://u:secret@h/d')
  assert.doesNotMatch(JSON.stringify(redact(config)), /secret/)
})

test('every key can be set from the environment', () => {
  for (const { key, env, about } of configKeys()) {
    assert.ok(about.length > 10, `${key} has a meaning`)
    assert.match(env, /^LECTERN_[A-Z_]+$/)
  }
})
