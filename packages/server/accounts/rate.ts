// Token buckets: a minute's worth at once, refilled evenly. In memory, one set per node.

export interface Rate {
  /** Takes `cost` tokens, at most a minute's worth, when they are there. */
  take(key: string, perMinute: number, cost: number): Taken
}

interface Taken {
  readonly allowed: boolean
  /** Whole tokens left. */
  readonly left: number
  /** Seconds until `cost` tokens are there; 0 when they were. */
  readonly waitSeconds: number
}

const mostBuckets = 10_000
const minuteMs = 60_000

export function openRate(clock: () => number): Rate {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    take(key, perMinute, asked) {
      const cost = Math.min(asked, perMinute)
      const now = clock()
      const bucket = buckets.get(key) ?? { tokens: perMinute, at: now }
      buckets.delete(key)
      buckets.set(key, bucket) // the longest unused is forgotten first: by then it is full again
      if (buckets.size > mostBuckets) buckets.delete(buckets.keys().next().value!)
      const refilled = bucket.tokens + ((now - bucket.at) / minuteMs) * perMinute
      bucket.tokens = Math.min(perMinute, Math.max(0, refilled))
      bucket.at = now
      const allowed = bucket.tokens >= cost
      if (allowed) bucket.tokens -= cost
      const missing = allowed ? 0 : cost - bucket.tokens
      return {
        allowed,
        left: Math.floor(bucket.tokens),
        waitSeconds: Math.ceil((missing / perMinute) * 60),
      }
    },
  }
}
