// How large a body may be, also when its sender does not say beforehand. Hono's own limit cannot copy the requests of the
// Node adapter: a chunked body was answered 500.
import type { Context, MiddlewareHandler } from 'hono'
import type { HttpEnv } from './http.ts'

const withoutBody = new Set(['GET', 'HEAD', 'OPTIONS'])

export function limitBody(maxBytes: number, refuse: (c: Context<HttpEnv>) => Response): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const { raw } = c.req
    if (withoutBody.has(raw.method)) return await next()
    // Looking at a body makes a stream of it: not where its length is told.
    const declared = raw.headers.has('transfer-encoding') ? null : raw.headers.get('content-length')
    if (declared !== null) return Number(declared) > maxBytes ? refuse(c) : await next()
    if (raw.body === null) return await next()
    const bytes = await readUpTo(raw.body, maxBytes)
    if (bytes === null) return refuse(c)
    c.req.raw = new Request(raw.url, { method: raw.method, headers: raw.headers, body: bytes, signal: raw.signal })
    await next()
  }
}

/** null when there is more. */
async function readUpTo(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > maxBytes) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}
