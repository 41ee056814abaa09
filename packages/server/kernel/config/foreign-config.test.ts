// Configuration files and variables as people get them wrong: a configuration that fits, or a failure that names the key.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { Failure } from '../failure.ts'
import { type Config, configKeys, loadConfig } from './config.ts'

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-config-'))
})
after(() => rmSync(folder, { recursive: true }))

function load(file: string | Uint8Array, env: Record<string, string> = {}): Config | Failure {
  writeFileSync(join(folder, 'config.json'), file)
  try {
    return loadConfig({ env, flags: { dataDir: folder } })
  } catch (cause) {
    if (cause instanceof Failure && cause.kind === 'config') return cause
    throw cause
  }
}

const keys = configKeys().map(({ key }) => key)
const groups = [...new Set(keys.map((key) => key.split('.')[0]!))]
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(-1, 1e308, '1e999', 'NaN', '__proto__', '{}', '[', '\0', '\ud800', null, true, [], {}),
)

test('a file with any values under any keys fits or is refused with the key; nothing of it reaches other objects', () => {
  const names = fc.constantFrom(...groups, '__proto__', 'constructor', 'port', 'polluted')
  const group = fc.oneof(
    value,
    fc.dictionary(fc.constantFrom('port', 'url', 'level', 'model', '__proto__', 'x'), value),
  )
  fc.assert(
    fc.property(fc.dictionary(names, group), (config) => {
      const loaded = load(JSON.stringify(config))
      if (loaded instanceof Failure) assert.match(loaded.message, /^Configuration key "|must hold/)
      else assert.ok(Number.isInteger(loaded.http.port) && loaded.http.port >= 0 && loaded.http.port < 65_536)
      assert.equal(({} as { polluted?: unknown }).polluted, undefined)
    }),
    { seed: 13, numRuns: 300 },
  )
  load('{"__proto__":{"polluted":1},"http":{"__proto__":{"polluted":1}},"constructor":{"prototype":{"polluted":1}}}')
  assert.equal(({} as { polluted?: unknown }).polluted, undefined)
  const loaded = load('{}')
  assert.ok(!(loaded instanceof Failure), String(loaded))
})

test('a file that is no JSON object, or nests twenty thousand deep, is refused in words', () => {
  const deep = 20_000
  const wrong = [
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '{"http":{"port":1e999}}',
    `{"http":${'['.repeat(deep)}${']'.repeat(deep)}}`,
  ]
  for (const text of wrong) assert.ok(load(text) instanceof Failure, text.slice(0, 40))
  for (const text of [
    `{"x":${'{"y":'.repeat(deep)}1${'}'.repeat(deep)}}`,
    `{"http":${'{"http":'.repeat(deep)}1${'}'.repeat(deep)}}`,
  ])
    assert.ok(load(text) instanceof Failure, text.slice(0, 40))
  assert.ok(load(Uint8Array.of(0xff, 0xfe, 0x7b)) instanceof Failure)
})

test('any text in any variable fits or is refused with the name of the key', () => {
  const variables = configKeys().filter(({ key }) => key !== 'dataDir')
  fc.assert(
    fc.property(fc.constantFrom(...variables), fc.string({ unit: 'binary', minLength: 1 }), ({ key, env }, text) => {
      const loaded = load('{}', { [env]: text })
      if (loaded instanceof Failure) assert.ok(loaded.message.includes(`"${key}`), loaded.message)
    }),
    { seed: 14, numRuns: 300 },
  )
})
