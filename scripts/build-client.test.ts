// The client as others get it: built, put into a project of its own, run with plain Node against a server that records.
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')
const project = mkdtempSync(join(tmpdir(), 'lectern-client-'))
const installed = join(project, 'node_modules/@lectern/client')

before(() => {
  mkdirSync(join(project, 'node_modules/@lectern'), { recursive: true })
  execFileSync(process.execPath, [join(root, 'scripts/build-client.ts'), '--out', installed])
  symlinkSync(join(root, 'node_modules/zod'), join(project, 'node_modules/zod'))
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }')
})
after(() => rmSync(project, { recursive: true, force: true }))

test('the program of its README runs with plain Node and one file of ours after the other', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ items: [{ item: { title: 'On rye' }, reason: { text: 'New in Food' } }] }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const [, program] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(installed, 'README.md'), 'utf8')) ?? []
  writeFileSync(join(project, 'program.js'), program!)
  const env = { LECTERN_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, LECTERN_KEY: 'lsk_1' }
  const { stdout } = await promisify(execFile)(process.execPath, ['program.js'], { cwd: project, env })
  server.close()
  assert.equal(stdout, 'On rye (New in Food)\n')
  assert.deepEqual(asked, ['POST /v1/surfaces/digest/recommend Bearer lsk_1'])
})

test('it loads nothing but itself, and its types are those of the contract', () => {
  const scripts = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
  assert.deepEqual(scripts.sort(), ['client/call.js', 'client/client.js', 'client/retry.js'])
  for (const name of scripts)
    assert.doesNotMatch(readFileSync(join(installed, name), 'utf8'), /from ["'](?!\.\/)/, name)
  writeFileSync(
    join(project, 'typed.ts'),
    `import { createClient, type List } from '@lectern/client'
const client = createClient({ url: 'https://lectern.example' })
const list: Promise<List> = client.recommend('home', { filter: { minutes: { atMost: 5 } } })
// @ts-expect-error: there is no such field
const wrong = client.recommend('home', { takes: 3 })
`,
  )
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--lib', 'es2024,dom', '--module', 'nodenext', 'typed.ts']
  execFileSync(join(root, 'node_modules/.bin/tsc'), options, { cwd: project, stdio: 'inherit' })
})
