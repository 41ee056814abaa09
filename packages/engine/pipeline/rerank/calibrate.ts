import { ln } from '../../data/portable-math.ts'
import type { PipelineState, SlateRequest } from '../slate.ts'
import type { Rerank } from '../stage.ts'
import { listLength, relevance, withFirst } from './ranked.ts'

interface CalibrationOptions {
  /** 0: by score alone, 1: only the reader's topics count. */
  readonly weight: number
  /** Share of the reader's own distribution in the list's, so that a missing topic stays finite; default 0.01 as in the paper. */
  readonly smoothing?: number
}

/**
 * Calibration: topics in the list as often as in the reader's history. Each slot takes the row with the largest
 * (1 - weight) * (relevance / take) - weight * KL(p || q of the list with the row), in nats, relevance being the score (the
 * k-th largest at position k) as a share of the range of scores; ties by the order before. Steck, "Calibrated recommendations", RecSys 2018. Rows without a
 * topic take a slot and add to no topic; a history without topics asks for nothing. O(take * (topics + candidates)).
 */
export function calibrate({ weight, smoothing = 0.01 }: CalibrationOptions): Rerank {
  if (!(weight >= 0 && weight <= 1)) throw new RangeError(`calibrate: weight is ${weight}; it must be in 0..1`)
  if (!(smoothing > 0 && smoothing < 1))
    throw new RangeError(`calibrate: smoothing is ${smoothing}; it must be between 0 and 1`)
  return {
    name: 'calibrate',
    about: 'Keeps the topics of the list in the shares of what this reader reads',
    weights: { weight },
    arrange: ({ request, state }, ranked) => {
      const wanted = topicShares(request, state)
      if (wanted === null || weight === 0) return ranked
      const worth = relevance(ranked)
      const slots = listLength(request.take, ranked)
      const queues = queuesByTopic(ranked.rows, state)
      const kept = new Calibration(wanted, smoothing)
      const chosen = new Int32Array(slots)
      for (let slot = 0; slot < slots; slot++) {
        const divergence = kept.withOneMore(slot + 1)
        let best: Queue | undefined
        let most = Number.NEGATIVE_INFINITY
        for (const queue of queues) {
          const position = queue.positions[queue.next]
          if (position === undefined) continue
          const value = ((1 - weight) * worth[position]!) / slots - weight * divergence[queue.topic + 1]!
          const before = best?.positions[best.next] ?? -1
          if (value > most || (value === most && position < before)) {
            most = value
            best = queue
          }
        }
        chosen[slot] = best!.positions[best!.next++]!
        kept.add(best!.topic)
      }
      return withFirst(ranked, chosen)
    },
  }
}

/** Of one topic (-1: of none) the positions by relevance; only the first that is left can be the best. */
interface Queue {
  readonly topic: number
  readonly positions: number[]
  next: number
}

function queuesByTopic(rows: Int32Array, state: PipelineState): Queue[] {
  const queues = new Map<number, Queue>()
  rows.forEach((row, position) => {
    const topic = state.catalogue.topic[row]!
    const queue = queues.get(topic)
    if (queue === undefined) queues.set(topic, { topic, positions: [position], next: 0 })
    else queue.positions.push(position)
  })
  return [...queues.values()]
}

/** Share of each topic in the history by its weights, null when no item of it has a topic. */
function topicShares({ history }: SlateRequest, { catalogue }: PipelineState): Float64Array | null {
  const shares = new Float64Array(catalogue.topics.size)
  let sum = 0
  history.items.forEach((row, k) => {
    const topic = catalogue.topic[row] ?? -1
    if (topic < 0) return
    shares[topic]! += history.weights[k]!
    sum += history.weights[k]!
  })
  return sum > 0 ? shares.map((share) => share / sum) : null
}

/** How far the topics of a list that grows are from those wanted. */
class Calibration {
  readonly #wanted: Float64Array
  readonly #smoothing: number
  readonly #counts: Float64Array
  readonly #terms: Float64Array
  readonly #divergence: Float64Array

  constructor(wanted: Float64Array, smoothing: number) {
    this.#wanted = wanted
    this.#smoothing = smoothing
    this.#counts = new Float64Array(wanted.length)
    this.#terms = new Float64Array(wanted.length)
    this.#divergence = new Float64Array(wanted.length + 1)
  }

  /** A row of this topic is in the list; -1: of none. */
  add(topic: number): void {
    if (topic >= 0) this.#counts[topic]!++
  }

  /** KL(p || q) of a list of `length` rows, at place 1 + topic of the row that is added: in an array that is used again. */
  withOneMore(length: number): Float64Array {
    let sum = 0
    for (let topic = 0; topic < this.#wanted.length; topic++) {
      this.#terms[topic] = this.#term(topic, this.#counts[topic]!, length)
      sum += this.#terms[topic]!
    }
    this.#divergence[0] = sum
    for (let topic = 0; topic < this.#wanted.length; topic++)
      this.#divergence[topic + 1] = sum - this.#terms[topic]! + this.#term(topic, this.#counts[topic]! + 1, length)
    return this.#divergence
  }

  #term(topic: number, count: number, length: number): number {
    const p = this.#wanted[topic]!
    return p === 0 ? 0 : p * ln(p / (((1 - this.#smoothing) * count) / length + this.#smoothing * p))
  }
}
