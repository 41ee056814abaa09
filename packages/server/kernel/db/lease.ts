// Using the folder's server together: whoever joins holds a connection, and the last one that leaves stops the server.
// Joining and leaving happen under one lock: a server is never stopped between being found and being held.
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { Failure } from '../failure.ts'
import { newClient } from './connection.ts'
import { prepareFolder, withServerLock } from './data-folder.ts'
import { type EmbeddedOptions, startEmbedded, stopEmbedded } from './embedded.ts'

const holderName = 'lectern-holder'
const retryMs = 2000
const mostTries = 20
const againMs = 200

interface Lease {
  /** The `lectern` database of the folder's server. */
  readonly url: string
  /** The server stops when nobody else holds it. */
  leave(): Promise<void>
}

/**
 * Starts the folder's server or finds it running, and keeps it running until `leave`, or until this process ends: a server
 * that dies meanwhile is started again, on the same port.
 */
export async function joinEmbedded(options: EmbeddedOptions): Promise<Lease> {
  const { dataDir } = options
  prepareFolder(dataDir)
  const join = (port?: number): Promise<{ url: string; holder: pg.Client }> =>
    withServerLock(dataDir, () => startAndHold(port === undefined ? options : { ...options, port }))
  const first = await join()
  let holder = first.holder
  let left = false
  let returning = Promise.resolve()
  const watch = (): void => {
    holder.once('end', () => {
      if (!left) returning = again()
    })
  }
  const again = async (): Promise<void> => {
    try {
      holder = (await join(Number(new URL(first.url).port))).holder
      watch()
    } catch {
      // Meanwhile every query says that the database is away.
      setTimeout(() => {
        if (!left) returning = again()
      }, retryMs).unref()
    }
  }
  watch()
  return {
    url: first.url,
    async leave() {
      left = true
      await returning
      await withServerLock(dataDir, () => leave(holder, dataDir))
    },
  }
}

/** A server that was killed a moment ago looks alive until it is gone: then it is started anew. */
async function startAndHold(options: EmbeddedOptions): Promise<{ url: string; holder: pg.Client }> {
  for (let tries = 1; ; tries++) {
    const url = await startEmbedded(options)
    try {
      return { url, holder: await hold(url) }
    } catch (cause) {
      if (tries === mostTries) {
        const detail = `The embedded PostgreSQL does not answer: ${(cause as Error).message}`
        throw new Failure('unavailable', detail, { cause })
      }
      await sleep(againMs)
    }
  }
}

async function hold(url: string): Promise<pg.Client> {
  await createDatabaseOnce(url)
  const holder = newClient({ connectionString: url, application_name: holderName, keepAlive: true })
  await holder.connect()
  return holder
}

async function leave(holder: pg.Client, dataDir: string): Promise<void> {
  const others = await otherHolders(holder)
  await holder.end()
  if (!others) await stopEmbedded(dataDir)
}

/** A server that does not answer any more is not ours to stop. */
async function otherHolders(holder: pg.Client): Promise<boolean> {
  const others = 'select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid() limit 1'
  return holder.query(others, [holderName]).then(
    (result) => (result.rowCount ?? 0) > 0,
    () => true,
  )
}

async function createDatabaseOnce(url: string): Promise<void> {
  const admin = new URL(url)
  admin.pathname = '/postgres'
  const client = newClient({ connectionString: admin.href })
  await client.connect()
  try {
    const name = new URL(url).pathname.slice(1)
    const there = await client.query('select 1 from pg_database where datname = $1', [name])
    if (!there.rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}
