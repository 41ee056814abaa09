// Servers for tests of the way out: one that is allowed and answers in every bad way, and a trap on this machine that no
// request may reach. The addresses are in fixtures/outbound/addresses.json.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { loadConfig } from '../config/config.ts'
import type { Resolve } from './destination.ts'
import { type Outbound, openOutbound } from './outbound.ts'

export interface HostileAddress {
  readonly about: string
  readonly address: string
  /** Why it is refused, or how it fails; `not reached`: sent elsewhere, where nobody answers. */
  readonly why: string
  /** What each lookup of a name answers, the last one for ever. */
  readonly names?: Readonly<Record<string, readonly (readonly string[])[]>>
}

interface AddressFixture {
  readonly hostile: readonly HostileAddress[]
  readonly good: readonly { readonly about: string; readonly address: string; readonly addresses?: readonly string[] }[]
}

/** Short where it is the time that must end it, long where a slow machine must not. */
export const capsFor = (why: string) => ({
  maxBytes: 1024 * 1024,
  totalMs: why === 'time' || why === 'not reached' ? 400 : 20_000,
  idleMs: 250 + (why === 'time' ? 0 : 20_000),
  types: /^text\/html$/,
})

const fixture = new URL('../../../../fixtures/outbound/addresses.json', import.meta.url)
export const addressFixture = (): AddressFixture => JSON.parse(readFileSync(fixture, 'utf8')) as AddressFixture

export interface HostileWeb {
  /** Reaches `public.example` although it is on this machine. */
  outboundFor(names: HostileAddress['names']): { outbound: Outbound; lookups(): number }
  /** With the ports of these servers filled in. */
  place(address: string): string
  /** Requests and connections that reached the trap. */
  trapped(): number
  close(): void
}

export async function openHostileWeb(): Promise<HostileWeb> {
  let trapped = 0
  const trap = createServer((_, response) => response.end('trapped'))
  trap.on('connection', () => {
    trapped += 1
  })
  const web = createServer(answer)
  // `::` listens for IPv4 as well.
  for (const server of [trap, web]) await new Promise<void>((done) => server.listen(0, '::', done))
  const port = (server: typeof web): number => (server.address() as AddressInfo).port
  const config = loadConfig({
    env: {},
    flags: { 'outbound.privateHosts': `public.example,public.example:${port(web)},named.example` },
  })
  return {
    outboundFor(names = {}) {
      let lookups = 0
      const resolve: Resolve = async (host) => {
        const answers = { ...names, 'public.example': [['127.0.0.1']] }[host]
        if (answers === undefined) throw Object.assign(new Error(host), { code: 'ENOTFOUND' })
        const addresses = answers[Math.min(lookups, answers.length - 1)] ?? []
        if (host !== 'public.example') lookups += 1
        return addresses.map((address) => ({ address, family: isIP(address.split('%')[0]!) as 4 | 6 }))
      }
      const ports = [80, port(trap), port(web)]
      return { outbound: openOutbound(config, { resolve, ports }), lookups: () => lookups }
    },
    place: (address) => address.replaceAll('{trap}', String(port(trap))).replaceAll('{web}', String(port(web))),
    trapped: () => trapped,
    close() {
      for (const server of [trap, web]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

const html = { 'content-type': 'text/html' }
const zeros = Buffer.alloc(8 * 1024 * 1024)
/** Packed once: brotli takes its time. */
const bombs = new Map<string, Buffer>()
const packings = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync }
type Packing = keyof typeof packings

function bombOf(packing: Packing): Buffer {
  const bomb = bombs.get(packing) ?? packings[packing](zeros)
  bombs.set(packing, bomb)
  return bomb
}

function answer({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  const [path = '', query = ''] = url.split(/\?(.*)/s)
  if (/^\/30\d$/.test(path)) response.writeHead(Number(path.slice(1)), { location: decodeURI(query) }).end()
  else (pages[path] ?? pages['/page']!)(response, query)
}

const pages: Readonly<Record<string, (response: ServerResponse, query: string) => void>> = {
  '/page': (response) => response.writeHead(200, html).end('<p>hello'),
  '/packed': (response, query) =>
    response.writeHead(200, { ...html, 'content-encoding': query }).end(packings[query as Packing]('<p>hello')),
  '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  '/bomb': (response, query) =>
    response.writeHead(200, { ...html, 'content-encoding': query }).end(bombOf(query as Packing)),
  '/twice': (response) =>
    response.writeHead(200, { ...html, 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync('hello'))),
  '/endless'(response) {
    response.writeHead(200, html)
    const more = (): void => {
      while (!response.destroyed && response.write(zeros.subarray(0, 65_536)));
    }
    response.on('drain', more)
    more()
  },
  '/huge': (response) => response.writeHead(200, { ...html, 'content-length': '1000000000000' }).write('a'),
  '/headers': (response) => response.writeHead(200, { ...html, 'x-long': 'a'.repeat(100_000) }).end(),
  '/drip'(response) {
    response.writeHead(200, html)
    const timer = setInterval(() => response.write('a'), 20)
    response.on('close', () => clearInterval(timer))
  },
  '/silent': (response) => response.socket?.setTimeout(0),
  '/stops': (response) => response.writeHead(200, html).write('a'),
  '/garbage': (response) => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'),
  '/picture': (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('a'),
}
