// What came of asking another server: an answer, a refusal of ours, or a failure of the way there.

/** What is asked for beyond the address. */
export interface Ask {
  readonly method?: 'GET' | 'POST'
  /** Lower-case names. Cookies and credentials are never sent. */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>
  /** Fits the media types that are taken, in lower case without parameters; '' when none is told. */
  readonly types?: RegExp
  /** Most bytes of the body, packed and unpacked. */
  readonly maxBytes?: number
  /** For everything: names, connections, redirects, body. */
  readonly totalMs?: number
  /** Longest silence. */
  readonly idleMs?: number
  readonly maxRedirects?: number
  readonly signal?: AbortSignal
}

export interface Answer {
  readonly kind: 'answer'
  readonly status: number
  /** Where it came from, after redirects. */
  readonly url: string
  /** Where permanent redirects alone lead; the address that was asked when there were none. */
  readonly lasting: string
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** Media type in lower case without parameters; '' when none was told. */
  readonly type: string
  /** Unpacked; empty unless the status is 2xx. */
  readonly body: Uint8Array
}

/** Ours: asking again changes nothing. */
export type Refused = {
  readonly kind: 'refused'
  readonly why: 'address' | 'scheme' | 'port' | 'credentials' | 'private' | 'redirects' | 'size' | 'type' | 'encoding'
  /** For a person: what was wrong. */
  readonly detail: string
}

/** The world's: it may go better another time. */
export type Failed = {
  readonly kind: 'failed'
  readonly why: 'name' | 'connection' | 'time' | 'broken' | 'stopped'
  readonly detail: string
}

export type Fetched = Answer | Refused | Failed

export const refused = (why: Refused['why'], detail: string): Refused => ({ kind: 'refused', why, detail })
export const failed = (why: Failed['why'], detail: string): Failed => ({ kind: 'failed', why, detail })
