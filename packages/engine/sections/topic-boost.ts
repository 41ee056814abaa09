interface TopicBoost {
  /** Topic codes that were chosen. */
  readonly wanted: ReadonlySet<number>
  /** So many of each are moved up. */
  readonly perTopic: number
  /** All together never more. */
  readonly most: number
}

/** The order with the best few of each wanted topic in front, in their order; the rest follows in its order. O(order). */
export function boostTopics(order: Int32Array, topics: Int32Array, { wanted, perTopic, most }: TopicBoost): Int32Array {
  const counts = new Map<number, number>()
  const front: number[] = []
  const rest: number[] = []
  for (const k of order) {
    const topic = topics[k]!
    const had = counts.get(topic) ?? 0
    if (wanted.has(topic) && had < perTopic && front.length < most) {
      counts.set(topic, had + 1)
      front.push(k)
    } else rest.push(k)
  }
  return Int32Array.from([...front, ...rest])
}
