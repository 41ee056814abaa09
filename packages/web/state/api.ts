// Requests to our own server: JSON in, JSON out, every failure a value of one error class.
import type { Problem } from '@lectern/protocol/rest/problem.ts'

const patienceMs = 15_000

/** The server said no, with RFC 9457 details when it sent any. */
export class Refused extends Error {
  readonly status: number
  readonly problem: Partial<Problem>
  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`)
    this.name = 'Refused'
    this.status = status
    this.problem = problem
  }
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(await fetch(path, { headers: { accept: 'application/json' }, signal: within(signal) }))
}

interface PostOptions {
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean
  /** How long it may take; 15 s without it. */
  readonly patienceMs?: number
  readonly signal?: AbortSignal | undefined
}

export const postJson = <T>(path: string, body: unknown, options: PostOptions = {}): Promise<T> =>
  sendJson<T>('POST', path, { ...options, body })

export const putJson = <T>(path: string, body: unknown): Promise<T> => sendJson<T>('PUT', path, { body })

export const patchJson = <T>(path: string, body: unknown): Promise<T> => sendJson<T>('PATCH', path, { body })

export const deleteJson = <T>(path: string): Promise<T> => sendJson<T>('DELETE', path, { body: {} })

/** A text as it is. */
export async function sendText<T>(path: string, text: string, type: string): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': type }
  return answer<T>(await fetch(path, { method: 'POST', headers, body: text, signal: within() }))
}

async function sendJson<T>(
  method: string,
  path: string,
  { body, ...options }: PostOptions & { readonly body: unknown },
): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    keepalive: options.keepalive ?? false,
    signal: within(options.signal, options.patienceMs),
  })
  return answer<T>(response)
}

function within(signal?: AbortSignal, limitMs = patienceMs): AbortSignal {
  const limit = AbortSignal.timeout(limitMs)
  return signal ? AbortSignal.any([signal, limit]) : limit
}

async function answer<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Refused(response.status, await problemOf(response))
  return (response.status === 204 ? undefined : await response.json()) as T
}

async function problemOf(response: Response): Promise<Partial<Problem>> {
  if (!response.headers.get('content-type')?.includes('json')) return {}
  const body: unknown = await response.json().catch(() => ({}))
  return typeof body === 'object' && body !== null ? body : {}
}
