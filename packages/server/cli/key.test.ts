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
    execFile(process.execPath, [program, 'key', ...args, '--data', data], (error, out, said) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, said }),
    ),
  )
}

test('a key is made, listed without its secret, and revoked once', async () => {
  const wanted = ['--name', 'page', '--surface', 'newtab', '--publishable', '--origin', 'https://news.example']
  const made = await lectern('create', ...wanted, '--json')
  const { id, secret, kind } = JSON.parse(made.out) as { id: string; secret: string; kind: string }
  assert.equal(kind, 'publishable')
  const listed = await lectern('list')
  assert.match(listed.out, new RegExp(`${id} +page +publishable +newtab +recommend events +600`))
  assert.ok(!listed.out.includes(secret))
  assert.equal((await lectern('revoke', id)).code, 0)
  const again = await lectern('revoke', id)
  assert.equal(again.code, 66)
  assert.match(again.said, /No key in force/)
})

test('a publishable key says from which pages it works, and when it works from none', async () => {
  const none = await lectern('create', '--surface', 'sidebar', '--publishable')
  assert.match(none.out, /<lectern-list surface="sidebar"[\s\S]*No page may use it yet.*--origin/)
  const one = await lectern('create', '--surface', 'sidebar', '--publishable', '--origin', 'https://blog.example')
  assert.match(one.out, /Pages of https:\/\/blog\.example may use it/)
})

test('what cannot be is said with what can', async () => {
  for (const [args, said] of [
    [['create', '--scopes', 'everything'], /recommend/],
    [['create', '--origin', 'https://news.example'], /--origin needs --surface/],
    [['remove'], /One of create, list, revoke/],
  ] as const) {
    const answer = await lectern(...args)
    assert.equal(answer.code, 64, args.join(' '))
    assert.match(answer.said, said)
  }
})
