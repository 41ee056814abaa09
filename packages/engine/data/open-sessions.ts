/** One click of one session. Sessions are told apart by name; clicks of one come in order of time. */
export interface SessionEvent {
  readonly session: string
  /** Item row. */
  readonly row: number
  /** Unix ms. */
  readonly at: number
}

export interface OpenSessionsOptions {
  /** A session silent for longer than this is over: its next click begins a new one. May be Infinity. */
  readonly idleMs: number
  /** Only so many newest clicks of a session are kept. */
  readonly maxLength: number
}

interface OpenSession {
  readonly rows: number[]
  lastAt: number
}

/** What `save` of a live model writes about the sessions it is in the middle of. */
interface SavedSessions {
  readonly names: readonly string[]
  readonly indptr: Int32Array
  readonly rows: Int32Array
  readonly lastAt: Float64Array
}

/**
 * The newest clicks of every session that may still go on: what a model that learns click by click must remember.
 * A click costs O(1); sessions that are over are swept out once per as many clicks as there are sessions.
 */
export class OpenSessions {
  readonly options: OpenSessionsOptions
  readonly #open = new Map<string, OpenSession>()
  #newestAt = Number.NEGATIVE_INFINITY
  #clicksToSweep = 0
  /** The session asked for last: `append` follows `earlier`. */
  #last: { readonly name: string; readonly session: OpenSession | undefined } = { name: '', session: undefined }

  constructor(options: OpenSessionsOptions) {
    this.options = options
    const { idleMs, maxLength } = options
    if (!(idleMs > 0)) throw new RangeError(`sessions: idleMs is ${idleMs}; it must be above 0`)
    if (!(Number.isSafeInteger(maxLength) && maxLength >= 1))
      throw new RangeError(`sessions: maxLength is ${maxLength}; it must be a whole number, 1 or more`)
  }

  /** Sessions held now. */
  get size(): number {
    return this.#open.size
  }

  /** Item rows this click's session clicked before it, oldest first: the list itself, which `append` changes. */
  earlier({ session, at }: Pick<SessionEvent, 'session' | 'at'>): readonly number[] {
    const known = this.#open.get(session)
    this.#last = { name: session, session: known }
    return known !== undefined && at - known.lastAt <= this.options.idleMs ? known.rows : []
  }

  append(event: SessionEvent): void {
    const { session, row, at } = event
    const known = this.#last.name === session ? this.#last.session : this.#open.get(session)
    this.#last = { name: '', session: undefined }
    if (known !== undefined && at - known.lastAt <= this.options.idleMs) {
      known.rows.push(row)
      if (known.rows.length > this.options.maxLength) known.rows.shift()
      known.lastAt = Math.max(known.lastAt, at)
    } else this.#open.set(session, { rows: [row], lastAt: at })
    this.#newestAt = Math.max(this.#newestAt, at)
    if (--this.#clicksToSweep < 0) this.#sweep()
  }

  /** The same sessions over other rows: `rows[old]` is the new row; clicks on rows below 0 are dropped. */
  renumbered(rows: Int32Array): OpenSessions {
    const other = new OpenSessions(this.options)
    for (const [session, { rows: old, lastAt }] of this.#open)
      other.#open.set(session, { rows: old.map((row) => rows[row]!).filter((row) => row >= 0), lastAt })
    other.#newestAt = this.#newestAt
    other.#clicksToSweep = this.#clicksToSweep
    return other
  }

  save(): SavedSessions {
    this.#sweep()
    const sessions = [...this.#open].sort(([a], [b]) => (a < b ? -1 : 1))
    const indptr = new Int32Array(sessions.length + 1)
    sessions.forEach(([, { rows }], k) => {
      indptr[k + 1] = indptr[k]! + rows.length
    })
    return {
      names: sessions.map(([name]) => name),
      indptr,
      rows: Int32Array.from(sessions.flatMap(([, { rows }]) => rows)),
      lastAt: Float64Array.from(sessions, ([, { lastAt }]) => lastAt),
    }
  }

  static load(saved: SavedSessions, options: OpenSessionsOptions): OpenSessions {
    const sessions = new OpenSessions(options)
    saved.names.forEach((name, k) => {
      const rows = Array.from(saved.rows.subarray(saved.indptr[k]!, saved.indptr[k + 1]!))
      sessions.#open.set(name, { rows, lastAt: saved.lastAt[k]! })
      sessions.#newestAt = Math.max(sessions.#newestAt, saved.lastAt[k]!)
    })
    sessions.#clicksToSweep = Math.max(1000, sessions.size)
    return sessions
  }

  #sweep(): void {
    for (const [name, { lastAt }] of this.#open)
      if (this.#newestAt - lastAt > this.options.idleMs) this.#open.delete(name)
    this.#clicksToSweep = Math.max(1000, this.#open.size)
  }
}
