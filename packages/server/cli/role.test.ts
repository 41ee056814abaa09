import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { removeData, temporaryData } from './testing.ts'

const data = temporaryData()
after(() => removeData(data))
const program = fileURLToPath(new URL('../bin/lectern.js', import.meta.url))

function lectern(...args: string[]): Promise<{ code: number; out: string; said: string }> {
  return new Promise((done) =>
    execFile(process.execPath, [program, 'role', ...args, '--data', data], (error, out, said) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, said }),
    ),
  )
}

test('a role is granted to somebody new, listed, and revoked once', async () => {
  const granted = await lectern('grant', 'Grace', 'editor', '--surface', 'home')
  assert.match(granted.out, /Grace is editor of "home"/)
  assert.match((await lectern('list')).out, /Grace +editor +home/)
  assert.equal((await lectern('revoke', 'Grace', 'editor', '--surface', 'home')).code, 0)
  const again = await lectern('revoke', 'Grace', 'editor', '--surface', 'home')
  assert.equal(again.code, 66)
  assert.match(again.said, /Grace is not editor of "home"/)
})

test('a role that is none, and a surface for a role that has all, are refused with what is right', async () => {
  const none = await lectern('grant', 'Grace', 'king')
  assert.deepEqual([none.code, /editor, chief, analyst, operator/.test(none.said)], [64, true])
  const chief = await lectern('grant', 'Grace', 'chief', '--surface', 'home')
  assert.deepEqual([chief.code, /every surface/.test(chief.said)], [64, true])
})
