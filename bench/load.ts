// The load generator of `serve`, a process of its own. One JSON argument in, one JSON line out.
import autocannon from 'autocannon'

const { url, cookie, connections, seconds } = JSON.parse(process.argv[2] ?? '{}')
const result = await autocannon({ url, connections, duration: seconds, headers: cookie ? { cookie } : {} })
process.stdout.write(
  JSON.stringify({
    requests: result.requests.average,
    medianMs: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.errors + result.timeouts + result.non2xx,
  }),
)
