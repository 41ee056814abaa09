// `/v1/recommendations` of the real server on its embedded database, under load from a second process, beside a bare
// node:http server that answers a pre-made body of the same size: the machine's own ceiling in the same run.
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { type RunningServer, removeData, startServer, temporaryData } from '@lectern/server/cli/testing.ts'
import { type Measurement, median, type Report } from './measurement.ts'
import { type Load, listening, loadFromOutside } from './outside-load.ts'

const seconds = 5
const rounds = 3
const connections = [1, 16, 64]
const opened = 20
const worker = fileURLToPath(new URL('load.ts', import.meta.url))

export const serve: Measurement = {
  name: 'serve',
  about:
    'Requests per second, median and p99 of GET /v1/recommendations (n = 30) for a signed-in reader and an anonymous one.',
  async run(report) {
    const data = temporaryData()
    const server = await startServer(data)
    const peer = await bareServer(server)
    try {
      const cookie = await signInAndRead(server)
      const targets = [
        { who: 'signed in', url: `${server.url}/v1/recommendations?n=30`, cookie },
        { who: 'anonymous', url: `${server.url}/v1/recommendations?n=30`, cookie: '' },
        { who: 'bare node:http, same body', url: peer.url, cookie: '' },
      ]
      const rows: (string | number)[][] = []
      const rates = new Map<string, number>()
      let failed = 0
      for (const count of connections) {
        const loads = await interleaved(targets, count, report)
        for (const { who } of targets) {
          const mine = loads.filter((load) => load.who === who)
          const rate = median(mine.map((load) => load.requests))
          failed += mine.reduce((sum, load) => sum + load.failed, 0)
          rates.set(`${who} ${count}`, rate)
          rows.push([
            who,
            count,
            Math.round(rate),
            median(mine.map((load) => load.medianMs)),
            median(mine.map((load) => load.p99Ms)),
          ])
        }
      }
      const value = rates.get('signed in 16') ?? 0
      return {
        name: 'serve',
        value: Math.round(value),
        unit: 'requests/s at 16 connections, signed in',
        peer: 'bare node:http with the same body',
        ratio: value / (rates.get('bare node:http, same body 16') ?? Number.NaN),
        bar: 'no failed request',
        holds: failed === 0,
        details: {
          failed,
          seconds,
          rounds,
          historyItems: opened,
          bytes: peer.bytes,
          note: 'the load generator shares the cores',
        },
        table: { head: ['who', 'connections', 'requests/s', 'median ms', 'p99 ms'], rows },
      }
    } finally {
      peer.server.close()
      await server.stop()
      removeData(data)
    }
  },
}

/** All targets in turn, several rounds: a slow minute of the machine meets each of them. */
async function interleaved(
  targets: readonly { who: string; url: string; cookie: string }[],
  count: number,
  report: Report,
): Promise<(Load & { who: string })[]> {
  const loads: (Load & { who: string })[] = []
  for (let round = 0; round < rounds; round += 1) {
    for (const { who, url, cookie } of targets) {
      const load = await loadFromOutside(worker, { url, cookie, connections: count, seconds })
      report.line(
        `${who}, ${count} connections: ${Math.round(load.requests)}/s, median ${load.medianMs} ms, p99 ${load.p99Ms} ms`,
      )
      loads.push({ who, ...load })
    }
  }
  return loads
}

async function signInAndRead(server: RunningServer): Promise<string> {
  const headers = { 'content-type': 'application/json', origin: server.url }
  const signedIn = await fetch(`${server.url}/v1/sign-in`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ token: server.token }),
  })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const list = (await (await fetch(`${server.url}/v1/recommendations?n=100`, { headers: { cookie } })).json()) as {
    items: { item: { id: string } }[]
  }
  const events = list.items
    .filter((_, index) => index % 5 === 0)
    .slice(0, opened)
    .map(({ item }, index) => ({
      kind: 'open',
      id: crypto.randomUUID(),
      item: item.id,
      at: Date.now() - index * 60_000,
    }))
  await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: JSON.stringify({ version: 1, events }),
  })
  return cookie
}

async function bareServer(server: RunningServer): Promise<{ server: Server; url: string; bytes: number }> {
  const body = Buffer.from(await (await fetch(`${server.url}/v1/recommendations?n=30`)).arrayBuffer())
  const bare = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    answer.end(body)
  })
  return { server: bare, url: `${await listening(bare)}/`, bytes: body.length }
}
