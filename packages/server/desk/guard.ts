// What every route of the Desk does first and last: who may, and how a no is told.
import type { Context } from 'hono'
import { type HttpEnv, problemResponse, problemResponses } from '../kernel/http/http.ts'
import { allow, type Need } from '../kernel/http/roles.ts'
import type { Deciding } from './decisions/decide.ts'
import type { Refused } from './reach.ts'

/** Runs the work for those who may; everybody else gets the problem. */
export async function guarded(
  c: Context<HttpEnv>,
  need: Need,
  work: (who: Deciding) => Promise<Response | Refused>,
): Promise<never> {
  const caller = c.get('caller')
  const allowed = allow(caller, need)
  if (allowed.kind === 'refused') return problemResponse(c, allowed.problem, allowed.detail) as never
  const answer = await work({ caller, actor: allowed.actor })
  if (answer instanceof Response) return answer as never
  return problemResponse(c, answer.problem, answer.detail, answer.errors && [...answer.errors]) as never
}

export const editorsWork: Need = { kind: 'edit', surface: null }
export const unstored = { 'cache-control': 'no-store' } as const
export const deskProblems = problemResponses('invalid', 'not-signed-in', 'not-allowed', 'not-found', 'conflict')
