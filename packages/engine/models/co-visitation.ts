import { BestRows } from '../data/best-rows.ts'
import type { History } from '../data/history.ts'
import type { Interactions } from '../data/interactions.ts'
import { readModelFile, writeModelFile } from '../data/model-file.ts'
import { MovingEpoch } from '../data/moving-epoch.ts'
import { OpenSessions, type SessionEvent } from '../data/open-sessions.ts'
import { loadSessionCounts, saveSessionCounts } from '../data/session-counts.ts'
import { sessionEvents } from '../data/session-events.ts'
import { SparseRows } from '../data/sparse-rows.ts'
import { alignRows, Vocabulary } from '../data/vocabulary.ts'
import type { Algorithm, Contribution, Explanation, Model } from './model.ts'

export interface CoVisitationConfig {
  /** After this time a pair counts half: whole milliseconds, or Infinity to count for ever. */
  readonly halfLifeMs: number
  /** What a pair loses with each click between its two: above 0, up to 1. */
  readonly gapFactor: number
  /** `forward` counts what came later only; `symmetric` both ways. */
  readonly direction: 'forward' | 'symmetric'
  /** Weight of each history item relative to the next newer one: above 0, up to 1. */
  readonly positionDecay: number
  /** A session silent for longer than this is over. */
  readonly idleMs: number
  /** Newest clicks of a session that are paired with the next one. */
  readonly maxSession: number
  /** History items whose weight is below this are not looked at; default 1e-4. */
  readonly leastWeight: number
  /** Memory: at most about so many pairs (24 bytes each); beyond, rows with the least recent strength go first. */
  readonly maxPairs: number
}

const kind = 'co-visitation/1'
/** Whose neighbours are looked for; what only follows an older item has next to no weight. */
const newestAsked = 10
/** A pair that is less than this share of its row cannot be seen in a score and is dropped. */
const faintShare = 2 ** -36

/**
 * Decayed co-visitation: what else is clicked in the sessions that click this, now.
 *
 * For an earlier click a and a later click b of one session, m clicks apart:
 *   C[a, b] += 2^(at of b / half-life) * gapFactor^(m - 1)         (symmetric: C[b, a] likewise)
 *   score(b) = sum_j w_j C[x_j, b] / sum_b' C[x_j, b'], over the history newest first, w_j = positionDecay^j,
 * divided by the sum of the w_j whose row is not empty. A click costs O(session length), a score the length of its rows.
 *
 * Use it for news and other catalogues of hours. Two-click windows with decay are known from the session-based
 * comparisons of Ludewig & Jannach, "Evaluation of session-based recommendation algorithms", UMUAI 2018 (SR, AR).
 */
export class CoVisitation implements Model {
  readonly kind = 'co-visitation'
  readonly items: Vocabulary
  readonly config: CoVisitationConfig
  readonly #pairs: SparseRows
  readonly #sessions: OpenSessions
  readonly #epoch: MovingEpoch
  readonly #sums: Float64Array
  /** Whose sums these are: a list asks for neighbours, then for scores of the same history. */
  #summed: readonly Term[] = []
  #pairsToSweep: number
  /** Of the history asked about last: a list asks for its scores, its neighbours and each of its reasons. */
  #lastTerms: { readonly history: History; readonly terms: readonly Term[] } | null = null

  constructor(items: Vocabulary, config: CoVisitationConfig, kept?: Kept) {
    checkConfig(config)
    this.items = items
    this.config = config
    this.#pairs = kept?.pairs ?? new SparseRows(items.size)
    this.#sessions = kept?.sessions ?? new OpenSessions(sessionOptions(config))
    this.#epoch = new MovingEpoch(config.halfLifeMs, kept?.epoch)
    this.#sums = new Float64Array(items.size)
    this.#pairsToSweep = this.#nextSweep()
  }

  /** Pairs held now. */
  get pairs(): number {
    return this.#pairs.entries
  }

  /** Learns one click at once; clicks of a session come in order of time. Throws on a row or time that cannot be. */
  observe(event: SessionEvent): void {
    this.items.id(event.row)
    this.#clearSums()
    this.#lastTerms = null
    if (!Number.isFinite(event.at)) throw new RangeError(`co-visitation: at is ${event.at}; it must be finite`)
    const earlier = this.#sessions.earlier(event)
    let weight = this.#epoch.weight(event.at, (factor) => this.#pairs.scale(factor))
    for (let k = earlier.length - 1; k >= 0; k--, weight *= this.config.gapFactor) {
      const row = earlier[k]!
      if (row === event.row) continue
      this.#pairs.add(row, event.row, weight)
      if (this.config.direction === 'symmetric') this.#pairs.add(event.row, row, weight)
    }
    this.#sessions.append(event)
    if (this.#pairs.entries > this.#pairsToSweep) this.#sweep()
  }

  score(history: History): Float32Array {
    this.#sumUp(history)
    return new Float32Array(this.#sums)
  }

  /** Scores of the named rows only, in their order and in double precision. */
  scoreRows(history: History, rows: Int32Array): Float64Array {
    const into = new Float64Array(rows.length)
    this.fillScores({ history, rows, into })
    return into
  }

  /** The same into an array that is used again: a replay asks for thousands of scores a hundred thousand times. */
  fillScores(asked: { readonly history: History; readonly rows: Int32Array; readonly into: Float64Array }): void {
    const { rows, into } = asked
    this.#sumUp(asked.history)
    for (let k = 0; k < rows.length; k++) into[k] = this.#sums[rows[k]!]!
  }

  /**
   * Of what follows the newest items of the history, the best rows of `score`, best first, ties by lower row. Costs the rows of
   * the history, not all items.
   */
  neighbours(history: History, limit: number): Int32Array {
    const terms = this.#sumUp(history)
    const best = new BestRows(limit, this.#sums)
    for (const { row } of terms.slice(0, newestAsked)) best.offer(this.#pairs.columns(row))
    return best.take()
  }

  explain(history: History, row: number): Explanation {
    this.items.id(row)
    const contributions: Contribution[] = []
    this.eachContribution(history, row, (from, contribution) => contributions.push({ row: from, contribution }))
    contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
    return { base: 0, contributions }
  }

  /** What an item of the history adds to the score of a row, newest first, without an object for each. */
  eachContribution(history: History, row: number, visit: (from: number, contribution: number) => void): void {
    for (const { row: from, weight } of this.#terms(history)) {
      const contribution = weight * this.#pairs.get(from, row)
      if (contribution !== 0) visit(from, contribution)
    }
  }

  /** The same counts over other items: new ones start empty, missing ones are dropped. */
  withItems(items: Vocabulary): CoVisitation {
    const rows = alignRows(this.items, items)
    const kept = {
      pairs: this.#pairs.renumbered(rows, items.size),
      sessions: this.#sessions.renumbered(rows),
      epoch: this.#epoch.epoch,
    }
    return new CoVisitation(items, this.config, kept)
  }

  save(): Uint8Array {
    const { names, arrays } = saveSessionCounts({ counts: this.#pairs, sessions: this.#sessions })
    const meta = {
      items: this.items,
      config: {
        ...this.config,
        halfLifeMs: finiteOrNull(this.config.halfLifeMs),
        idleMs: finiteOrNull(this.config.idleMs),
      },
      epoch: finiteOrNull(this.#epoch.epoch),
      sessions: names,
    }
    return writeModelFile({ kind, meta, arrays })
  }

  #sumUp(history: History): readonly Term[] {
    const terms = this.#terms(history)
    if (this.#summed === terms) return terms
    this.#clearSums()
    for (const { row, weight } of terms) this.#pairs.addRow(row, weight, this.#sums)
    this.#summed = terms
    return terms
  }

  #clearSums(): void {
    for (const { row } of this.#summed) this.#pairs.clearRow(row, this.#sums)
    this.#summed = []
  }

  /** The history newest first as rows of C with what each is multiplied by; a history is not changed in place. */
  #terms(history: History): readonly Term[] {
    if (this.#lastTerms?.history !== history) this.#lastTerms = { history, terms: this.#termsOf(history) }
    return this.#lastTerms.terms
  }

  #termsOf({ items }: History): Term[] {
    const terms: Term[] = []
    let weight = 1
    let total = 0
    for (let k = items.length - 1; k >= 0 && weight >= this.config.leastWeight; k--) {
      const row = items[k]!
      if (row < 0 || row >= this.items.size) continue
      const sum = this.#pairs.sums[row]!
      if (sum > 0) {
        terms.push({ row, weight: weight / sum })
        total += weight
      }
      weight *= this.config.positionDecay
    }
    return terms.map((term) => ({ row: term.row, weight: term.weight / total }))
  }

  #sweep(): void {
    const { sums } = this.#pairs
    for (let row = 0; row < sums.length; row++)
      this.#pairs.prune(row, sums[row]! > 0 ? faintShare * sums[row]! : Number.POSITIVE_INFINITY)
    if (this.#pairs.entries > this.config.maxPairs) {
      const weakest = Int32Array.from(sums.keys()).sort((a, b) => sums[a]! - sums[b]! || a - b)
      for (const row of weakest) {
        if (this.#pairs.entries <= 0.75 * this.config.maxPairs) break
        this.#pairs.prune(row, Number.POSITIVE_INFINITY)
      }
    }
    this.#pairsToSweep = this.#nextSweep()
  }

  #nextSweep(): number {
    return Math.min(Math.max(2 * this.#pairs.entries, 10_000), this.config.maxPairs)
  }
}

interface Kept {
  readonly pairs: SparseRows
  readonly sessions: OpenSessions
  readonly epoch: number
}

interface Term {
  readonly row: number
  readonly weight: number
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null)
const sessionOptions = ({ idleMs, maxSession }: CoVisitationConfig) => ({ idleMs, maxLength: maxSession })

function checkConfig(config: CoVisitationConfig): void {
  for (const name of ['gapFactor', 'positionDecay'] as const)
    if (!(config[name] > 0 && config[name] <= 1))
      throw new RangeError(`co-visitation: ${name} is ${config[name]}; it must be above 0 and at most 1`)
  if (!(config.leastWeight >= 0 && config.leastWeight <= 1))
    throw new RangeError(`co-visitation: leastWeight is ${config.leastWeight}; it must be in 0..1`)
  if (!(config.maxPairs >= 1))
    throw new RangeError(`co-visitation: maxPairs is ${config.maxPairs}; it must be at least 1`)
  if (config.direction !== 'forward' && config.direction !== 'symmetric')
    throw new RangeError(`co-visitation: direction is ${config.direction}; it must be forward or symmetric`)
}

export const coVisitation: Algorithm<CoVisitationConfig, CoVisitation> = {
  kind: 'co-visitation',
  defaults: {
    halfLifeMs: 3_600_000,
    gapFactor: 0.5,
    direction: 'forward',
    positionDecay: 0.5,
    leastWeight: 1e-4,
    idleMs: 3_600_000,
    maxSession: 50,
    maxPairs: 10_000_000,
  },

  /** Replays the interactions in order of time; each reader is a session, cut where `idleMs` passes. */
  async train(interactions: Interactions, config: CoVisitationConfig): Promise<CoVisitation> {
    const model = new CoVisitation(interactions.itemIds, config)
    for (const event of sessionEvents(interactions)) model.observe(event)
    return model
  },

  load(bytes: Uint8Array): CoVisitation {
    const file = readModelFile(bytes, kind)
    const meta = file.meta as SavedMeta
    const items = new Vocabulary(meta.items)
    const config = {
      ...coVisitation.defaults, // files of an earlier Lectern lack some
      ...meta.config,
      halfLifeMs: meta.config.halfLifeMs ?? Number.POSITIVE_INFINITY,
      idleMs: meta.config.idleMs ?? Number.POSITIVE_INFINITY,
    }
    const kept = { items: items.size, names: meta.sessions, options: sessionOptions(config) }
    const { counts: pairs, sessions } = loadSessionCounts(file, kept)
    return new CoVisitation(items, config, { pairs, sessions, epoch: meta.epoch ?? Number.NEGATIVE_INFINITY })
  },
}

interface SavedMeta {
  readonly items: string[]
  readonly config: Omit<CoVisitationConfig, 'halfLifeMs' | 'idleMs'> & {
    halfLifeMs: number | null
    idleMs: number | null
  }
  readonly epoch: number | null
  readonly sessions: string[]
}
