// What to tell a reader when a request failed: what happened, and what they can do.
import { Refused } from './api.ts'

export interface Failure {
  readonly title: string
  readonly detail: string
}

export function failureOf(error: unknown, isOnline: boolean): Failure {
  if (!isOnline)
    return {
      title: 'You are offline',
      detail: 'Your list needs a connection. What you did here is kept and sent when you are back.',
    }
  if (error instanceof Refused)
    return {
      title: error.problem.title ?? 'The list could not be made',
      detail: error.problem.detail ?? `The server answered with status ${error.status}. Try again in a moment.`,
    }
  return {
    title: 'Lectern does not answer',
    detail: 'The server could not be reached. Check that it is running, then try again.',
  }
}

/** Why a sign-in failed, and the way out. */
export function signInFailureOf(error: unknown, isOnline: boolean): Failure {
  if (error instanceof Refused && error.status < 500)
    return {
      title: 'This link no longer works',
      detail: 'A sign-in link works once and only for a while. Get a new one with the command below.',
    }
  return failureOf(error, isOnline)
}
