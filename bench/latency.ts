// Personal lists at a steady rate while events come in: what a reader waits, on the machine the server runs on.
import { makeData } from './gorse-data.ts'
import { loadedLectern, outside } from './lectern-loaded.ts'
import type { Measurement } from './measurement.ts'
import type { LoadSeen, OpenLoad } from './open-load.ts'

const listsPerSecond = 200
const eventsPerSecond = 200
const warmSeconds = 30
const seconds = Number(process.env.LECTERN_LATENCY_SECONDS ?? 600)
// Lectern refuses variables it does not know, and its processes inherit ours.
delete process.env.LECTERN_LATENCY_SECONDS
const medianBar = 3
const p99Bar = 15
/** Of 100,000 items, 50,000 readers, 2,000,000 events. */
const share = 0.1

export const latency: Measurement = {
  name: 'latency',
  about: `Personal lists (30 of some 400 candidates, home recipe, reasons, logged) at ${listsPerSecond}/s with ${eventsPerSecond} events/s going in, open load from a second process. LECTERN_LATENCY_SECONDS shortens it.`,
  async run(report) {
    const data = makeData(share, Date.now())
    const lectern = await loadedLectern(data, report.line)
    try {
      const load: Omit<OpenLoad, 'seconds' | 'seed'> = {
        url: lectern.server.url,
        secret: lectern.secret,
        readers: data.readers.length,
        items: data.items.length,
        lists: listsPerSecond,
        events: eventsPerSecond,
      }
      const script = new URL('open-load.ts', import.meta.url)
      report.line(`warming for ${warmSeconds} s`)
      await outside<LoadSeen>(script, { ...load, seconds: warmSeconds, seed: 'warm' })
      report.line(`measuring for ${seconds} s`)
      const seen = await outside<LoadSeen>(script, { ...load, seconds, seed: 'measured' })
      const total = (of: (second: LoadSeen['seconds'][number]) => number) =>
        seen.seconds.reduce((sum, second) => sum + of(second), 0)
      const failed = total(({ failed }) => Object.values(failed).reduce((sum, count) => sum + count, 0))
      const lost = total(({ events }) => events.failed + events.refused)
      const rungs = new Map<string, number>()
      for (const second of seen.seconds)
        for (const [rung, count] of Object.entries(second.rungs)) rungs.set(rung, (rungs.get(rung) ?? 0) + count)
      const round = (ms: number): number => Number(ms.toFixed(2))
      return {
        name: 'latency',
        value: round(seen.p99),
        unit: 'ms, p99 of a personal list',
        peer: null,
        ratio: null,
        bar: `p50 < ${medianBar} ms, p99 < ${p99Bar} ms, no errors`,
        holds: seen.p50 < medianBar && seen.p99 < p99Bar && failed === 0 && lost === 0,
        details: {
          seconds,
          items: data.items.length,
          readers: data.readers.length,
          'events before': data.events.length,
          rungs: Object.fromEntries(rungs),
          'seconds with a list over the bar': seen.seconds.flatMap(({ worstMs }, k) =>
            worstMs > p99Bar ? [`${k}: ${Math.round(worstMs)} ms`] : [],
          ),
          'memory of server and database, MB': Math.round(lectern.memoryMb()),
          timed: 'from the moment a request was due, in the process that sends; it shares the machine with the server',
        },
        table: {
          head: ['lists', 'events', 'p50 ms', 'p99 ms', 'p99.9 ms', 'max ms', 'failed lists', 'failed events'],
          rows: [
            [
              seen.lists,
              total(({ events }) => events.accepted),
              round(seen.p50),
              round(seen.p99),
              round(seen.p999),
              round(seen.max),
              failed,
              lost,
            ],
          ],
        },
      }
    } finally {
      await lectern.remove()
    }
  },
}
