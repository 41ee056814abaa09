// The load generator of `gorse`, a process of its own: lists for many readers in turn, each connection in an order of its
// own. One JSON argument in, one JSON line out.
import autocannon from 'autocannon'
import { loadSeen } from './load-seen.ts'

interface Options {
  readonly url: string
  /** `{reader}` stands for a reader in path and body. */
  readonly path: string
  readonly body?: string
  readonly headers: Record<string, string>
  readonly readers: number
  readonly connections: number
  readonly seconds: number
}

const { url, path, body, headers, readers, connections, seconds }: Options = JSON.parse(process.argv[2] ?? '{}')
const method = body === undefined ? 'GET' : 'POST'
const known = 500
let turn = 0
const requests = () =>
  Array.from({ length: known }, () => {
    turn = (turn + 7919) % readers // a prime: all readers come up before one comes again
    const reader = `reader-${turn}`
    return {
      method: method as 'GET' | 'POST',
      path: path.replace('{reader}', reader),
      ...(body === undefined ? {} : { body: body.replace('{reader}', reader) }),
      headers,
    }
  })
const result = await autocannon({
  url,
  connections,
  duration: seconds,
  requests: requests(),
  setupClient: (client) => client.setRequests(requests()),
})
process.stdout.write(JSON.stringify(loadSeen(result)))
