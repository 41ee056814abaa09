import { type Me, me, sharingBody, signInBody } from '@lectern/protocol/rest/accounts.ts'
import { deleteCookie, setCookie } from 'hono/cookie'
import {
  type Caller,
  createRoute,
  json,
  newRoutes,
  problemResponse,
  problemResponses,
  type Routes,
} from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Sessions, sessionLifeMs, setSharesSaves, sharesSaves, signIn } from './accounts.ts'
import { callerOf, cookieName, sessionOf } from './identify.ts'

/** What /v1/me tells beside the reader; other slices know it. */
type DescribeMe = (reader: string | null) => Promise<Omit<Me, 'reader' | 'sharesSaves'>>

export function accountRoutes(kernel: Kernel, sessions: Sessions, describe: DescribeMe): Routes {
  const secure = kernel.config.http.publicUrl?.startsWith('https:') ?? false
  const cookie = { httpOnly: true, sameSite: 'Lax', path: '/', secure } as const
  const answer = async (caller: Caller): Promise<Me> => {
    if (caller.kind === 'unknown') throw caller.cause
    const reader =
      caller.kind === 'reader'
        ? { id: caller.reader, name: caller.name, role: caller.role, grants: [...caller.grants] }
        : null
    const shares = reader !== null && (await sharesSaves(kernel.database.db, reader.id))
    return { reader, sharesSaves: shares, ...(await describe(reader?.id ?? null)) }
  }
  return newRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/v1/me',
        tags: ['Accounts'],
        summary: 'The signed-in reader, or null',
        responses: { 200: json(me, 'Who is asking') },
      }),
      async (c) => c.json(await answer(c.get('caller')), 200, { 'cache-control': 'no-store' }),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/v1/me/sharing',
        tags: ['Accounts'],
        summary: 'Let saves count in totals of many readers, or no longer',
        description:
          'Editors see totals of enough readers who allow it, never who. Nobody does without having said so.',
        request: { body: { required: true, content: { 'application/json': { schema: sharingBody } } } },
        responses: { 200: json(sharingBody, 'As it is now'), ...problemResponses('invalid', 'not-signed-in') },
      }),
      async (c) => {
        const caller = c.get('caller')
        if (caller.kind === 'unknown') throw caller.cause
        if (caller.kind !== 'reader')
          return problemResponse(c, 'not-signed-in', 'Only readers who are signed in have something to share.') as never
        const { saves } = c.req.valid('json')
        await setSharesSaves(kernel.database.db, caller.reader, saves)
        return c.json({ saves }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/v1/sign-in',
        tags: ['Accounts'],
        summary: 'Trade the token of a one-time link for a session cookie',
        request: { body: { required: true, content: { 'application/json': { schema: signInBody } } } },
        responses: { 200: json(me, 'Signed in'), ...problemResponses('invalid', 'bad-link') },
      }),
      async (c) => {
        const outcome = await signIn(kernel, c.req.valid('json').token)
        if (outcome.kind === 'bad-link') {
          return problemResponse(
            c,
            'bad-link',
            'Links work once and for a day. `npx lectern sign-in` prints a new one.',
          ) as never
        }
        setCookie(c, cookieName, outcome.session, { ...cookie, maxAge: sessionLifeMs / 1000 })
        return c.json(await answer(callerOf(outcome.reader)), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/v1/sign-out',
        tags: ['Accounts'],
        summary: 'End this session',
        responses: { 204: { description: 'Signed out' } },
      }),
      async (c) => {
        const session = sessionOf(c)
        if (session !== undefined) await sessions.end(session)
        deleteCookie(c, cookieName, cookie)
        return c.body(null, 204)
      },
    ) as Routes
}
