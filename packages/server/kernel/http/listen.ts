// A port that is ours from the first moment: while the program prepares, requests are answered "starting"; a port in use
// is refused before anything else is done.
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { getRequestListener } from '@hono/node-server'
import type { Config } from '../config/config.ts'
import { Failure } from '../failure.ts'
import { certificateFor, type Identity } from '../tls/tls.ts'

type Fetch = (request: Request, env?: object) => Response | Promise<Response>

export interface Listener {
  readonly port: number
  /** From now on requests go to this handler. */
  handle(fetch: Fetch): void
  /** Takes no new connections and waits, at most 5 s, for the answers under way. */
  drain(): Promise<void>
  close(): Promise<void>
}

const drainMs = 5_000
/** Longer than proxies keep theirs (60 s): who closes first must not be us, or a request meets a closing connection. */
const keepAliveMs = 65_000

/** Where the configuration says: over http and, when there is a certificate, over https as well. */
export async function listenAsConfigured(
  config: Pick<Config, 'http' | 'dataDir'>,
  now: number,
): Promise<Listener & { readonly securePort: number | null }> {
  const { host, port, tlsPort } = config.http
  const identity = await certificateFor(config, now)
  const plain = await listen({ host, port })
  const secure = identity === null ? null : await listen({ host, port: tlsPort, identity }).catch(closing(plain))
  const both = secure === null ? [plain] : [plain, secure]
  return {
    port: plain.port,
    securePort: secure?.port ?? null,
    handle: (fetch) => both.forEach((one) => void one.handle(fetch)),
    drain: async () => void (await Promise.all(both.map((one) => one.drain()))),
    close: async () => void (await Promise.all(both.map((one) => one.close()))),
  }
}

const closing =
  (plain: Listener) =>
  async (cause: unknown): Promise<never> => {
    await plain.close()
    throw cause
  }

interface Place {
  readonly host: string
  readonly port: number
  /** With it the listener speaks https. */
  readonly identity?: Identity
}

export async function listen({ host, port, identity }: Place): Promise<Listener> {
  let fetch: Fetch = starting
  // The environment tells whose connection it is.
  const answer = getRequestListener((request, env) => fetch(request, env))
  const server = identity === undefined ? createServer(answer) : secureServer(identity, answer)
  server.keepAliveTimeout = keepAliveMs
  await bind(server, host, port)
  const address = server.address()
  let closed: Promise<void> | null = null
  const close = (): Promise<void> => {
    closed ??= new Promise((done) => server.close(() => done()))
    server.closeIdleConnections()
    return closed
  }
  return {
    port: typeof address === 'object' && address ? address.port : port,
    handle(next) {
      fetch = next
    },
    async drain() {
      const impatience = setTimeout(() => server.closeAllConnections(), drainMs)
      await close()
      clearTimeout(impatience)
    },
    async close() {
      const done = close()
      server.closeAllConnections()
      await done
    },
  }
}

function secureServer(identity: Identity, answer: RequestListener): Server {
  try {
    return createSecureServer({ ...identity, minVersion: 'TLSv1.2' }, answer)
  } catch (cause) {
    throw new Failure('config', `http.tlsCert and http.tlsKey do not fit together: ${(cause as Error).message}.`, {
      advice: 'Both are PEM files; the key is the one the certificate was made with.',
      cause,
    })
  }
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => fail(bindFailure(cause, host, port)))
    server.listen(port, host, done)
  })
}

function bindFailure(cause: NodeJS.ErrnoException, host: string, port: number): Failure {
  if (cause.code === 'EADDRINUSE') {
    return new Failure('busy', `Port ${port} on ${host} is in use by another program.`, {
      advice: 'Choose another with --port or --tls-port (0 takes a free one), or stop that program.',
      cause,
    })
  }
  return new Failure('unavailable', `Cannot listen on ${host}:${port}: ${cause.code ?? cause.message}.`, {
    advice: 'Check --host and --port; ports below 1024 need special rights.',
    cause,
  })
}

function starting(request: Request): Response {
  if (new URL(request.url).pathname === '/health/live') return Response.json({ status: 'ok', checks: {} })
  const body = {
    type: '/problems/unavailable',
    title: 'Not available right now',
    status: 503,
    detail: 'Lectern is starting; try again in a few seconds.',
  }
  return Response.json(body, {
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '2' },
  })
}
