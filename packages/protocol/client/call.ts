// One call of the API: where, with which key, how long, how often. What is asked is in client.ts.
import type { Problem } from '../rest/problem.ts'
import { type RetryOptions, withRetries } from './retry.ts'

export interface ClientOptions extends RetryOptions {
  /** Where Lectern is, such as `https://lectern.example`. */
  readonly url: string
  /** A secret key on a server, a publishable key in a page. */
  readonly key?: string | undefined
  readonly fetch?: typeof fetch
  /** Milliseconds that one attempt may take; 10,000. */
  readonly timeoutMs?: number
}

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean
}

export type Call = <T>(path: string, options: CallOptions & { readonly body?: unknown }) => Promise<T>

/** An answer that is not the one asked for; `problem.detail` says what would be right. */
export class LecternError extends Error {
  readonly status: number
  readonly problem: Problem | null

  constructor(status: number, problem: Problem | null) {
    super(problem === null ? `Lectern answered ${status}` : `${problem.title}: ${problem.detail ?? problem.status}`)
    this.name = 'LecternError'
    this.status = status
    this.problem = problem
  }
}

const defaultTimeoutMs = 10_000

export function createCall(options: ClientOptions): Call {
  const { key, timeoutMs = defaultTimeoutMs } = options
  const origin = options.url.replace(/\/+$/, '')
  const ask = options.fetch ?? ((input, init) => fetch(input, init))
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }

  return async <T>(path: string, { body, signal, keepalive = false }: CallOptions & { body?: unknown }): Promise<T> => {
    const attempt = (): Promise<Response> => {
      const limit = AbortSignal.timeout(timeoutMs)
      return ask(`${origin}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.any(signal === undefined ? [limit] : [signal, limit]),
        keepalive,
      })
    }
    const response = await withRetries(attempt, { ...options, ...(signal === undefined ? {} : { signal }) })
    if (response.ok) return (await response.json()) as T
    throw new LecternError(response.status, await problemOf(response))
  }
}

/** A random UUID, also in a page without TLS, where browsers keep `crypto.randomUUID` back. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

async function problemOf(response: Response): Promise<Problem | null> {
  const body: unknown = await response.json().catch(() => null)
  return typeof body === 'object' && body !== null && 'title' in body ? (body as Problem) : null
}
