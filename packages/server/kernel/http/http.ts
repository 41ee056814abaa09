// HTTP for every slice: routes with zod schemas that become the OpenAPI document, one shape of error (RFC 9457), request
// ids, and the headers that protect a page. Slices build with `newRoutes` and answer problems with `problemResponse`.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { GrantRole } from '@lectern/protocol/rest/accounts.ts'
import type { Scope } from '@lectern/protocol/rest/keys.ts'
import { type Problem, problem } from '@lectern/protocol/rest/problem.ts'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { isDatabaseAway } from '../db/broken.ts'
import type { Log } from '../log/log.ts'

export { createRoute, z }

/** Who asks. `anonymous` has proven nothing. */
export type Caller =
  | { readonly kind: 'anonymous' }
  /** A session was shown, but the database cannot say whose. */
  | { readonly kind: 'unknown'; readonly cause: unknown }
  | {
      readonly kind: 'reader'
      readonly reader: string
      readonly name: string
      readonly role: 'reader' | 'editor' | 'admin'
      readonly grants: readonly Grant[]
    }
  /** A program. A publishable key is readable in a page: it speaks for devices only. surface null: any. */
  | {
      readonly kind: 'key'
      readonly key: string
      readonly publishable: boolean
      readonly surface: string | null
      readonly scopes: ReadonlySet<Scope>
    }

/** A role at the Desk; surface null: at every surface. */
export interface Grant {
  readonly role: GrantRole
  readonly surface: string | null
}

export interface HttpEnv {
  Variables: {
    requestId: string
    caller: Caller
    log: Log
    /** Takes more of the caller's rate for a request that does the work of several; the refusal when it is used up. */
    spend?: (more: number) => Response | null
  }
}
export type Routes = OpenAPIHono<HttpEnv>

/** Expected outcomes and the status that tells them; each kind has a page under /problems. */
export const problemKinds = {
  invalid: { status: 400, title: 'The request does not fit the contract' },
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'bad-key': { status: 401, title: 'This key is not valid' },
  'not-allowed': { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  conflict: { status: 409, title: 'Somebody was faster, or it is there already' },
  'bad-link': { status: 410, title: 'This sign-in link was used or has expired' },
  gone: { status: 410, title: 'This is no longer there' },
  'too-large': { status: 413, title: 'The request is too large' },
  'too-many': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something broke on our side' },
  unavailable: { status: 503, title: 'Not available right now' },
} as const
export type ProblemKind = keyof typeof problemKinds

export function newRoutes(): Routes {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result, c) => {
      if (result.success) return
      const errors = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
      const first = errors[0]
      const detail = first ? `${first.path || 'body'}: ${first.message}` : 'The request does not fit the schema.'
      return problemResponse(c, 'invalid', detail, errors)
    },
  })
}

export function problemResponse(
  c: Context<HttpEnv>,
  kind: ProblemKind,
  detail: string,
  errors?: Problem['errors'],
): Response {
  const body = problemOf(kind, detail, { instance: c.get('requestId'), ...(errors ? { errors } : {}) })
  const headers = { 'content-type': 'application/problem+json' }
  return c.json(body, problemKinds[kind].status, headers) as unknown as Response
}

export function problemOf(kind: ProblemKind, detail: string, more: Pick<Problem, 'instance' | 'errors'> = {}): Problem {
  const { status, title } = problemKinds[kind]
  return { type: `/problems/${kind}`, title, status, detail, ...more }
}

/** The response entries of a route that may answer these problems. */
export function problemResponses(...kinds: ProblemKind[]) {
  const titles = new Map<number, string>()
  for (const kind of kinds) {
    const { status, title } = problemKinds[kind]
    titles.set(status, titles.has(status) ? `${titles.get(status)}, or: ${title}` : title)
  }
  return Object.fromEntries(
    Array.from(titles, ([status, description]) => [
      status,
      { description, content: { 'application/problem+json': { schema: problem } } },
    ]),
  )
}

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** A database that went away is usually back within seconds. */
const retryAfterSeconds = 2

/** Failures that nobody expected: logged with the request id, told without their insides. */
export function onError(cause: Error, c: Context<HttpEnv>): Response {
  if (cause instanceof HTTPException) {
    if (cause.status === 413) return problemResponse(c, 'too-large', cause.message)
    if (cause.status === 403)
      return problemResponse(c, 'not-allowed', cause.message || 'Requests from other sites are refused.')
    if (cause.status === 415)
      return problemResponse(
        c,
        'invalid',
        'The body is read as JSON only with the header `content-type: application/json`.',
      )
    if (cause.status < 500) return problemResponse(c, 'invalid', cause.message)
  }
  const away = isDatabaseAway(cause)
  c.get('log').error({ err: cause, requestId: c.get('requestId') }, 'request failed')
  if (!away) return problemResponse(c, 'internal', 'The request id leads to the cause in the log.')
  c.header('retry-after', String(retryAfterSeconds))
  return problemResponse(
    c,
    'unavailable',
    'The database does not answer; nothing of this request was stored. Try again.',
  )
}
