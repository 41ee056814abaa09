// Answers that are the same for everybody: made once in half a minute, also when many ask at once, with a validator.
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
  respond(request: Request, key: string, make: () => Promise<{ body: string; etag: string }>): Promise<Response>
}

export function openPublicAnswers(kernel: Pick<Kernel, 'clock'>): PublicAnswers {
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
    async respond(request, key, make) {
      const { body, etag } = await answerOf(key, make)
      const headers = { 'cache-control': `public, max-age=${publicSeconds}`, etag, vary: 'Cookie, Authorization' }
      if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
      return jsonAnswer(body, headers)
    },
  }
}

/** The contract is held by the types; checking each answer against the schema again would cost more than making it. */
export const jsonAnswer = (body: string, headers: Record<string, string>): Response =>
  new Response(body, { headers: { 'content-type': 'application/json', ...headers } })

export const personalHeaders = { 'cache-control': 'private, no-store' } as const
