// Asking again: when there was no answer, or one that says "not now" (429, 503). As long as it says, else longer each time.

export interface RetryOptions {
  /** Attempts after the first; 3. */
  readonly retries?: number
  /** Longest wait before an attempt, milliseconds; an answer that asks for more is the answer. 20,000. */
  readonly longestWaitMs?: number
  /** For tests. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>
}

const firstWaitMs = 250

export async function withRetries(
  attempt: () => Promise<Response>,
  options: RetryOptions & { readonly signal?: AbortSignal },
): Promise<Response> {
  const { retries = 3, longestWaitMs = 20_000, wait = sleep, signal } = options
  for (let n = 0; ; n++) {
    // Apart from one another, so that all who were refused together do not come back together.
    const backoffMs = firstWaitMs * 2 ** n * (0.5 + Math.random())
    const outcome = await attempt().catch((cause: unknown) => {
      if (n >= retries || signal?.aborted) throw cause
      return null
    })
    const waitMs = outcome === null ? backoffMs : (retryAfterMs(outcome) ?? backoffMs)
    if (outcome !== null && (!isNotNow(outcome) || n >= retries || waitMs > longestWaitMs)) return outcome
    await outcome?.body?.cancel()
    await wait(waitMs, signal)
  }
}

const isNotNow = ({ status }: Response): boolean => status === 429 || status === 503

/** Seconds or a date, as RFC 9110 has it. */
function retryAfterMs(response: Response): number | null {
  const told = response.headers.get('retry-after')
  if (told === null) return null
  if (/^\d+$/.test(told)) return Number(told) * 1000
  const at = Date.parse(told)
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now())
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      fail(signal.reason)
    })
  })
}
