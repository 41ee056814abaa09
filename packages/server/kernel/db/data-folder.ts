// The data folder before there is a database in it: can it be written, and who may start or stop its server now.
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../alive.ts'
import { Failure, storageFailure } from '../failure.ts'

/** How long making or starting a server may take. */
export const startTimeoutMs = 60_000
const pollMs = 10

/** @throws Failure 'storage' that says why nothing can be written there. */
export function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(join(dataDir, 'logs'), { recursive: true })
    const probe = join(dataDir, `.writable-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (cause) {
    throw storageFailure(dataDir, 'Writing in the data folder', whyNotWritable(dataDir) ?? cause)
  }
}

/** Making a folder on a read-only file system is reported as ENOENT: its nearest existing folder knows better. */
function whyNotWritable(path: string): unknown {
  if (!existsSync(path)) return dirname(path) === path ? null : whyNotWritable(dirname(path))
  try {
    accessSync(path, constants.W_OK)
    return null
  } catch (cause) {
    return cause
  }
}

/**
 * Works while no other process starts, joins, leaves or stops the folder's server.
 * @throws Failure 'busy' when another one has been at it for longer than it may take.
 */
export async function withServerLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = join(dataDir, 'postgres.lock')
  for (let waited = 0; !take(lock); waited += pollMs) {
    removeAbandoned(lock)
    if (waited >= startTimeoutMs)
      throw new Failure('busy', `Process ${read(lock)} has been starting the database of ${dataDir} for a minute.`)
    await sleep(pollMs)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw storageFailure(path, 'Writing', cause)
  }
}

/**
 * Removes the lock of a process that is gone. Whoever removes it holds a second lock named after the dead and looks
 * again, so that of several that saw the dead lock none removes the living one that came after it.
 */
function removeAbandoned(lock: string): void {
  const holder = read(lock)
  if (!isAbandoned(lock, holder)) return
  const removing = `${lock}.${holder}`
  if (!take(removing)) {
    if (isOld(removing)) rmSync(removing, { force: true })
    return
  }
  if (read(lock) === holder) rmSync(lock, { force: true })
  rmSync(removing, { force: true })
}

/** After a restart the number may be another program's, or our own: nobody needs a lock longer than a start takes. */
function isAbandoned(lock: string, holder: string): boolean {
  const pid = Number(holder)
  return (pid >= 1 && !isAlive(pid)) || isOld(lock)
}

function isOld(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && Date.now() - found.mtimeMs > 2 * startTimeoutMs
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
