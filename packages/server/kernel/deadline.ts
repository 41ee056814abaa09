// Waiting for something only so long: a slow database must not make a list slow.
import { Failure } from './failure.ts'

/**
 * What `work` answers, or a failure after so many milliseconds. The work is told to stop by the signal; whatever it still
 * does is of no consequence.
 * @throws Failure 'unavailable' when the time is over.
 */
export async function within<T>(ms: number, what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      const failure = new Failure('unavailable', `${what} took more than ${ms} ms.`)
      stopping.abort(failure)
      fail(failure)
    }, ms)
  })
  try {
    return await Promise.race([work(stopping.signal), late])
  } finally {
    clearTimeout(timer)
  }
}
