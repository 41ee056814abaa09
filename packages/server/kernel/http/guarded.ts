// What routes for people with a role do first and last: who may, and how a no is told.
import type { Context } from 'hono'
import { type HttpEnv, type ProblemKind, problemResponse } from './http.ts'
import { type Actor, allow, type Need } from './roles.ts'

interface Refused {
  readonly kind: 'refused'
  readonly problem: ProblemKind
  readonly detail: string
}

/** Does the work for those who may; everybody else, and what the work refuses, gets the problem. */
export async function guarded(
  c: Context<HttpEnv>,
  need: Need,
  work: (actor: Actor) => Promise<Response | Refused>,
): Promise<never> {
  const allowed = allow(c.get('caller'), need)
  const answer = allowed.kind === 'refused' ? allowed : await work(allowed.actor)
  if (answer instanceof Response) return answer as never
  return problemResponse(c, answer.problem, answer.detail) as never
}
