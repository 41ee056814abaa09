// Text that PostgreSQL cannot hold stops at the door: U+0000, and half of a surrogate pair. In JSON both come as escapes
// and in an address as %00; anything else that is no Unicode was replaced when it was decoded.
import type { MiddlewareHandler } from 'hono'
import { type HttpEnv, problemResponse } from './http.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is the one that is looked for
const unstorable = /[\u0000\p{Surrogate}]/u

export const isStorable = (text: string): boolean => !unstorable.test(text)

export const storableDetail = 'no text may contain U+0000 or half of a surrogate pair'

/** @param options.except a path whose route looks at each part of its body by itself. */
export function refuseUnstorable(options: { readonly except: string }): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const { method } = c.req
    const body = method === 'GET' || method === 'HEAD' || c.req.path === options.except ? '' : await c.req.text()
    if (c.req.url.includes('%00') || (body.includes('\\u') && !holdsStorable(body)))
      return problemResponse(c, 'invalid', `Send Unicode: ${storableDetail}.`)
    return await next()
  }
}

/** What is no JSON at all is somebody else's to refuse. */
function holdsStorable(body: string): boolean {
  let root: unknown
  try {
    root = JSON.parse(body)
  } catch {
    return true
  }
  // A stack instead of recursion: it may be nested as deep as it is long.
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value === 'string' && !isStorable(value)) return false
    if (typeof value !== 'object' || value === null) continue
    for (const [name, inner] of Object.entries(value)) {
      if (!isStorable(name)) return false
      waiting.push(inner)
    }
  }
  return true
}
