import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayEditDesk, mayLeadDesk, mayReadAudit, mayReadDesk } from './desk.ts'

const person = (role: 'reader' | 'editor' | 'admin', ...grants: ['editor' | 'chief' | 'analyst', string | null][]) => ({
  id: 'ada',
  name: 'Ada',
  role,
  grants: grants.map(([granted, surface]) => ({ role: granted, surface })),
})

test('nobody and a plain reader see no Desk; an administrator may everything there', () => {
  for (const who of [null, person('reader')]) assert.ok(!mayReadDesk(who) && !mayEditDesk(who, null))
  const admin = person('admin')
  assert.ok(mayReadDesk(admin) && mayEditDesk(admin, 'home') && mayLeadDesk(admin) && mayReadAudit(admin))
})

test('an editor of one surface edits there, an analyst reads alone', () => {
  const editor = person('reader', ['editor', 'home'])
  assert.ok(mayEditDesk(editor, 'home') && mayEditDesk(editor, null) && !mayEditDesk(editor, 'newtab'))
  assert.ok(!mayLeadDesk(editor) && !mayReadAudit(editor))
  const analyst = person('reader', ['analyst', null])
  assert.ok(mayReadDesk(analyst) && mayReadAudit(analyst) && !mayEditDesk(analyst, null))
})
