// The kill test: a real server on its own data folder is sent events and killed with SIGKILL in the middle, again and
// again, its database too, the roll into history files as well. A ledger outside knows what was acknowledged.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { derive, type Random } from '@lectern/engine/random/random.ts'
import type { EventReceipt, WireEvent } from '@lectern/protocol/events/events.ts'
import { readHistory } from '../events/events.ts'
import { loadConfig } from '../kernel/config/config.ts'
import { type Kernel, openKernel } from '../kernel/kernel.ts'
import { silentLog } from '../kernel/log/log.ts'
import { type RunningServer, startServer } from './testing.ts'

const program = fileURLToPath(new URL('../bin/lectern.js', import.meta.url))
const batchSize = 20
const senders = 4
const hour = 3_600_000

interface KillOutcome {
  readonly kills: number
  readonly rollsKilled: number
  readonly acknowledged: number
  readonly sent: number
  /** Acknowledged events that the log does not hold. */
  readonly lost: number
  /** Events that the log holds more than once. */
  readonly doubled: number
  /** Events whose last resending was answered wrongly: new although known, or known although new. */
  readonly miscounted: number
  readonly files: number
}

interface Ledger {
  readonly sent: Map<string, WireEvent>
  readonly acknowledged: Set<string>
}

/** @param options.seed chooses the moments; `rounds` is the number of servers killed. */
export async function killTest(
  data: string,
  options: { readonly rounds: number; readonly seed: number; onRound?(round: number, ledger: Ledger): void },
): Promise<KillOutcome> {
  const ledger: Ledger = { sent: new Map(), acknowledged: new Set() }
  let rollsKilled = 0
  for (let round = 1; round <= options.rounds; round += 1) {
    const chance = derive(options.seed, `round ${round}`)
    await killOnce(await startServer(data, ['--no-jobs']), ledger, chance)
    if (round % 4 === 0) rollsKilled += await killRoll(data, chance)
    options.onRound?.(round, ledger)
  }
  const before = await idsInLog(data)
  const lost = [...ledger.acknowledged].filter((id) => !before.has(id)).length
  const server = await startServer(data, ['--no-jobs'])
  let miscounted = 0
  const all = [...ledger.sent.values()]
  for (let at = 0; at < all.length; at += batchSize) {
    const batch = all.slice(at, at + batchSize)
    const receipt = await post(server, batch)
    const known = batch.filter((event) => before.has(event.id)).length
    miscounted += Math.abs(receipt.repeated - known) + Math.abs(receipt.accepted - (batch.length - known))
  }
  await server.stop()
  const after = await idsInLog(data)
  const doubled = [...after.values()].filter((times) => times > 1).length
  const missing = all.filter((event) => !after.has(event.id)).length
  return {
    kills: options.rounds,
    rollsKilled,
    acknowledged: ledger.acknowledged.size,
    sent: all.length,
    lost: lost + missing,
    doubled,
    miscounted,
    files: await withFolder(
      data,
      async (kernel) => (await kernel.database.pool.query('select 1 from history_file')).rowCount ?? 0,
    ),
  }
}

/** Several senders write, some events for the second time, until the processes are shot. */
async function killOnce(server: RunningServer, ledger: Ledger, chance: Random): Promise<void> {
  const items = await someItems(server)
  const device = crypto.randomUUID()
  const shot = new AbortController()
  const postmaster = Number(readFileSync(join(server.data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  const write = async (): Promise<void> => {
    while (!shot.signal.aborted) {
      const fresh = Array.from({ length: batchSize - 4 }, () => newEvent(items, device, chance))
      for (const event of fresh) ledger.sent.set(event.id, event)
      const earlier = [...ledger.sent.values()].slice(-400).filter(() => chance.uniform() < 0.01)
      const batch = [...fresh, ...earlier.slice(0, 4)]
      try {
        const receipt = await post(server, batch)
        if (receipt.refused.length > 0) throw new Error(`refused: ${JSON.stringify(receipt.refused[0])}`)
        for (const event of batch) ledger.acknowledged.add(event.id)
      } catch (cause) {
        // A cut connection acknowledges nothing; an answer that refuses is a fault of this test.
        if (cause instanceof Error && cause.message.startsWith('refused')) throw cause
        return
      }
    }
  }
  const writers = Array.from({ length: senders }, write)
  await new Promise((done) => setTimeout(done, 50 + chance.uniform() * 400))
  const ended = new Promise((done) => server.process.once('exit', done))
  if (chance.uniform() < 0.7) process.kill(postmaster, 'SIGKILL')
  process.kill(-(server.process.pid as number), 'SIGKILL')
  shot.abort()
  await Promise.all([ended, ...writers])
}

function newEvent(items: readonly string[], device: string, chance: Random): WireEvent {
  const item = items[chance.integer(items.length)] as string
  const event = { id: crypto.randomUUID(), device, item, surface: 'home', at: Date.now() }
  return chance.uniform() < 0.5 ? { kind: 'impression', ...event } : { kind: 'open', ...event }
}

/** Ages a part of the table by an hour, so that it is due, and kills the roll somewhere on its way. */
async function killRoll(data: string, chance: Random): Promise<number> {
  await withFolder(data, (kernel) =>
    kernel.database.pool.query('update event set received_at = received_at - $1 where hashtext(id::text) % 2 = 0', [
      hour,
    ]),
  )
  const roll = spawn(process.execPath, [program, 'work', '--once', 'events.roll', '--data', data], { stdio: 'ignore' })
  const ended = new Promise<number | null>((done) => roll.once('exit', (code) => done(code)))
  const timer = setTimeout(() => roll.kill('SIGKILL'), 400 + chance.uniform() * 900)
  const code = await ended
  clearTimeout(timer)
  return code === null ? 1 : 0
}

const idsInLog = (data: string): Promise<Map<string, number>> =>
  withFolder(data, async (kernel) => {
    const times = new Map<string, number>()
    for await (const batch of readHistory(kernel, { ids: true, kinds: ['impression', 'open'] })) {
      for (const id of batch.id) times.set(id, (times.get(id) ?? 0) + 1)
    }
    return times
  })

async function withFolder<T>(dataDir: string, work: (kernel: Kernel) => Promise<T>): Promise<T> {
  const kernel = await openKernel(loadConfig({ env: {}, flags: { dataDir } }), silentLog)
  try {
    return await work(kernel)
  } finally {
    await kernel.database.close()
  }
}

async function someItems(server: RunningServer): Promise<string[]> {
  const slate = (await (await fetch(`${server.url}/v1/recommendations?n=20`)).json()) as {
    items: { item: { id: string } }[]
  }
  return slate.items.map(({ item }) => item.id)
}

async function post(server: RunningServer, events: readonly WireEvent[]): Promise<EventReceipt> {
  const answer = await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ version: 1, events }),
  })
  if (!answer.ok) throw new Error(`answered ${answer.status}`)
  return (await answer.json()) as EventReceipt
}
