// An open load, a process of its own: lists and events at fixed rates whatever the server does, each answer timed from the
// moment it was due, so that a server that stalls is seen to stall. One JSON argument in, one JSON line out.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { derive } from '@lectern/engine/random/random.ts'

export interface OpenLoad {
  readonly url: string
  readonly secret: string
  readonly readers: number
  readonly items: number
  /** Per second. */
  readonly lists: number
  /** Per second, sent in batches of five. */
  readonly events: number
  readonly seconds: number
  readonly seed: string
}

export interface SecondSeen {
  /** Lists by the rung that answered. */
  readonly rungs: Record<string, number>
  /** Lists that were not answered with 200, by status or error. */
  readonly failed: Record<string, number>
  readonly events: { accepted: number; refused: number; failed: number }
  worstMs: number
}

export interface LoadSeen {
  readonly p50: number
  readonly p99: number
  readonly p999: number
  readonly max: number
  readonly lists: number
  readonly seconds: readonly SecondSeen[]
}

const batch = 5
const patienceMs = 30_000
const load = JSON.parse(process.argv[2] ?? '{}') as OpenLoad
const rng = derive(load.seed, 'open load')
const agent = new Agent({ keepAlive: true, maxSockets: 128 })
const { hostname, port } = new URL(load.url)
const times: number[] = []
const seconds: SecondSeen[] = []
const begun = performance.now()

const secondAt = (ms: number): SecondSeen => {
  const index = Math.floor((ms - begun) / 1000)
  while (seconds.length <= index)
    seconds.push({ rungs: {}, failed: {}, events: { accepted: 0, refused: 0, failed: 0 }, worstMs: 0 })
  return seconds[index]!
}
const add = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1
}

function post(path: string, body: object): Promise<{ status: number; text: string }> {
  const text = JSON.stringify(body)
  return new Promise((done, fail) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      authorization: `Bearer ${load.secret}`,
    }
    const asked = request({ hostname, port, path, method: 'POST', agent, headers, timeout: patienceMs }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
      answer.on('error', fail)
    })
    asked.on('timeout', () => asked.destroy(new Error('timeout')))
    asked.on('error', fail)
    asked.end(text)
  })
}

async function list(due: number): Promise<void> {
  const seen = secondAt(due)
  try {
    const reader = `reader-${rng.integer(load.readers)}`
    const { status, text } = await post('/v1/surfaces/home/recommend', { reader, n: 30 })
    const ms = performance.now() - due
    seen.worstMs = Math.max(seen.worstMs, ms)
    if (status !== 200) return add(seen.failed, String(status))
    times.push(ms)
    add(seen.rungs, /"rung":"([a-z]+)"/.exec(text)?.[1] ?? 'none')
  } catch (cause) {
    add(seen.failed, (cause as { code?: string }).code ?? (cause as Error).message)
  }
}

async function events(due: number): Promise<void> {
  const { events: seen } = secondAt(due)
  const reader = `reader-${rng.integer(load.readers)}`
  const made = Array.from({ length: batch }, (_, slot) => {
    const item = `item-${Math.floor(load.items * rng.uniform() ** 3)}`
    const kind = rng.uniform() < 0.8 ? 'impression' : 'open'
    return { id: crypto.randomUUID(), kind, reader, item, slot, surface: 'home', at: Date.now() }
  })
  try {
    const { status, text } = await post('/v1/events', { version: 1, events: made })
    if (status !== 200) seen.failed += batch
    else {
      const receipt = JSON.parse(text) as { accepted: number; refused: unknown[] }
      seen.accepted += receipt.accepted
      seen.refused += receipt.refused.length
    }
  } catch {
    seen.failed += batch
  }
}

/** Calls at a fixed rate, by the clock: what is late is called at once. */
async function atRate(perSecond: number, call: (due: number) => Promise<void>): Promise<void> {
  const under = new Set<Promise<void>>()
  const total = Math.round(perSecond * load.seconds)
  for (let k = 0; k < total; k++) {
    const due = begun + (k / perSecond) * 1000
    const wait = due - performance.now()
    if (wait > 0) await sleep(wait)
    const one: Promise<void> = call(due).finally(() => under.delete(one))
    under.add(one)
  }
  await Promise.all(under)
}

await Promise.all([atRate(load.lists, list), atRate(load.events / batch, events)])
times.sort((a, b) => a - b)
const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
const seen: LoadSeen = {
  p50: at(0.5),
  p99: at(0.99),
  p999: at(0.999),
  max: times.at(-1) ?? Number.NaN,
  lists: times.length,
  seconds,
}
process.stdout.write(JSON.stringify(seen))
agent.destroy()
