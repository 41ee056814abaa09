// What it means when the database breaks off in the middle: a full disk and a server that is gone are failures that a
// person can act on, whatever the driver called them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { Failure } from '../failure.ts'

const diskFull = new Set(['53100', 'ENOSPC'])
/** SQLSTATE classes 08, 53 and 57P: no connection, no room, going away. The driver gives a connection that ended no code. */
const awayCode = /^(08|53|57P)|^ECONN(REFUSED|RESET)$|^EPIPE$/
const awayText = /Connection terminated|timeout exceeded when trying to connect/
const logTail = 2000

/** True for what a query meets when the database does not answer, whatever the reason. */
export const isDatabaseAway = (cause: unknown): boolean =>
  (cause instanceof Failure && cause.kind === 'unavailable') ||
  awayText.test(String(cause)) ||
  awayCode.test(String((cause as { code?: unknown } | null)?.code ?? ''))

/** A failure with advice for a full disk or a lost database; anything else as it came. */
export function explainBroken(cause: unknown, config: Config): unknown {
  const codes = chain(cause).map((each) => String((each as { code?: unknown }).code ?? ''))
  if (codes.some((code) => diskFull.has(code))) return full(config, cause)
  if (cause instanceof Failure) return cause
  if (!isDatabaseAway(cause)) return cause
  if (config.database.url !== null)
    return new Failure('unavailable', 'The database broke the connection.', {
      advice: 'Check the server named by DATABASE_URL, then run it again; nothing acknowledged is lost.',
      cause,
    })
  const log = join(config.dataDir, 'logs', 'postgres.log')
  if (/No space left/.test(tailOf(log))) return full(config, cause)
  return new Failure('unavailable', 'The embedded PostgreSQL stopped in the middle.', {
    advice: `Run it again: it recovers by itself, and nothing acknowledged is lost. Its log is ${log}.`,
    cause,
  })
}

const full = ({ dataDir, database }: Config, cause: unknown): Failure =>
  new Failure('storage', `The disk of ${database.url === null ? dataDir : 'the database'} is full.`, {
    advice: 'Free some space, then run it again; nothing acknowledged is lost.',
    cause,
  })

function chain(cause: unknown): object[] {
  const found: object[] = []
  for (
    let each = cause;
    typeof each === 'object' && each !== null && !found.includes(each);
    each = (each as Error).cause
  )
    found.push(each)
  return found
}

function tailOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(-logTail)
  } catch {
    return ''
  }
}
