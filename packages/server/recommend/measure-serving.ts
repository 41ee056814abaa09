// Numbers about serving that are read when somebody looks at /metrics.
import type { Following } from '../events/events.ts'
import type { Shedding } from '../kernel/http/shed.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Metrics } from '../kernel/metrics/metrics.ts'
import type { Recommender } from './recommend.ts'

export function measureServing(
  metrics: Metrics,
  of: {
    readonly kernel: Pick<Kernel, 'clock' | 'database'>
    readonly recommender: Recommender
    readonly following: Following
    readonly shedding: Shedding
  },
): void {
  const { kernel, recommender, following, shedding } = of
  const { pool } = kernel.database
  const since = (at: number | null): number => (at === null ? Number.NaN : Math.max(0, kernel.clock() - at) / 1000)
  const numbers: readonly (readonly [name: string, help: string, read: () => number])[] = [
    ['lectern_requests_in_flight', 'Requests under way.', () => shedding.inFlight().requests],
    ['lectern_writes_in_flight', 'Writes under way.', () => shedding.inFlight().writes],
    ['lectern_timer_lag_seconds', 'How late timers are.', () => shedding.lagMs() / 1000],
    ['lectern_database_waiting', 'Queries that wait for a connection.', () => pool.waitingCount],
    ['lectern_slates_waiting', 'Served lists that wait to be logged.', () => recommender.waiting().slates],
    ['lectern_slates_dropped', 'Served lists that were never logged.', () => recommender.waiting().dropped],
    ['lectern_readers_in_memory', 'Readers whose history is in memory.', () => recommender.waiting().readers],
    ['lectern_items_served', 'Items of the catalogue in memory.', () => recommender.view()?.served.cards.length ?? 0],
    [
      'lectern_events_staleness_seconds',
      'Time since all that other nodes accepted was known here.',
      () => since(following.caughtUpAt()),
    ],
    [
      'lectern_items_staleness_seconds',
      'Time since items were last compared.',
      () => since(recommender.waiting().lookedAt),
    ],
    [
      'lectern_serving',
      '1 when lists are made from memory, 0 when from the pack.',
      () => (recommender.ready() ? 1 : 0),
    ],
  ]
  for (const [name, help, read] of numbers) metrics.gauge(name, help, read)
}
