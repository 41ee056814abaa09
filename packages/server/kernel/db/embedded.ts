// A real PostgreSQL in the data folder, as a child process: created once, started, found running, stopped. After a crash
// the next start finds the running server or recovers it.
// Not here: who uses it and when it may stop (lease.ts), what is in the database (migrations), who may serve (serving.ts).
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../alive.ts'
import type { Chance } from '../clock/clock.ts'
import { Failure } from '../failure.ts'
import { startTimeoutMs } from './data-folder.ts'
import { findBinaries, ownByDatabaseUser, spawnUnprivileged } from './postgres-binaries.ts'

const serverMajor = '18'
/** The processes of a server that was killed take a moment to leave its port. */
const keepPortMs = 10_000

export interface EmbeddedOptions {
  /** The data folder; the cluster lives in its `postgres` folder. */
  readonly dataDir: string
  readonly chance: Chance
  /** false only for throwaway test clusters. */
  readonly durable?: boolean
  /** Where to listen if it can be; whoever lost a server finds it again. A free port otherwise. */
  readonly port?: number
}

/** Starts the folder's server or finds it running. Answers the URL of its `lectern` database. Hold the server lock. */
export async function startEmbedded(options: EmbeddedOptions): Promise<string> {
  const place = placeOf(options.dataDir)
  const running = runningUrl(place)
  if (running) return running
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) await initialise(place, options.chance)
  refuseOtherMajor(place)
  return await start(place, options)
}

/** Stops the folder's server, rolling open transactions back. Nothing happens when it is not running. Hold the server lock. */
export async function stopEmbedded(dataDir: string): Promise<void> {
  const place = placeOf(dataDir)
  const pid = postmasterPid(place)
  if (pid === null || !isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  for (let waited = 0; isAlive(pid); waited += 10) {
    if (waited === 10_000) process.kill(pid, 'SIGQUIT')
    await sleep(10)
  }
}

interface Place {
  readonly dataDir: string
  readonly cluster: string
  readonly secret: string
  readonly log: string
}

const placeOf = (dataDir: string): Place => ({
  dataDir,
  cluster: join(dataDir, 'postgres'),
  secret: join(dataDir, 'postgres.secret'),
  log: join(dataDir, 'logs', 'postgres.log'),
})

async function initialise(place: Place, chance: Chance): Promise<void> {
  const { initdb } = await findBinaries()
  // A cluster that was being made when the process died has no PG_VERSION, and holds nothing.
  rmSync(place.cluster, { recursive: true, force: true })
  mkdirSync(place.cluster, { mode: 0o700 })
  ownByDatabaseUser(place.cluster)
  const password = chance.secret(24)
  writeFileSync(place.secret, password, { mode: 0o600 })
  const passwordFile = `${place.secret}.init`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  ownByDatabaseUser(passwordFile)
  const args = [
    '-D',
    place.cluster,
    '-U',
    'lectern',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
  ]
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const child = spawnUnprivileged(initdb, [...args, ...locale], {
    reach: [join(place.cluster, 'x')],
    cwd: place.dataDir,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const code = await new Promise((done) => child.on('error', () => done(-1)).on('exit', done))
  rmSync(passwordFile, { force: true })
  if (code === 0) return
  rmSync(place.cluster, { recursive: true, force: true })
  throw new Failure('storage', `Creating the database in ${place.cluster} failed: ${lastLines(output)}`, {
    advice: adviceFor(output) ?? 'Read the message, mend its cause, and start again: nothing was stored yet.',
  })
}

async function start(place: Place, { durable = true, port: wanted }: EmbeddedOptions): Promise<string> {
  const { postgres } = await findBinaries()
  removeStalePid(place)
  const deadline = Date.now() + startTimeoutMs
  const keepPortUntil = Date.now() + keepPortMs
  for (;;) {
    const port = wanted !== undefined && Date.now() < keepPortUntil ? wanted : await freePort()
    const settings = {
      port: String(port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '120',
      timezone: 'UTC',
      lc_messages: 'C',
      log_timezone: 'UTC',
      // An import writes hundreds of megabytes at once: fewer checkpoints, room for its indexes.
      shared_buffers: '256MB',
      max_wal_size: '4GB',
      wal_level: 'minimal',
      max_wal_senders: '0',
      ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    }
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const log = openSync(place.log, 'a')
    const logStart = readFileSync(place.log).length
    const child = spawnUnprivileged(postgres, ['-D', place.cluster, ...flags], {
      reach: [join(place.cluster, 'x')],
      cwd: place.dataDir,
      stdio: ['ignore', log, log],
      detached: true,
    })
    closeSync(log)
    let exited = false
    child.on('exit', () => (exited = true)).on('error', () => (exited = true))
    child.unref()
    while (!exited && Date.now() < deadline) {
      const url = runningUrl(place)
      if (url) return url
      await sleep(10)
    }
    const said = readFileSync(place.log).subarray(logStart).toString()
    // After a kill the old server's processes may take a moment to notice that they are orphans; a port can be lost to another process.
    const passing =
      /shared memory block|could not bind|Address already in use|lock file "postmaster.pid" already exists/.test(said)
    if (!passing || Date.now() >= deadline) {
      throw new Failure(
        'unavailable',
        `The embedded PostgreSQL did not start: ${lastLines(said) || 'it said nothing'}`,
        {
          advice: adviceFor(said) ?? `Its log is ${place.log}.`,
        },
      )
    }
    await sleep(200)
  }
}

/** The URL of the running server, or null. The server writes its state into line 8 of postmaster.pid. */
function runningUrl(place: Place): string | null {
  const lines = postmasterLines(place)
  if (lines === null || lines[7]?.trim() !== 'ready') return null
  const pid = Number(lines[0])
  if (!isAlive(pid) || !isPostmaster(pid, place)) return null
  const password = readFileSync(place.secret, 'utf8')
  return `postgresql://lectern:${password}@127.0.0.1:${lines[3]}/lectern`
}

/** After a crash and a reboot the pid may be anyone's, and PostgreSQL would take that program for its older self. */
function removeStalePid(place: Place): void {
  const pid = postmasterPid(place)
  if (pid !== null && !(isAlive(pid) && isPostmaster(pid, place)))
    rmSync(join(place.cluster, 'postmaster.pid'), { force: true })
}

function postmasterLines(place: Place): string[] | null {
  try {
    return readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
}

function postmasterPid(place: Place): number | null {
  const lines = postmasterLines(place)
  return lines === null ? null : Number(lines[0])
}

/** After a reboot the pid in the file may belong to any program: on Linux, ask which folder it runs in. */
function isPostmaster(pid: number, place: Place): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(place.cluster)
  } catch {
    return process.platform !== 'linux'
  }
}

function refuseOtherMajor(place: Place): void {
  const major = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim()
  if (major === serverMajor) return
  throw new Failure(
    'data',
    `${place.cluster} was written by PostgreSQL ${major}; this Lectern embeds ${serverMajor}.`,
    {
      advice: 'Use the Lectern version that wrote it.',
    },
  )
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().on('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-3).join(' ')

function adviceFor(said: string): string | undefined {
  if (/No space left/.test(said))
    return 'The disk is full: free some space and start again; nothing acknowledged is lost.'
  if (/Read-only file system|Permission denied/.test(said)) return 'Choose a writable data folder with --data.'
  return undefined
}
