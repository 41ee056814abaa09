// The New Tab contract of the real server under load from a second process: at the rate and with the mix that Merino's own
// load test asks of its fleet, then as fast as it goes, beside a bare node:http server with the same body.
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { topicIds } from '@lectern/protocol/rest/items.ts'
import { removeData, startServer, temporaryData } from '@lectern/server/cli/testing.ts'
import type { Measurement } from './measurement.ts'
import { type Load, listening, loadFromOutside } from './outside-load.ts'

const seconds = 10
/** Merino's load-test target, for all its servers together: 1500 requests/s with a p95 of at most 200 ms and no 5xx. */
const target = { rate: 1500, ms: 200 }
/** Where a bare server answers fewer a second, something else has the machine. */
const leastBare = 6 * target.rate
const worker = fileURLToPath(new URL('newtab-load.ts', import.meta.url))

interface NewTabLoad extends Load {
  readonly p97Ms: number
}

const locales = ['en-US', 'en-GB', 'en-CA', 'de', 'fr', 'es', 'it', 'pl']
const question = (more: object): string =>
  JSON.stringify({ locale: 'en-US', region: 'US', feeds: ['sections'], ...more })

/** Of 350 questions 298 differ by locale only, 52 choose topics. */
const mix = Array.from({ length: 350 }, (_, n) =>
  n < 298
    ? question({ locale: locales[n % locales.length], region: null, feeds: n % 2 === 0 ? ['sections'] : [] })
    : question({ topics: [topicIds[n % 16], topicIds[(n * 7) % 16]], feeds: [] }),
)
/** As many readers as follow, each its own way: more than the server keeps answers for. */
const different = Array.from({ length: 400 }, (_, n) =>
  question({
    sections: [0, 1].map((k) => ({
      sectionId: topicIds[(n * (k + 3)) % 16],
      isFollowed: true,
      isBlocked: false,
      followedAt: new Date(1_767_000_000_000 + n * 60_000).toISOString(),
    })),
  }),
)

export const newtab: Measurement = {
  name: 'newtab',
  about:
    'Requests per second and latency of POST /api/v1/curated-recommendations, packed with gzip, on the sample publication.',
  async run(report) {
    const data = temporaryData()
    const server = await startServer(data)
    const url = `${server.url}/api/v1/curated-recommendations`
    const peer = await bareServer(url)
    try {
      const runs = [
        { what: `Merino's mix at ${target.rate}/s`, url, bodies: mix, connections: 64, rate: target.rate },
        { what: 'the same question', url, bodies: [question({})], connections: 16 },
        { what: 'every question different', url, bodies: different, connections: 16 },
        { what: 'bare node:http, same body', url: peer.url, bodies: [question({})], connections: 16 },
      ]
      const loads = new Map<string, NewTabLoad>()
      for (const { what, ...options } of runs) {
        const load = await loadFromOutside<NewTabLoad>(worker, { ...options, seconds })
        report.line(`${what}: ${Math.round(load.requests)}/s, median ${load.medianMs} ms, p99 ${load.p99Ms} ms`)
        loads.set(what, load)
      }
      const bare = loads.get('bare node:http, same body')!.requests
      const quiet = bare >= leastBare
      const [atTarget, same] = runs.map(({ what }) => loads.get(what)!) as [NewTabLoad, NewTabLoad]
      const failed = [...loads.values()].reduce((sum, load) => sum + load.failed, 0)
      return {
        name: 'newtab',
        value: atTarget.p97Ms,
        unit: `ms at the 97.5th percentile, ${Math.round(atTarget.requests)} requests/s of Merino's mix`,
        peer: 'bare node:http with the same body, requests/s of the same question',
        ratio: same.requests / bare,
        bar: `${target.rate} requests/s, at most ${target.ms} ms, no failed request`,
        holds: quiet ? failed === 0 && atTarget.p97Ms <= target.ms && atTarget.requests >= 0.98 * target.rate : null,
        details: {
          failed,
          seconds,
          bytes: peer.bytes,
          note: quiet
            ? 'the load generator shares the cores'
            : `not judged: other work leaves a bare server ${Math.round(bare)} requests/s here`,
        },
        table: {
          head: ['what', 'requests/s', 'median ms', 'p97.5 ms', 'p99 ms', 'failed'],
          rows: Array.from(loads, ([what, load]) => [
            what,
            Math.round(load.requests),
            load.medianMs,
            load.p97Ms,
            load.p99Ms,
            load.failed,
          ]),
        },
      }
    } finally {
      peer.server.close()
      await server.stop()
      removeData(data)
    }
  },
}

/** Answers what the real server answered once, packed again. */
async function bareServer(real: string): Promise<{ server: Server; url: string; bytes: number }> {
  const headers = { 'content-type': 'application/json' }
  const answered = await fetch(real, { method: 'POST', headers, body: question({}) })
  const body = gzipSync(await answered.text())
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.end(body)
  })
  return { server, url: await listening(server), bytes: body.length }
}
