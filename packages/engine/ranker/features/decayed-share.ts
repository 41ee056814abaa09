import { MovingEpoch } from '../../data/moving-epoch.ts'
import { exp2 } from '../../data/portable-math.ts'
import type { Feature, ItemEvent, Moment } from '../feature.ts'

export interface HalfLife {
  /** As it is called in column names: `20m`. */
  readonly name: string
  readonly ms: number
}

interface DecayedShareOptions<Event> {
  /** Number of item rows. */
  readonly items: number
  /** Ascending. */
  readonly halfLives: readonly HalfLife[]
  /** Begins every column name. */
  readonly name: string
  /** Events that count; default all. */
  counts?(event: Event): boolean
}

/** Events per item that weigh 2^(-age / half-life), on a scale that moves with time: only shares and ratios mean something. */
export class DecayedCounts {
  readonly strength: Float64Array
  readonly #epoch: MovingEpoch
  #total = 0

  constructor(items: number, halfLifeMs: number) {
    this.strength = new Float64Array(items)
    this.#epoch = new MovingEpoch(halfLifeMs)
  }

  get total(): number {
    return this.#total
  }

  observe({ row, at }: Pick<ItemEvent, 'row' | 'at'>): void {
    const weight = this.#epoch.weight(at, (factor) => {
      for (let k = 0; k < this.strength.length; k++) this.strength[k]! *= factor
      this.#total *= factor
    })
    this.strength[row]! += weight
    this.#total += weight
  }

  /** What `strength` and `total` are multiplied by to give decayed events at `now`. */
  unitAt(now: number): number {
    return this.#total > 0 ? exp2((this.#epoch.epoch - now) / this.#epoch.halfLifeMs) : 0
  }

  /** Share of the item in all that counts. */
  share(row: number): number {
    return this.#total > 0 ? this.strength[row]! / this.#total : 0
  }
}

/**
 * Popularity at several half-lives, as the item's share of everything (so that a busy hour looks like a quiet one), and the
 * trend: the ratio of each share to that of the next longer half-life, above 1 while the item rises.
 * An event costs O(half-lives), memory is 8 bytes per item and half-life.
 */
export function decayedShare<Event extends ItemEvent, At extends Moment>(
  options: DecayedShareOptions<Event>,
): Feature<Event, At> {
  const { items, halfLives, name, counts = () => true } = options
  const counters = halfLives.map(({ ms }) => new DecayedCounts(items, ms))
  const trends = halfLives.slice(1).map((longer, k) => `${name} ${halfLives[k]!.name} / ${longer.name}`)
  return {
    columns: [...halfLives.map((halfLife) => `${name} ${halfLife.name}`), ...trends],
    observe(event) {
      if (counts(event)) for (const counter of counters) counter.observe(event)
    },
    write(_moment, candidates, { values, stride, first }) {
      for (let k = 0; k < candidates.length; k++) {
        const to = k * stride + first
        for (let c = 0; c < counters.length; c++) values[to + c] = counters[c]!.share(candidates[k]!)
        for (let c = 1; c < counters.length; c++)
          if (values[to + c]! > 0) values[to + counters.length + c - 1] = values[to + c - 1]! / values[to + c]!
      }
    },
  }
}
