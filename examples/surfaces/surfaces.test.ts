// The guide and the programs beside it, against the real server.
import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { createClient } from '@lectern/protocol/client/client.ts'
import { type RunningServer, removeData, startServer, temporaryData } from '@lectern/server/cli/testing.ts'

const data = temporaryData()
const running: ChildProcess[] = []
let server: RunningServer
let key: string
let env: NodeJS.ProcessEnv

before(async () => {
  server = await startServer(data)
  const send = (path: string, body: unknown, cookie = '') =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url, cookie },
      body: JSON.stringify(body),
    })
  const entered = await send('/v1/sign-in', { token: server.token })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  const made = await send('/v1/keys', { name: 'guide', scopes: ['recommend', 'events', 'surfaces'] }, cookie)
  key = ((await made.json()) as { secret: string }).secret
  env = { ...process.env, LECTERN_URL: server.url, LECTERN_KEY: key }
})
after(async () => {
  for (const program of running) program.kill()
  await server?.stop()
  removeData(data)
})

const run = promisify(execFile)

test('every command of the guide works as it stands', async () => {
  const client = createClient({ url: server.url, key })
  const list = await client.recommend('home', { reader: 'ada', n: 3 })
  const variables = { LECTERN: server.url, KEY: key, ITEM: list.items[0]!.item.id, SLATE: list.slate }
  const guide = readFileSync(join(import.meta.dirname, '../../docs/guide/surfaces.md'), 'utf8')
  const commands = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]!)
  const asked = commands.filter((command) => command.startsWith('curl'))
  assert.ok(asked.length >= 5)
  for (const command of asked) {
    const { stdout } = await run('bash', ['-euc', command], { env: { ...env, ...variables } })
    assert.doesNotMatch(stdout, /"refused":\[\{/, command)
  }
  assert.equal((await client.recommend('sidebar')).items.length, 4)
})

test('a digest for several readers', async () => {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'digest.ts'), 'ada', 'grace'], { env })
  assert.match(stdout, /^For ada\n( {2}.+ - .+\n){3}For grace\n( {2}.+ - .+\n){3}$/)
})

test('a page written on a server: a click is told on its way, and the next page knows', async () => {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'server-side.ts')], { env: { ...env, PORT: '0' } })
  running.push(program)
  const [line] = await createInterface(program.stdout)
    [Symbol.asyncIterator]()
    .next()
    .then(({ value }) => [String(value)])
  const url = `http://localhost:${/"port":(\d+)/.exec(line!)![1]}`
  const page = async () => await (await fetch(`${url}/?reader=mary`)).text()
  const first = await page()
  const links = [...first.matchAll(/<a href="([^"]+)">([^<]+)</g)].map((match) => match.slice(1))
  assert.equal(links.length, 5)
  const to = links[0]![0]!.replaceAll('&#38;', '&')
  const gone = await fetch(`${url}${to}`, { redirect: 'manual' })
  assert.equal(gone.status, 302)
  assert.match(gone.headers.get('location') ?? '', /^https?:/)
  const elsewhere = await fetch(`${url}${to.replace(/url=[^&]*/, 'url=https%3A%2F%2Fevil.example')}`, {
    redirect: 'manual',
  })
  assert.equal(elsewhere.headers.get('location'), '/')
  const second = await page()
  assert.ok(!second.includes(`>${links[0]![1]}<`), 'it was read')
  assert.match(second, /Because you read/)
})
