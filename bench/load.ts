// The load generator of `serve`, a process of its own. One JSON argument in, one JSON line out.
import autocannon from 'autocannon'
import { loadSeen } from './load-seen.ts'

const { url, cookie, connections, seconds } = JSON.parse(process.argv[2] ?? '{}')
const result = await autocannon({ url, connections, duration: seconds, headers: cookie ? { cookie } : {} })
process.stdout.write(JSON.stringify(loadSeen(result)))
