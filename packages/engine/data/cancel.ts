/** What the engine needs of a web-standard AbortSignal; pass one in. */
export interface CancelSignal {
  readonly aborted: boolean
  readonly reason?: unknown
}

/** Throws the signal's reason (or an Error) when work should stop. */
export function stopIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.aborted) throw signal.reason ?? new Error('cancelled')
}
