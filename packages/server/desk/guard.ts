// What the routes of the Desk share: whose work it is, what may go wrong, and that nothing of it is kept on the way.
import { problemResponses } from '../kernel/http/http.ts'
import type { Need } from '../kernel/http/roles.ts'

export const editorsWork: Need = { kind: 'edit', surface: null }
export const unstored = { 'cache-control': 'no-store' } as const
export const deskProblems = problemResponses('invalid', 'not-signed-in', 'not-allowed', 'not-found', 'conflict')
