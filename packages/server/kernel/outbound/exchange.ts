// One request to one checked destination and its answer. The connection goes to the addresses that were checked: no
// second look at the name, no proxy, no connection kept from before.
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { acceptedEncodings, readBody } from './body.ts'
import { type Destination, hostOf, portOf } from './destination.ts'
import { type Failed, failed, type Refused, refused } from './fetched.ts'

export interface Exchange {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string | null
  readonly types: RegExp | null
  readonly maxBytes: number
  readonly idleMs: number
  /** Aborted when the time for everything is over. */
  readonly signal: AbortSignal
}

/** `body` is null for a status other than 2xx. */
export interface Reply {
  readonly kind: 'reply'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly type: string
  readonly body: Uint8Array | null
}

const maxHeaderBytes = 16 * 1024
/** For one of several addresses, before the next is tried. */
const attemptMs = 1000

export async function exchange(to: Destination, ask: Exchange): Promise<Reply | Refused | Failed> {
  let response: IncomingMessage | undefined
  try {
    response = await responseOf(to, ask)
    const status = response.statusCode ?? 0
    const headers = joined(response)
    const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
    if (status < 200 || status > 299) return { kind: 'reply', status, headers, type, body: null }
    if (ask.types !== null && !ask.types.test(type))
      return refused('type', `The answer is ${type === '' ? 'of no told type' : type.slice(0, 100)}.`)
    const body = await readBody(response, ask.maxBytes)
    return body instanceof Uint8Array ? { kind: 'reply', status, headers, type, body } : body
  } catch (cause) {
    return failureOf(cause, ask.signal)
  } finally {
    response?.destroy()
  }
}

function responseOf({ url, addresses }: Destination, ask: Exchange): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    const silence = new Silence(`Nothing came for ${ask.idleMs} ms.`)
    const secure = url.protocol === 'https:'
    const options: RequestOptions & Families & { servername: string } = {
      host: hostOf(url),
      servername: isIP(hostOf(url)) === 0 ? hostOf(url) : '',
      port: portOf(url),
      path: url.pathname + url.search,
      method: ask.method,
      headers: {
        ...ask.headers,
        host: url.host,
        'accept-encoding': acceptedEncodings,
        ...(ask.payload === null
          ? {}
          : {
              'content-type': 'application/x-www-form-urlencoded',
              'content-length': String(Buffer.byteLength(ask.payload)),
            }),
      },
      agent: false,
      maxHeaderSize: maxHeaderBytes,
      signal: ask.signal,
      timeout: ask.idleMs,
      autoSelectFamily: addresses.length > 1,
      autoSelectFamilyAttemptTimeout: attemptMs,
      lookup: (_host, { all }, tell) =>
        all ? tell(null, [...addresses]) : tell(null, addresses[0]!.address, addresses[0]!.family),
    }
    const sent = (secure ? requestHttps : requestHttp)(options)
    let silent: { destroy(cause: Error): unknown } = sent
    sent.once('response', (response) => {
      silent = response
      done(response)
    })
    sent.once('timeout', () => silent.destroy(silence))
    sent.once('error', fail)
    sent.once('socket', (socket) => socket.once('connect', () => holdTo(addresses, socket)))
    sent.end(ask.payload ?? undefined)
  })
}

interface Families {
  autoSelectFamily: boolean
  autoSelectFamilyAttemptTimeout: number
}

class Silence extends Error {}

/** The second lock: whatever chose the address, nothing is written to one that was not checked. */
function holdTo(addresses: Destination['addresses'], socket: Socket): void {
  const { remoteAddress } = socket
  if (!addresses.some(({ address }) => sameAddress(address, remoteAddress)))
    socket.destroy(new Error(`connected to ${remoteAddress}, which was not checked`))
}

const sameAddress = (a: string, b: string | undefined): boolean => b !== undefined && canonical(a) === canonical(b)
const canonical = (address: string): string =>
  new URL(`http://${address.includes(':') ? `[${address}]` : address}/`).hostname

function failureOf(cause: unknown, signal: AbortSignal): Failed {
  if (cause instanceof Silence) return failed('time', cause.message)
  if (signal.aborted) {
    const late = (signal.reason as Error | undefined)?.name === 'TimeoutError'
    return late ? failed('time', 'The answer took too long.') : failed('stopped', 'Asking was stopped.')
  }
  const { code, message } = cause as NodeJS.ErrnoException
  const broken = code === undefined || /^(HPE_|Z_|ERR_|ZSTD_)/.test(code)
  return failed(
    broken && !/CERT|TLS|SSL/.test(code ?? '') ? 'broken' : 'connection',
    `${code ?? ''} ${message}`.trim().slice(0, 300),
  )
}

function joined({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}
