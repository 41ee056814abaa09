// The load of `soak`, a process of its own: lists, next pages, events, New Tab and health at fixed rates for a given time,
// by few readers about few items. One JSON argument in, one JSON line out: how many of each call were answered with what.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { derive } from '@lectern/engine/random/random.ts'
import { topicIds } from '@lectern/protocol/rest/items.ts'

export interface SoakLoad {
  readonly url: string
  readonly secret: string
  readonly readers: number
  readonly seconds: number
  /** Calls per second by name. */
  readonly rates: Readonly<Record<CallName, number>>
}

type CallName = 'list' | 'next' | 'events' | 'newtab' | 'health'
/** Such as `list 200`, `events 503`, `health ECONNRESET`. */
export type SoakSeen = Readonly<Record<string, number>>

const eventsPerBatch = 5
const patienceMs = 30_000
/** Slates of which the next page may be asked for. */
const slatesKept = 50
const load = JSON.parse(process.argv[2] ?? '{}') as SoakLoad
const rng = derive('soak', 'load')
const agent = new Agent({ keepAlive: true, maxSockets: 32 })
const { hostname, port } = new URL(load.url)
const seen: Record<string, number> = {}
const slates: string[] = []
const items = new Set<string>()

const calls: Readonly<Record<CallName, () => Promise<number>>> = {
  async list() {
    const { status, text } = await send('POST', '/v1/surfaces/home/recommend', { reader: someReader(), n: 20 })
    if (status === 200) note(JSON.parse(text))
    return status
  },
  async next() {
    const slate = slates[rng.integer(Math.max(1, slates.length))]
    return slate === undefined ? 200 : (await send('GET', `/v1/slates/${slate}/next`)).status
  },
  async events() {
    const known = [...items]
    if (known.length === 0) return 200
    const reader = someReader()
    const events = Array.from({ length: eventsPerBatch }, (_, slot) => {
      const kind = rng.uniform() < 0.8 ? 'impression' : 'open'
      return { id: crypto.randomUUID(), kind, reader, item: known[rng.integer(known.length)]!, slot, at: Date.now() }
    })
    return (await send('POST', '/v1/events', { version: 1, events })).status
  },
  async newtab() {
    const sections = [{ sectionId: topicIds[rng.integer(topicIds.length)], isFollowed: true, isBlocked: false }]
    const ask = { locale: 'en-US', region: 'US', feeds: ['sections'], ...(rng.uniform() < 0.5 ? { sections } : {}) }
    return (await send('POST', '/api/v1/curated-recommendations', ask)).status
  },
  health: async () => (await send('GET', '/health/ready')).status,
}

const someReader = (): string => `reader-${rng.integer(load.readers)}`

function note(list: { readonly slate: string; readonly items: readonly { readonly item: { readonly id: string } }[] }) {
  slates.push(list.slate)
  if (slates.length > slatesKept) slates.shift()
  for (const { item } of list.items) items.add(item.id)
}

function send(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  const text = body === undefined ? '' : JSON.stringify(body)
  return new Promise((done, fail) => {
    const headers = {
      ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      authorization: `Bearer ${load.secret}`,
    }
    const asked = request({ hostname, port, path, method, agent, headers, timeout: patienceMs }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
      answer.on('error', fail)
    })
    asked.on('timeout', () => asked.destroy(Object.assign(new Error('timeout'), { code: 'timeout' })))
    asked.on('error', fail)
    asked.end(text)
  })
}

async function counted(name: CallName): Promise<void> {
  const told = await calls[name]().catch((cause: { code?: string }) => cause.code ?? 'error')
  seen[`${name} ${told}`] = (seen[`${name} ${told}`] ?? 0) + 1
}

/** Calls at a fixed rate, by the clock: what is late is called at once. */
async function atRate(name: CallName, perSecond: number): Promise<void> {
  const begun = performance.now()
  const under = new Set<Promise<void>>()
  for (let k = 0; k < perSecond * load.seconds; k++) {
    const wait = begun + (k / perSecond) * 1000 - performance.now()
    if (wait > 0) await sleep(wait)
    const one: Promise<void> = counted(name).finally(() => under.delete(one))
    under.add(one)
  }
  await Promise.all(under)
}

await Promise.all((Object.keys(calls) as CallName[]).map((name) => atRate(name, load.rates[name])))
process.stdout.write(JSON.stringify(seen))
agent.destroy()
