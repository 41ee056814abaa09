// What routes for people with a role do first and last: who may, and how a no is told.
import type { Context } from 'hono'
import { type Caller, type HttpEnv, type ProblemKind, problemResponse } from './http.ts'
import { type Actor, allow, type Need } from './roles.ts'

interface Refused {
  readonly kind: 'refused'
  readonly problem: ProblemKind
  readonly detail: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}

/** Does the work for those who may; everybody else, and what the work refuses, gets the problem. */
export async function guarded(
  c: Context<HttpEnv>,
  need: Need,
  work: (actor: Actor, caller: Caller) => Promise<Response | Refused>,
): Promise<never> {
  const caller = c.get('caller')
  const allowed = allow(caller, need)
  const answer: Response | Refused = allowed.kind === 'refused' ? allowed : await work(allowed.actor, caller)
  if (answer instanceof Response) return answer as never
  return problemResponse(c, answer.problem, answer.detail, answer.errors && [...answer.errors]) as never
}
