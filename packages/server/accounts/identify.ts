// Who asks: a reader's session from the cookie or `Authorization: Bearer`, or a program by its key. A key's rate is taken
// here and its origins are held here, before any route runs.
import type { ApiKey } from '@lectern/protocol/rest/keys.ts'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { getCookie } from 'hono/cookie'
import { isDatabaseAway } from '../kernel/db/broken.ts'
import { type Caller, type HttpEnv, problemResponse } from '../kernel/http/http.ts'
import type { Sessions, SignedIn } from './accounts.ts'
import { isKey, type Keys } from './keys.ts'
import type { Rate } from './rate.ts'

export const cookieName = 'lectern_session'

interface Doors {
  readonly sessions: Sessions
  readonly keys: Keys
  readonly rate: Rate
  /** May pages of this origin use publishable keys of this surface? */
  allowsOrigin(surface: string, origin: string): boolean
}

/** Leaves who asks in `caller`. A key that is not valid, used elsewhere than allowed or too often is refused. */
export function identify(doors: Doors): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const bearer = bearerOf(c)
    if (bearer !== undefined && isKey(bearer)) {
      return await withKey(c, { doors, secret: bearer, next })
    }
    const session = sessionOf(c)
    c.set('caller', session === undefined ? { kind: 'anonymous' } : await callerOfSession(doors.sessions, session))
    await next()
  }
}

export const callerOf = (reader: SignedIn): Caller => ({
  kind: 'reader',
  reader: reader.id,
  name: reader.name,
  role: reader.role,
  grants: reader.grants,
})

export const sessionOf = (c: Context<HttpEnv>): string | undefined => getCookie(c, cookieName) ?? bearerOf(c)

const bearerOf = (c: Context<HttpEnv>): string | undefined =>
  /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]?.trim()

async function callerOfSession(sessions: Sessions, session: string): Promise<Caller> {
  try {
    const reader = await sessions.find(session)
    return reader ? callerOf(reader) : { kind: 'anonymous' }
  } catch (cause) {
    if (isDatabaseAway(cause)) return { kind: 'unknown', cause }
    throw cause
  }
}

async function withKey(
  c: Context<HttpEnv>,
  { doors, secret, next }: { doors: Doors; secret: string; next: Next },
): Promise<Response | undefined> {
  let key: ApiKey | undefined
  try {
    key = await doors.keys.find(secret)
  } catch (cause) {
    if (!isDatabaseAway(cause)) throw cause
    // Nobody can say whose key it is: lists that hold nothing personal still go out, nothing else does.
    c.set('caller', { kind: 'unknown', cause })
    await next()
    return
  }
  if (key === undefined) return problemResponse(c, 'bad-key', noSuchKey)
  c.set('caller', keyCaller(key))
  const refused = key.kind === 'publishable' ? refuseOrigin(c, doors, key) : null
  if (refused !== null) return refused
  const { take, standing } = spending(c, doors.rate, key)
  c.set('spend', take)
  const tooMany = take(1)
  if (tooMany !== null) return tooMany
  await next()
  for (const [name, value] of standing()) c.res.headers.set(name, value)
}

const noSuchKey = 'No key in force has this secret; `lectern key list` shows the keys, `lectern key create` makes one.'

const keyCaller = (key: ApiKey): Caller => ({
  kind: 'key',
  key: key.id,
  publishable: key.kind === 'publishable',
  surface: key.surface,
  scopes: new Set(key.scopes),
})

/** A browser names the origin of the page, except for a GET of its own site, which it marks. */
function refuseOrigin(c: Context<HttpEnv>, doors: Doors, key: ApiKey): Response | null {
  const origin = c.req.header('origin')
  const own =
    origin === undefined ? c.req.header('sec-fetch-site') === 'same-origin' : origin === new URL(c.req.url).origin
  if (own || (origin !== undefined && key.surface !== null && doors.allowsOrigin(key.surface, origin))) return null
  return problemResponse(
    c,
    'not-allowed',
    `A publishable key works in pages of the origins of its surface "${key.surface}"; ${origin ?? 'a request without origin'} is none of them. Add it to the surface, or use a secret key on a server.`,
  )
}

interface Spending {
  /** The refusal when there is not enough left. */
  take(cost: number): Response | null
  /** Header fields. */
  standing(): readonly (readonly [name: string, value: string])[]
}

/** Takes from the key's rate; tells where it stands in the header fields of draft-ietf-httpapi-ratelimit-headers. */
function spending(c: Context<HttpEnv>, rate: Rate, key: ApiKey): Spending {
  let last = { allowed: true, left: key.perMinute, waitSeconds: 0 }
  const standing: Spending['standing'] = () => [
    ['ratelimit-policy', `"key";q=${key.perMinute};w=60`],
    ['ratelimit', `"key";r=${last.left};t=${last.waitSeconds}`],
  ]
  return {
    standing,
    take(cost) {
      if (cost <= 0) return null
      last = rate.take(key.id, key.perMinute, cost)
      if (last.allowed) return null
      const wait = Math.max(1, last.waitSeconds)
      for (const [name, value] of standing()) c.header(name, value)
      c.header('retry-after', String(wait))
      const detail = `This key may ask ${key.perMinute} times a minute; wait ${wait} s, or have its rate raised.`
      return problemResponse(c, 'too-many', detail)
    },
  }
}
