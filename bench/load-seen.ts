import type { Result } from 'autocannon'
import type { Load } from './outside-load.ts'

/** What a load generator prints of what it saw. */
export const loadSeen = ({ requests, latency, errors, timeouts, non2xx }: Result): Load => ({
  requests: requests.average,
  medianMs: latency.p50,
  p99Ms: latency.p99,
  failed: errors + timeouts + non2xx,
})
