import type { History } from '../../data/history.ts'
import type { Feature, ItemEvent, Moment } from '../feature.ts'

export interface ReaderEvent extends ItemEvent {
  /** Who it was, over sessions. */
  readonly reader: string
}

export interface ReaderMoment extends Moment {
  readonly reader: string
}

/** The newest items of each reader, over sessions; 8 bytes per item kept. */
export class ReaderPasts {
  readonly #keep: number
  readonly #pasts = new Map<string, number[]>()

  constructor(keep: number) {
    if (!(Number.isInteger(keep) && keep >= 1))
      throw new RangeError(`reader pasts: keep is ${keep}; it must be a whole number, at least 1`)
    this.#keep = keep
  }

  observe({ reader, row }: ReaderEvent): void {
    const past = this.#pasts.get(reader)
    if (past === undefined) this.#pasts.set(reader, [row])
    else if (!past.includes(row)) {
      past.push(row)
      if (past.length > this.#keep) past.shift()
    }
  }

  /** Rows, newest last, each once. */
  of(reader: string): readonly number[] {
    return this.#pasts.get(reader) ?? []
  }

  /** The newest `limit` of them as a history of weight 1; times are not kept. */
  history(reader: string, limit: number): History {
    const rows = this.of(reader).slice(-limit)
    return {
      items: Int32Array.from(rows),
      weights: new Float32Array(rows.length).fill(1),
      at: new Float64Array(rows.length),
    }
  }
}

/** Whether the reader has read the candidate in an earlier session, and how many items are known of the reader. */
export function readerPast<Event extends ReaderEvent, At extends ReaderMoment>(pasts: ReaderPasts): Feature<Event, At> {
  return {
    columns: ['read before', 'items of reader'],
    observe: (event) => pasts.observe(event),
    write({ reader }, candidates, { values, stride, first }) {
      const past = new Set(pasts.of(reader))
      for (let k = 0; k < candidates.length; k++) {
        values[k * stride + first] = past.has(candidates[k]!) ? 1 : 0
        values[k * stride + first + 1] = past.size
      }
    },
  }
}
