import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { loadConfig } from '../config/config.ts'
import { Failure } from '../failure.ts'
import { explainBroken } from './broken.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'lectern-broken-'))
after(() => rmSync(dataDir, { recursive: true }))
const config = loadConfig({ env: {}, flags: { dataDir } })
const coded = (code: string) => Object.assign(new Error('said by the driver'), { code })
const kindOf = (cause: unknown) => {
  const explained = explainBroken(cause, config)
  return explained instanceof Failure ? explained.kind : null
}

test('a full disk is a storage failure, also when it is the cause of another failure', () => {
  assert.equal(kindOf(coded('53100')), 'storage')
  assert.equal(kindOf(new Failure('data', 'Migration failed', { cause: coded('53100') })), 'storage')
})

test('a lost connection says so; the log of the embedded server tells whether the disk was full', () => {
  assert.equal(kindOf(coded('57P01')), 'unavailable')
  assert.equal(kindOf(new Error('Connection terminated unexpectedly')), 'unavailable')
  mkdirSync(join(dataDir, 'logs'))
  writeFileSync(join(dataDir, 'logs', 'postgres.log'), 'PANIC:  could not write: No space left on device\n')
  assert.equal(kindOf(new Error('Connection terminated unexpectedly')), 'storage')
})

test('anything else stays what it was', () => {
  const [other, failure] = [new Error('a fault of ours'), new Failure('usage', 'Not so.')]
  assert.equal(explainBroken(other, config), other)
  assert.equal(explainBroken(failure, config), failure)
})
