// The load generator of `newtab`, a process of its own: the questions of many New Tabs in turn. One JSON argument in, one
// JSON line out.
import autocannon from 'autocannon'
import { loadSeen } from './load-seen.ts'

const { url, bodies, connections, seconds, rate } = JSON.parse(process.argv[2] ?? '{}') as {
  url: string
  bodies: string[]
  connections: number
  seconds: number
  /** Requests per second of all connections together; as many as possible when left out. */
  rate?: number
}
const headers = { 'content-type': 'application/json', 'accept-encoding': 'gzip, deflate, br, zstd' }
const result = await autocannon({
  url,
  connections,
  duration: seconds,
  requests: bodies.map((body) => ({ method: 'POST', headers, body })),
  ...(rate === undefined ? {} : { overallRate: rate }),
})
process.stdout.write(JSON.stringify({ ...loadSeen(result), p97Ms: result.latency.p97_5 }))
