// From `npm start` on an empty data folder to a page that is personal, and the second start.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Measurement, median } from './measurement.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const rounds = 3
const firstBar = 30
const secondBar = 3

export const start: Measurement = {
  name: 'start',
  about:
    'Seconds from `npm start` on an empty data folder to a personal list, and from the second `npm start` to ready.',
  async run(report) {
    const first: number[] = []
    const second: number[] = []
    for (let round = 1; round <= rounds; round += 1) {
      const data = mkdtempSync(join(tmpdir(), 'lectern-start-'))
      rmSync(join(root, 'packages/web/dist'), { recursive: true, force: true })
      try {
        first.push(await timeToPersonal(data))
        second.push(await timeToReady(data))
        report.line(`round ${round}: first ${first.at(-1)?.toFixed(1)} s, second ${second.at(-1)?.toFixed(2)} s`)
      } finally {
        rmSync(data, { recursive: true, force: true })
      }
    }
    const value = median(first)
    const again = median(second)
    return {
      name: 'start',
      value: Number(value.toFixed(2)),
      unit: 's to the first personal list',
      peer: null,
      ratio: null,
      bar: `first < ${firstBar} s, second < ${secondBar} s`,
      holds: value < firstBar && again < secondBar,
      details: {
        first,
        second,
        rounds,
        includes: 'npm, the web build, creating the database, sample, simulation, training',
      },
      table: {
        head: ['start', 'median s', 'min s', 'max s'],
        rows: [
          ['first, to a personal list', ...spread(first)],
          ['second, to ready', ...spread(second)],
        ],
      },
    }
  },
}

const spread = (values: number[]): string[] =>
  [median(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2))

async function timeToPersonal(data: string): Promise<number> {
  const begun = performance.now()
  const server = await npmStart(data)
  try {
    const signedIn = await fetch(`${server.url}/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ token: server.token }),
    })
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const list = await slate(server.url, cookie)
    const opened = list.items[0]?.item.id
    const events = [{ kind: 'open', id: crypto.randomUUID(), item: opened, at: Date.now() }]
    await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url, cookie },
      body: JSON.stringify({ version: 1, events }),
    })
    const personal = await slate(server.url, cookie)
    if (personal.rung !== 'personal') throw new Error(`after an open the list is ${personal.rung}, not personal`)
    return (performance.now() - begun) / 1000
  } finally {
    await server.stop()
  }
}

async function timeToReady(data: string): Promise<number> {
  const begun = performance.now()
  const server = await npmStart(data)
  const ready = await fetch(`${server.url}/health/ready`)
  const seconds = (performance.now() - begun) / 1000
  await server.stop()
  if (!ready.ok) throw new Error(`the second start answered ${ready.status}`)
  return seconds
}

async function slate(url: string, cookie: string): Promise<{ rung: string; items: { item: { id: string } }[] }> {
  return (await fetch(`${url}/v1/recommendations?surface=home&n=30`, { headers: { cookie } })).json() as never
}

interface Running {
  readonly url: string
  readonly token: string
  stop(): Promise<void>
}

async function npmStart(data: string): Promise<Running> {
  const child = spawn('npm', ['start', '--silent', '--', '--data', data, '--port', '0', '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const told = await firstJson(child)
  const group = -(child.pid as number)
  const stop = async (): Promise<void> => {
    process.kill(group, 'SIGTERM')
    // npm leaves at once; the server after it has written what waits.
    while (isAlive(group)) await new Promise((done) => setTimeout(done, 20))
  }
  return { url: told.url, token: told.token, stop }
}

function isAlive(group: number): boolean {
  try {
    return process.kill(group, 0)
  } catch {
    return false
  }
}

async function firstJson(child: ChildProcess): Promise<{ url: string; token: string }> {
  if (child.stdout === null) throw new Error('no output')
  for await (const line of createInterface(child.stdout)) if (line.startsWith('{')) return JSON.parse(line)
  throw new Error('the server ended before it was ready')
}
