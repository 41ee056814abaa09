import type { History } from '../data/history.ts'
import type { Interactions } from '../data/interactions.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import type { SessionEvent } from '../data/open-sessions.ts'
import { sessionEvents } from '../data/session-events.ts'
import { type RememberedSession, SessionMemory } from '../data/session-memory.ts'
import { alignRows, Vocabulary } from '../data/vocabulary.ts'
import type { Algorithm, Contribution, Explanation, Model } from './model.ts'

export interface SessionKnnConfig {
  /** m: as many sessions, those with the latest click, are looked at; each item remembers one more. */
  readonly recentSessions: number
  /** k: as many of them, the most similar, count. */
  readonly neighbours: number
  /** A session silent for longer than this is over. */
  readonly idleMs: number
}

const kind = 'session-knn/1'

/**
 * V-SkNN: the items of the recent sessions most like this one.
 *
 * A history of n items weighs its items p = j/n, the oldest j = 1, the newest n. Sessions that share an item with it, the
 * `recentSessions` with the latest click, are compared by the sum of p over the shared items; the `neighbours` nearest
 * (ties: later, then larger name) add, for each of their items, that similarity times the largest p they share.
 * Ludewig & Jannach, "Evaluation of session-based recommendation algorithms", UMUAI 2018, arXiv 1803.09587 (vector
 * multiplication weights). A click costs O(1); a score O(m log m + clicks of m sessions): 0.1 to 0.3 ms for m = 500.
 *
 * Use it for sessions without known readers; beside co-visitation it adds what three or more clicks have in common.
 */
export class SessionKnn implements Model {
  readonly kind = 'session-knn'
  readonly items: Vocabulary
  readonly config: SessionKnnConfig
  readonly #memory: SessionMemory
  readonly #positions: Float64Array
  readonly #sums: Float64Array

  constructor(items: Vocabulary, config: SessionKnnConfig, memory?: SessionMemory) {
    for (const name of ['recentSessions', 'neighbours'] as const)
      if (!(Number.isSafeInteger(config[name]) && config[name] >= 1))
        throw new RangeError(`session-knn: ${name} is ${config[name]}; it must be a whole number, 1 or more`)
    this.items = items
    this.config = config
    this.#memory = memory ?? new SessionMemory(items.size, memoryOptions(config))
    this.#positions = new Float64Array(items.size)
    this.#sums = new Float64Array(items.size)
  }

  /** Sessions remembered now. */
  get sessions(): number {
    return this.#memory.size
  }

  /** Learns one click at once; clicks of a session come in order of time. Throws on a row or time that cannot be. */
  observe(event: SessionEvent): void {
    this.items.id(event.row)
    if (!Number.isFinite(event.at)) throw new RangeError(`session-knn: at is ${event.at}; it must be finite`)
    this.#memory.observe(event)
  }

  score(history: History): Float32Array {
    const near = this.#neighbours(history)
    this.#addUp(near)
    const scores = new Float32Array(this.#sums)
    this.#clear(near)
    return scores
  }

  /** Scores of the named rows only, in double precision. */
  scoreRows(history: History, rows: Int32Array): Float64Array {
    return this.scoreOthers(history, rows)
  }

  /** The same without the session that the history is of: nobody is their own neighbour. */
  scoreOthers(history: History, rows: Int32Array, session?: string): Float64Array {
    const into = new Float64Array(rows.length)
    this.fillScores({ history, rows, into, ...(session !== undefined && { session }) })
    return into
  }

  /** The same into an array that is used again: a replay asks for thousands of scores a hundred thousand times. */
  fillScores(asked: RowsAsked): void {
    const { rows, into } = asked
    const near = this.#neighbours(asked.history, asked.session)
    this.#addUp(near)
    for (let k = 0; k < rows.length; k++) into[k] = this.#sums[rows[k]!]!
    this.#clear(near)
  }

  explain(history: History, row: number): Explanation {
    this.items.id(row)
    const parts = new Map<number, number>()
    const near = this.#neighbours(history)
    this.#withPositions(history, () => {
      for (const { session, newest } of near) {
        const times = session.rows.filter((one) => one === row).length
        if (times === 0) continue
        for (const shared of session.rows) {
          const p = this.#positions[shared]!
          if (p > 0) parts.set(shared, (parts.get(shared) ?? 0) + times * p * newest)
        }
      }
    })
    const contributions: Contribution[] = Array.from(parts, ([shared, contribution]) => ({ row: shared, contribution }))
    contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
    return { base: 0, contributions }
  }

  /** The same sessions over other items: clicks on missing ones are dropped. */
  withItems(items: Vocabulary): SessionKnn {
    return new SessionKnn(items, this.config, this.#memory.renumbered(alignRows(this.items, items), items.size))
  }

  save(): Uint8Array {
    const { names, ...arrays } = this.#memory.save()
    const idleMs = Number.isFinite(this.config.idleMs) ? this.config.idleMs : null
    const meta = { items: this.items, config: { ...this.config, idleMs }, sessions: names }
    return writeModelFile({ kind, meta, arrays })
  }

  #neighbours(history: History, session?: string): Neighbour[] {
    const met = new Set<RememberedSession>()
    for (const row of history.items) {
      if (row < 0 || row >= this.items.size) continue
      for (const one of this.#memory.sessionsOf(row)) if (one.name !== session) met.add(one)
    }
    const { recentSessions, neighbours } = this.config
    const recent = latest([...met], recentSessions)
    const near: Neighbour[] = []
    this.#withPositions(history, () => {
      for (const one of recent) near.push(this.#compare(one))
    })
    near.sort((a, b) => b.similarity - a.similarity || laterFirst(a.session, b.session))
    return near.slice(0, neighbours)
  }

  #compare(session: RememberedSession): Neighbour {
    let similarity = 0
    let newest = 0
    for (const row of session.rows) {
      const p = this.#positions[row]!
      similarity += p
      if (p > newest) newest = p
    }
    return { session, similarity, newest }
  }

  /** Lends `positions` filled with the history's weights. */
  #withPositions({ items }: History, use: () => void): void {
    const known = items.filter((row) => row >= 0 && row < this.items.size)
    known.forEach((row, j) => {
      this.#positions[row] = (j + 1) / known.length
    })
    use()
    for (const row of known) this.#positions[row] = 0
  }

  #addUp(near: readonly Neighbour[]): void {
    for (const { session, similarity, newest } of near)
      for (const row of session.rows) this.#sums[row]! += similarity * newest
  }

  #clear(near: readonly Neighbour[]): void {
    for (const { session } of near) for (const row of session.rows) this.#sums[row] = 0
  }
}

interface RowsAsked {
  readonly history: History
  readonly rows: Int32Array
  /** One place per row. */
  readonly into: Float64Array
  /** The session the history is of. */
  readonly session?: string
}

interface Neighbour {
  readonly session: RememberedSession
  readonly similarity: number
  /** Largest weight of a shared item. */
  readonly newest: number
}

/** The `take` sessions with the latest click (ties: larger name), in no special order; by their times alone, sorting none. */
function latest(sessions: RememberedSession[], take: number): RememberedSession[] {
  if (sessions.length <= take) return sessions
  const times = new Float64Array(sessions.length)
  for (let k = 0; k < times.length; k++) times[k] = sessions[k]!.lastAt
  const oldest = times.sort()[times.length - take]!
  const later = sessions.filter(({ lastAt }) => lastAt > oldest)
  const tied = sessions.filter(({ lastAt }) => lastAt === oldest).sort(laterFirst)
  return later.concat(tied.slice(0, take - later.length))
}

function laterFirst(a: RememberedSession, b: RememberedSession): number {
  return b.lastAt - a.lastAt || (a.name < b.name ? 1 : a.name > b.name ? -1 : 0)
}

const memoryOptions = ({ recentSessions, idleMs }: SessionKnnConfig) => ({ perItem: recentSessions + 1, idleMs })

export const sessionKnn: Algorithm<SessionKnnConfig, SessionKnn> = {
  kind: 'session-knn',
  defaults: { recentSessions: 500, neighbours: 100, idleMs: 3_600_000 },

  /** Replays the interactions in order of time; each reader is a session, cut where `idleMs` passes. */
  async train(interactions: Interactions, config: SessionKnnConfig): Promise<SessionKnn> {
    const model = new SessionKnn(interactions.itemIds, config)
    for (const event of sessionEvents(interactions)) model.observe(event)
    return model
  },

  load(bytes: Uint8Array): SessionKnn {
    const file = readModelFile(bytes, kind)
    const meta = file.meta as SavedMeta
    const items = new Vocabulary(meta.items)
    const config = { ...meta.config, idleMs: meta.config.idleMs ?? Number.POSITIVE_INFINITY }
    const count = meta.sessions.length
    const saved = {
      names: meta.sessions,
      indptr: arrayOf(file, 'indptr', Int32Array, count + 1),
      rows: arrayOf(file, 'rows', Int32Array),
      lastAt: arrayOf(file, 'lastAt', Float64Array, count),
      open: arrayOf(file, 'open', Uint8Array, count),
      itemIndptr: arrayOf(file, 'itemIndptr', Int32Array, items.size + 1),
      itemSessions: arrayOf(file, 'itemSessions', Int32Array),
    }
    return new SessionKnn(items, config, SessionMemory.load(saved, memoryOptions(config)))
  },
}

interface SavedMeta {
  readonly items: string[]
  readonly config: Omit<SessionKnnConfig, 'idleMs'> & { readonly idleMs: number | null }
  readonly sessions: string[]
}
