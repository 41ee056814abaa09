import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller, Grant } from './http.ts'
import { allow, mayEdit, mayRead, type Need } from './roles.ts'

const person = (role: 'reader' | 'editor' | 'admin', ...grants: Grant[]): Caller => ({
  kind: 'reader',
  reader: 'ada',
  name: 'Ada',
  role,
  grants,
})
const any = (role: Grant['role']): Grant => ({ role, surface: null })
const all: Record<string, Caller> = {
  nobody: { kind: 'anonymous' },
  program: { kind: 'key', key: 'k', publishable: false, surface: null, scopes: new Set(['surfaces']) },
  reader: person('reader'),
  'editor of home': person('reader', { role: 'editor', surface: 'home' }),
  'editor of all': person('reader', any('editor')),
  'editor of old': person('editor'),
  chief: person('reader', any('chief')),
  analyst: person('reader', any('analyst')),
  operator: person('reader', any('operator')),
  admin: person('admin'),
}
const who = (need: Need): string[] =>
  Object.entries(all)
    .filter(([, caller]) => allow(caller, need).kind === 'allowed')
    .map(([name]) => name)

test('an editor decides for the surface of the grant and for what belongs to none, a chief for all', () => {
  const everywhere = ['editor of all', 'editor of old', 'chief', 'admin']
  assert.deepEqual(who({ kind: 'edit', surface: 'home' }), ['editor of home', ...everywhere])
  assert.deepEqual(who({ kind: 'edit', surface: null }), ['editor of home', ...everywhere])
  assert.deepEqual(who({ kind: 'edit', surface: 'newtab' }), everywhere)
  assert.ok(mayEdit(all['editor of home']!, 'home') && !mayEdit(all['editor of home']!, 'newtab'))
})

test('an analyst reads and changes nothing; an operator settles settings; only some read the audit log', () => {
  assert.deepEqual(who({ kind: 'lead' }), ['chief', 'admin'])
  assert.deepEqual(who({ kind: 'operate' }), ['operator', 'admin'])
  assert.deepEqual(who({ kind: 'audit' }), ['chief', 'analyst', 'operator', 'admin'])
  assert.ok(mayRead(all.analyst!) && !mayRead(all.reader!) && !mayRead(all.program!))
})

test('who may not is told which role it needs, who is nobody to sign in', () => {
  const refused = allow(all.analyst!, { kind: 'edit', surface: 'home' })
  assert.ok(refused.kind === 'refused' && refused.problem === 'not-allowed')
  assert.match(refused.detail, /editor of "home" or chief.*lectern role grant/)
  const nobody = allow(all.nobody!, { kind: 'read' })
  assert.ok(nobody.kind === 'refused' && nobody.problem === 'not-signed-in')
})

test('while the database cannot say who asks, nothing is decided', () => {
  assert.throws(() => allow({ kind: 'unknown', cause: new Error('away') }, { kind: 'read' }), /away/)
})
