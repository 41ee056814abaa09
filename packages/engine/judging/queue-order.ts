import { spreadOrder } from '../data/spread-order.ts'

/** What the order of a queue looks at. Null: like no other. */
export interface Queued {
  readonly id: string
  readonly value: number
  readonly publisher: string | null
  readonly topic: string | null
  /** Several that tell one story carry the same name. */
  readonly story: string | null
}

interface QueueOptions {
  /** So many places are spread; behind them value alone orders. Default 200. */
  readonly take?: number
  /**
   * Ids in the order somebody has before them: those that are still there stay first, in that order, and what comes behind
   * is spread as if it followed them. So nothing moves under the hands of who works through the queue.
   */
  readonly keep?: readonly string[]
}

/** What each one of the same publisher, topic or story above leaves of a value. */
const left = { publisher: 0.7, topic: 0.85, story: 0.2 } as const
const kinds = ['publisher', 'topic', 'story'] as const

/**
 * Ids by value and difference: each place takes the largest value * 0.7^(same publisher above) * 0.85^(same topic above) *
 * 0.2^(same story above); equals stay in the order given.
 */
export function orderQueue(queue: readonly Queued[], { take = 200, keep = [] }: QueueOptions = {}): string[] {
  const byId = new Map(queue.map((one) => [one.id, one]))
  const kept = [...new Set(keep)].flatMap((id) => byId.get(id) ?? [])
  const keptIds = new Set(kept.map(({ id }) => id))
  const rest = queue.filter(({ id }) => !keptIds.has(id))
  rest.sort((a, b) => b.value - a.value)
  const groups = kinds.map((kind) => {
    const codeOf = namesToCodes()
    return {
      codes: rest.map((one) => codeOf(one[kind])),
      above: kept.map((one) => codeOf(one[kind])),
      left: left[kind],
    }
  })
  const worth = rest.map(({ value }) => Math.max(0, value))
  const order = spreadOrder(worth, groups, take)
  return [...kept.map(({ id }) => id), ...Array.from(order, (k) => rest[k]!.id)]
}

function namesToCodes(): (name: string | null) => number {
  const codes = new Map<string, number>()
  return (name) => {
    if (name === null) return -1
    const code = codes.get(name) ?? codes.size
    codes.set(name, code)
    return code
  }
}
