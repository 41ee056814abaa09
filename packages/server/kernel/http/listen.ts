// A port that is ours from the first moment: while the program prepares, requests are answered "starting"; a port in use
// is refused before anything else is done.
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Config } from '../config/config.ts'
import { Failure } from '../failure.ts'

export interface Listener {
  readonly port: number
  /** From now on requests go to this handler. */
  handle(fetch: (request: Request) => Response | Promise<Response>): void
  /** Takes no new connections and waits, at most 5 s, for the answers under way. */
  drain(): Promise<void>
  close(): Promise<void>
}

const drainMs = 5_000

export async function listen({ host, port }: Config['http']): Promise<Listener> {
  let fetch: (request: Request) => Response | Promise<Response> = starting
  const server = createServer(getRequestListener((request) => fetch(request)))
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

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => fail(bindFailure(cause, host, port)))
    server.listen(port, host, done)
  })
}

function bindFailure(cause: NodeJS.ErrnoException, host: string, port: number): Failure {
  if (cause.code === 'EADDRINUSE') {
    return new Failure('busy', `Port ${port} on ${host} is in use by another program.`, {
      advice: 'Choose another with --port (0 takes a free one), or stop that program.',
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
