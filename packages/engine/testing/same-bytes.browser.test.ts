// The same packs, recipe, histories and seeds in Node and in Web Workers of real browsers: the slates, and the packs that
// each trains for itself, are the same bytes. Browsers are given the engine's own files, types stripped, one by one.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import chromium from '@sparticuz/chromium'
import { xxHash32 } from '../data/xxhash32.ts'
import { home } from '../recipes/home.ts'
import { slatesOf, trainPacks } from './same-bytes.ts'

interface Answer {
  readonly browser: string
  readonly slates?: string
  /** XXH32 of each pack the browser trained itself. */
  readonly sums?: Readonly<Record<string, number>>
  /** The weights of a loaded pack lie in the bytes that came over the network. */
  readonly views?: boolean
  readonly failure?: string
}

const engine = join(import.meta.dirname, '..')
const page = `<!doctype html><title>engine</title><script>
  const tell = (answer) => fetch('/answer', { method: 'POST', body: JSON.stringify({ browser: navigator.userAgent, ...answer }) })
  const worker = new Worker('/worker.js', { type: 'module' })
  worker.onmessage = ({ data }) => tell(data)
  worker.onerror = ({ message, filename, lineno }) => tell({ failure: message + ' at ' + filename + ':' + lineno })
</script>`
const workerScript = `
import { xxHash32 } from '/engine/data/xxhash32.ts'
import { loadModel } from '/engine/models/models.ts'
import { home } from '/engine/recipes/home.ts'
import { slatesOf, trainPacks } from '/engine/testing/same-bytes.ts'
try {
  const packs = {}
  for (const name of await (await fetch('/packs')).json())
    packs[name] = new Uint8Array(await (await fetch('/packs/' + encodeURIComponent(name))).arrayBuffer())
  const sums = Object.fromEntries(Object.entries(await trainPacks()).map(([name, pack]) => [name, xxHash32(pack)]))
  const views = ['ease', 'ease in 8 bits'].every((name) => {
    const { weights } = loadModel(packs[name])
    return (ArrayBuffer.isView(weights) ? weights : weights.values).buffer === packs[name].buffer
  })
  postMessage({ slates: slatesOf(home, packs), sums, views })
} catch (error) {
  postMessage({ failure: String(error.stack ?? error) })
}`

const packs = await trainPacks()
let server: Server
let answered: (answer: Answer) => void

before(async () => {
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://local').pathname)
    const send = (type: string, body: string | Uint8Array) => response.setHeader('content-type', type).end(body)
    if (path === '/answer') {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        send('text/plain', 'thank you')
        answered(JSON.parse(body))
      })
    } else if (path === '/') send('text/html', page)
    else if (path === '/worker.js') send('text/javascript', workerScript)
    else if (path === '/packs') send('application/json', JSON.stringify(Object.keys(packs)))
    else if (path.startsWith('/packs/')) send('application/octet-stream', packs[path.slice(7)]!)
    else if (/^\/engine\/[\w/.-]+\.ts$/.test(path) && !path.includes('..'))
      send('text/javascript', stripTypeScriptTypes(readFileSync(join(engine, path.slice(8)), 'utf8')))
    else response.writeHead(404).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
})
after(() => {
  server.closeAllConnections()
  server.close()
})

/** Opens the page in a browser with a profile of its own and waits for what its worker answers. */
async function play(program: string, args: (profile: string) => readonly string[]): Promise<Answer> {
  const profile = mkdtempSync(join(tmpdir(), 'lectern-browser-'))
  let child: ChildProcess | undefined
  try {
    return await new Promise<Answer>((resolve, reject) => {
      answered = resolve
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      child = spawn(program, [...args(profile), url], { stdio: 'ignore', env: { ...process.env, HOME: profile } })
      child.on('error', reject)
      child.on('exit', (code) => reject(new Error(`${program} ended with ${code} before it answered`)))
    })
  } finally {
    if (child?.exitCode === null) {
      const gone = new Promise((exit) => child!.once('exit', exit))
      child.kill('SIGKILL')
      await gone
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

function assertSame(answer: Answer): void {
  assert.equal(answer.failure, undefined)
  assert.deepEqual(answer.sums, Object.fromEntries(Object.entries(packs).map(([name, pack]) => [name, xxHash32(pack)])))
  assert.ok(answer.slates === slatesOf(home, packs), 'the slates differ')
  assert.equal(answer.views, true, 'a pack was copied')
}

test('what is compared is whole slates of every pack', () => {
  const slates = JSON.parse(slatesOf(home, packs)) as Record<string, { shown: unknown[]; rung: string }[]>
  assert.deepEqual(Object.keys(slates).length, Object.keys(packs).length - 1)
  for (const made of Object.values(slates)) {
    assert.ok(made.every(({ shown }) => shown.length === 20))
    assert.ok(made.some(({ rung }) => rung === 'personal'))
  }
  assert.notDeepEqual(slates.ease, slates['pure-svd'])
})

test('Chromium gives the same bytes', { timeout: 120_000 }, async () => {
  const answer = await play(await chromium.executablePath(), (profile) => [
    ...[
      '--no-sandbox',
      '--disable-gpu',
      '--headless=shell',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
    ],
    `--user-data-dir=${profile}`,
  ])
  assert.match(answer.browser, /Chrome/)
  assertSame(answer)
})

const firefox = ['firefox-esr', 'firefox'].find((name) => spawnSync(name, ['--version']).status === 0)

test('Firefox gives the same bytes', {
  timeout: 120_000,
  skip: firefox === undefined && 'Firefox is not installed (apt-get install firefox-esr)',
}, async () => {
  const answer = await play(firefox!, (profile) => {
    const quiet = [
      'toolkit.telemetry.reportingpolicy.firstRun',
      'datareporting.policy.dataSubmissionEnabled',
      'app.update.enabled',
    ]
    writeFileSync(join(profile, 'user.js'), quiet.map((name) => `user_pref('${name}', false)\n`).join(''))
    return ['--headless', '--no-remote', '--profile', profile]
  })
  assert.match(answer.browser, /Firefox/)
  assertSame(answer)
})
