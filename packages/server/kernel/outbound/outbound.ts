// The one way from here to the web. Addresses are typed by people, named in feeds and given by strangers' servers, so none
// may lead into this machine or its network: each is checked, looked up once and connected to as looked up, and so is each
// redirect. No cookies, no credentials, no referrer. Sizes, times and types have caps.
// Not here: whom to ask and how often. Start at `openOutbound`; the rules are in destination.ts and addresses.ts.
import { lookup } from 'node:dns/promises'
import type { Config } from '../config/config.ts'
import { destinationOf, type HostAddress, type Resolve, type Rules, webAddress, webPorts } from './destination.ts'
import { type Exchange, exchange, type Reply } from './exchange.ts'
import { type Ask, type Failed, type Fetched, failed, type Refused, refused } from './fetched.ts'

export interface Outbound {
  /** Never throws for what the address or its server does. */
  fetch(address: string, ask?: Ask): Promise<Fetched>
}

const limits = { maxBytes: 5 * 1024 * 1024, totalMs: 20_000, idleMs: 10_000, maxRedirects: 5 }
const lasting = new Set([301, 308])
const redirects = new Set([301, 302, 303, 307, 308])

export function openOutbound(
  config: Pick<Config, 'outbound' | 'http'>,
  { resolve = lookUp, ports = webPorts }: Partial<Omit<Rules, 'privateHosts'>> = {},
): Outbound {
  const rules: Rules = { privateHosts: new Set(config.outbound.privateHosts), ports, resolve }
  const agent = agentOf(config)
  return {
    async fetch(address, ask = {}) {
      const timer = AbortSignal.timeout(ask.totalMs ?? limits.totalMs)
      const signal = ask.signal === undefined ? timer : AbortSignal.any([timer, ask.signal])
      return await follow(address, ask, { rules, request: requestOf(ask, agent, signal) })
    },
  }
}

interface Way {
  readonly rules: Rules
  readonly request: Exchange
}

async function follow(address: string, ask: Ask, { rules, request }: Way): Promise<Fetched> {
  let next = address
  let permanent: string | null = null
  for (let hop = 0; hop <= (ask.maxRedirects ?? limits.maxRedirects); hop++) {
    const step = await visit(next, { rules, request })
    if (step.kind !== 'reply') return step
    const { url, headers, status } = step
    // The first redirect that is not for ever ends what is remembered.
    const location = headers.location
    if (location === undefined || !redirects.has(status)) {
      const body = step.body ?? new Uint8Array()
      return { kind: 'answer', status, url, lasting: permanent ?? url, headers, type: step.type, body }
    }
    if (request.method === 'POST') return refused('redirects', 'What is sent is not sent on to another address.')
    if (!lasting.has(status)) permanent ??= url
    // Header fields come as Latin-1; addresses in them are often UTF-8.
    const target = Buffer.from(location, 'latin1').toString('utf8')
    if (!URL.canParse(target, url)) return refused('redirects', `It redirects to "${target.slice(0, 200)}".`)
    next = new URL(target, url).href
  }
  return refused('redirects', `It redirects more than ${ask.maxRedirects ?? limits.maxRedirects} times.`)
}

async function visit(address: string, { rules, request }: Way): Promise<(Reply & { url: string }) | Refused | Failed> {
  const url = webAddress(address, rules)
  if ('kind' in url) return url
  const destination = await untilAborted(request.signal, destinationOf(url, rules))
  if (destination === null) return failed('time', `Looking up ${url.hostname} took too long.`)
  if (destination.kind !== 'destination') return destination
  const reply = await exchange(destination, request)
  return reply.kind === 'reply' ? { ...reply, url: url.href } : reply
}

function requestOf(ask: Ask, agent: string, signal: AbortSignal): Exchange {
  return {
    method: ask.method ?? 'GET',
    headers: { accept: '*/*', ...ask.headers, 'user-agent': agent },
    payload: ask.form === undefined ? null : new URLSearchParams(ask.form).toString(),
    types: ask.types ?? null,
    maxBytes: ask.maxBytes ?? limits.maxBytes,
    idleMs: ask.idleMs ?? limits.idleMs,
    signal,
  }
}

/** Tells the other server whose program asks, and where to find out more. */
const agentOf = ({ outbound, http }: Pick<Config, 'outbound' | 'http'>): string =>
  `${outbound.name} (Lectern${http.publicUrl === null ? '' : `; +${http.publicUrl}`})`

/** What the operating system answers, its hosts file included. */
const lookUp: Resolve = async (host) => (await lookup(host, { all: true, verbatim: true })) as readonly HostAddress[]

/** A lookup cannot be stopped, only no longer waited for. null when that happened. */
function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  return new Promise((done, fail) => {
    const stop = (): void => done(null)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(done, fail).finally(() => signal.removeEventListener('abort', stop))
  })
}
