// What operators see of polling. Read from the database when somebody looks: whichever process polls.
import type { Kernel } from '../kernel/kernel.ts'
import type { Metrics } from '../kernel/metrics/metrics.ts'
import { countPolling } from './queries.ts'

const gauges = {
  active: ['lectern_feeds', 'Feeds that are polled.'],
  failing: ['lectern_feeds_failing', 'Feeds whose last poll failed.'],
  due: ['lectern_feeds_due', 'Feeds whose time has come.'],
  pages: ['lectern_feed_pages_waiting', 'Pages of new entries that are still to be fetched.'],
} as const
type Counts = Record<keyof typeof gauges, number>

const freshMs = 5000

/** Gauges are read at once, a database is not: each look tells what the one before it asked for. */
export function measurePolling(metrics: Pick<Metrics, 'gauge'>, kernel: Pick<Kernel, 'database' | 'clock'>): void {
  let last: Counts | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  const ask = (): void => {
    const now = kernel.clock()
    if (now - askedAt < freshMs) return
    askedAt = now
    countPolling(kernel.database.db, now).then(
      (counts) => {
        last = counts
      },
      () => {
        last = null
      },
    )
  }
  for (const [key, [name, help]] of Object.entries(gauges)) {
    metrics.gauge(name, help, () => {
      ask()
      return last?.[key as keyof Counts] ?? Number.NaN
    })
  }
}
