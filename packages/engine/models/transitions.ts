import type { History } from '../data/history.ts'
import type { Interactions } from '../data/interactions.ts'
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { OpenSessions, type SessionEvent } from '../data/open-sessions.ts'
import { power } from '../data/portable-math.ts'
import { loadSessionCounts, saveSessionCounts } from '../data/session-counts.ts'
import { sessionEvents } from '../data/session-events.ts'
import { SparseRows } from '../data/sparse-rows.ts'
import { alignRows, Vocabulary } from '../data/vocabulary.ts'
import type { Algorithm, Contribution, Explanation, Model } from './model.ts'

export interface TransitionsConfig {
  /** Steps after an item that still count, the m-th as 1/m; 1 is the first-order Markov chain. */
  readonly hops: number
  /** What the same step counts the other way: 0 for order alone, 1 for none. */
  readonly backward: number
  /** Weight of each history item relative to the next newer one: above 0, up to 1. */
  readonly positionDecay: number
  /** A row is divided by its sum to this power. */
  readonly rowPower: number
  /** A target is divided by its number of readers to this power; 0 leaves popular items where they are. */
  readonly popularityPower: number
  /** A reader silent for longer than this starts anew; may be Infinity. */
  readonly idleMs: number
}

const kind = 'transitions/1'
/** History items whose weight is below this are not looked at. */
const leastWeight = 1e-6
/** What one reader adds to an item: orders items no transition leads to, decides nothing else. */
const fallback = 1e-9

/**
 * Transitions: what comes next after this. For b read m <= hops steps after a by one reader:
 *   T[a, b] += 1/m, T[b, a] += backward/m
 *   score(b) = sum over the history, newest first, of positionDecay^j T[x_j, b] / (rowsum(x_j)^rowPower readers(b)^popularityPower)
 * plus 1e-9 for each reader of b.
 *
 * With one hop the first-order Markov chain (Rendle et al., "Factorizing personalized Markov chains", WWW 2010, without the
 * factors); more hops and a decayed history as the sequential rules of Ludewig & Jannach, UMUAI 2018. Training and every new
 * step cost O(hops), a score the length of the rows of the history.
 *
 * Use it where the order of things says something: what is bought or read next, with histories of five and more.
 */
export class Transitions implements Model {
  readonly kind = 'transitions'
  readonly items: Vocabulary
  readonly config: TransitionsConfig
  readonly #steps: SparseRows
  readonly #readers: Float64Array
  readonly #sessions: OpenSessions

  constructor(items: Vocabulary, config: TransitionsConfig, kept?: Kept) {
    checkConfig(config)
    this.items = items
    this.config = config
    this.#steps = kept?.steps ?? new SparseRows(items.size)
    this.#readers = kept?.readers ?? new Float64Array(items.size)
    this.#sessions = kept?.sessions ?? new OpenSessions(sessionOptions(config))
  }

  /** Learns one step at once; `session` is the reader. Steps of a reader come in order. Throws on a row or time that cannot be. */
  observe(event: SessionEvent): void {
    this.items.id(event.row)
    if (!Number.isFinite(event.at)) throw new RangeError(`transitions: at is ${event.at}; it must be finite`)
    const earlier = this.#sessions.earlier(event)
    for (let k = earlier.length - 1, hop = 1; k >= 0; k--, hop++) {
      const row = earlier[k]!
      if (row === event.row) continue
      this.#steps.add(row, event.row, 1 / hop)
      if (this.config.backward > 0) this.#steps.add(event.row, row, this.config.backward / hop)
    }
    this.#readers[event.row]!++
    this.#sessions.append(event)
  }

  score(history: History): Float32Array {
    const sums = new Float64Array(this.items.size)
    for (const { row, weight } of this.#terms(history)) this.#steps.addRow(row, weight, sums)
    const scores = new Float32Array(this.items.size)
    for (let row = 0; row < scores.length; row++)
      scores[row] = sums[row]! * this.#targetWeight(row) + fallback * this.#readers[row]!
    return scores
  }

  explain(history: History, row: number): Explanation {
    this.items.id(row)
    const contributions: Contribution[] = []
    for (const { row: from, weight } of this.#terms(history)) {
      const contribution = weight * this.#steps.get(from, row) * this.#targetWeight(row)
      if (contribution !== 0) contributions.push({ row: from, contribution })
    }
    contributions.sort((a, b) => b.contribution - a.contribution || a.row - b.row)
    return { base: fallback * this.#readers[row]!, contributions }
  }

  /** The same steps over other items: new ones start empty, missing ones are dropped. */
  withItems(items: Vocabulary): Transitions {
    const rows = alignRows(this.items, items)
    const readers = new Float64Array(items.size)
    rows.forEach((row, old) => {
      if (row >= 0) readers[row] = this.#readers[old]!
    })
    const steps = this.#steps.renumbered(rows, items.size)
    return new Transitions(items, this.config, { steps, readers, sessions: this.#sessions.renumbered(rows) })
  }

  save(): Uint8Array {
    const { names, arrays } = saveSessionCounts({ counts: this.#steps, sessions: this.#sessions })
    const idleMs = Number.isFinite(this.config.idleMs) ? this.config.idleMs : null
    const meta = { items: this.items, config: { ...this.config, idleMs }, sessions: names }
    return writeModelFile({ kind, meta, arrays: { ...arrays, readers: this.#readers } })
  }

  /** The history newest first as rows of T with what each is multiplied by. */
  #terms({ items }: History): Term[] {
    const terms: Term[] = []
    let weight = 1
    for (let k = items.length - 1; k >= 0 && weight >= leastWeight; k--) {
      const row = items[k]!
      if (row < 0 || row >= this.items.size) continue
      const sum = this.#steps.sums[row]!
      if (sum > 0) terms.push({ row, weight: weight / power(sum, this.config.rowPower) })
      weight *= this.config.positionDecay
    }
    return terms
  }

  #targetWeight(row: number): number {
    const { popularityPower } = this.config
    return popularityPower === 0 ? 1 : 1 / power(Math.max(1, this.#readers[row]!), popularityPower)
  }
}

interface Kept {
  readonly steps: SparseRows
  readonly readers: Float64Array
  readonly sessions: OpenSessions
}

interface Term {
  readonly row: number
  readonly weight: number
}

const sessionOptions = ({ hops, idleMs }: TransitionsConfig) => ({ idleMs, maxLength: hops })

function checkConfig(config: TransitionsConfig): void {
  if (!(Number.isSafeInteger(config.hops) && config.hops >= 1))
    throw new RangeError(`transitions: hops is ${config.hops}; it must be a whole number, 1 or more`)
  if (!(config.positionDecay > 0 && config.positionDecay <= 1))
    throw new RangeError(`transitions: positionDecay is ${config.positionDecay}; it must be above 0 and at most 1`)
  for (const name of ['backward', 'rowPower', 'popularityPower'] as const)
    if (!(config[name] >= 0 && config[name] <= 4))
      throw new RangeError(`transitions: ${name} is ${config[name]}; it must be in 0..4`)
}

export const transitions: Algorithm<TransitionsConfig, Transitions> = {
  kind: 'transitions',
  defaults: {
    hops: 5,
    backward: 0.25,
    positionDecay: 0.7,
    rowPower: 0.5,
    popularityPower: 0,
    idleMs: 30 * 86_400_000,
  },

  async train(interactions: Interactions, config: TransitionsConfig): Promise<Transitions> {
    const model = new Transitions(interactions.itemIds, config)
    for (const event of sessionEvents(interactions)) model.observe(event)
    return model
  },

  load(bytes: Uint8Array): Transitions {
    const file = readModelFile(bytes, kind)
    const meta = file.meta as SavedMeta
    const items = new Vocabulary(meta.items)
    const config = { ...meta.config, idleMs: meta.config.idleMs ?? Number.POSITIVE_INFINITY }
    const kept = { items: items.size, names: meta.sessions, options: sessionOptions(config) }
    const { counts: steps, sessions } = loadSessionCounts(file, kept)
    const readers = arrayOf(file, 'readers', Float64Array, items.size).slice()
    return new Transitions(items, config, { steps, readers, sessions })
  },
}

interface SavedMeta {
  readonly items: string[]
  readonly config: Omit<TransitionsConfig, 'idleMs'> & { readonly idleMs: number | null }
  readonly sessions: string[]
}
