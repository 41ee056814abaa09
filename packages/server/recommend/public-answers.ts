// Answers that are the same for everybody: made once in half a minute, also when many ask at once, with a validator.
import type { Context } from 'hono'
import { jsonText } from '../kernel/http/headers.ts'
import type { HttpEnv } from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'

const publicSeconds = 30
const mostCached = 200

interface PublicAnswer {
  readonly body: string
  readonly etag: string
  readonly until: number
}
export interface PublicAnswers {
  /** The response for `key`, from memory or made: its body and what names it. */
  respond(c: Context<HttpEnv>, key: string, make: () => Promise<{ body: string; etag: string }>): Promise<Response>
}

/** `withdrawals` grows when something was taken down: what was made before is not told again. */
export function openPublicAnswers(kernel: Pick<Kernel, 'clock'>, withdrawals: () => number): PublicAnswers {
  const made = new Map<string, PublicAnswer>()
  const making = new Map<string, Promise<PublicAnswer>>()
  const keep = async (key: string, make: () => Promise<{ body: string; etag: string }>): Promise<PublicAnswer> => {
    const one = { ...(await make()), until: kernel.clock() + publicSeconds * 1000 }
    made.delete(key)
    made.set(key, one)
    if (made.size > mostCached) made.delete(made.keys().next().value!)
    return one
  }
  const answerOf = async (key: string, make: () => Promise<{ body: string; etag: string }>): Promise<PublicAnswer> => {
    const known = made.get(key)
    if (known !== undefined && known.until > kernel.clock()) return known
    const under = making.get(key) ?? keep(key, make).finally(() => making.delete(key))
    making.set(key, under)
    return await under
  }
  return {
    async respond(c, key, make) {
      const { body, etag } = await answerOf(`${withdrawals()} ${key}`, make)
      const headers = { 'cache-control': `public, max-age=${publicSeconds}`, etag, vary: 'Cookie, Authorization' }
      if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
      return jsonText(c, body, headers)
    },
  }
}

export const personalHeaders = { 'cache-control': 'private, no-store' } as const
