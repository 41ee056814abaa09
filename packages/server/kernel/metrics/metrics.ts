// What operators collect: counters and times in the text format of Prometheus. No label holds a reader, an item or an
// address; labels have few values.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

const seconds = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const mostRoutes = 200

export interface MadeList {
  readonly rung: string
  readonly surface: string
  readonly ms: number
  readonly stages: readonly { readonly stage: string; readonly kind: string; readonly ms: number }[]
}

export interface Metrics {
  request(done: { readonly method: string; readonly route: string; readonly status: number; readonly ms: number }): void
  list(made: MadeList): void
  events(kinds: readonly string[]): void
  /** A number that is read when somebody looks; NaN: nothing to say. */
  gauge(name: string, help: string, read: () => number): void
  text(): Promise<string>
  readonly contentType: string
}

export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const to = { registers: [registry] }
  const requests = new Histogram({
    ...to,
    name: 'lectern_request_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
  })
  const lists = new Counter({
    ...to,
    name: 'lectern_lists_total',
    help: 'Lists made, by the step of the fallback ladder that answered.',
    labelNames: ['surface', 'rung'],
  })
  const making = new Histogram({ ...to, name: 'lectern_list_seconds', help: 'Time to make a list.', buckets: seconds })
  const stages = new Histogram({
    ...to,
    name: 'lectern_stage_seconds',
    help: 'Time that one stage of a recipe took.',
    labelNames: ['kind', 'stage'],
    buckets: seconds,
  })
  const events = new Counter({
    ...to,
    name: 'lectern_events_total',
    help: 'Events that were counted, here and at other nodes, by kind.',
    labelNames: ['kind'],
  })
  const named = new Map<string, Set<string>>()
  /** Names that come from outside become `other` when there are too many. */
  const bounded = (label: string, value: string): string => {
    const known = named.get(label) ?? new Set()
    named.set(label, known)
    if (known.has(value)) return value
    if (known.size >= mostRoutes) return 'other'
    known.add(value)
    return value
  }
  return {
    request({ method, route, status, ms }) {
      requests.observe({ method, route: bounded('route', route), status: String(status) }, ms / 1000)
    },
    list(made) {
      lists.inc({ surface: bounded('surface', made.surface), rung: made.rung })
      making.observe(made.ms / 1000)
      for (const { stage, kind, ms } of made.stages) stages.observe({ kind, stage }, ms / 1000)
    },
    events(kinds) {
      for (const kind of kinds) events.inc({ kind })
    },
    gauge(name, help, read) {
      new Gauge({
        ...to,
        name,
        help,
        collect() {
          this.set(read())
        },
      })
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
