// Structured logs. Never a reader id, a token, an address or an item of somebody's history: request ids tie lines
// together, and what is personal stays in the database.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import type { Config } from '../config/config.ts'
import { storageFailure } from '../failure.ts'

export type Log = pino.Logger

/** To standard error as JSON lines, or to `logs/lectern.log` in the data folder while a person watches the screen. */
export function openLog(config: Config, options: { toFile: boolean }): Log {
  return pino(
    { level: config.log.level, base: null, redact: ['token', 'password', 'cookie', 'authorization', '*.token'] },
    options.toFile ? logFile(join(config.dataDir, 'logs')) : pino.destination({ dest: 2, sync: true }),
  )
}

export const silentLog: Log = pino({ level: 'silent' })

function logFile(folder: string): pino.DestinationStream {
  try {
    mkdirSync(folder, { recursive: true })
    return pino.destination({ dest: join(folder, 'lectern.log'), sync: true })
  } catch (cause) {
    throw storageFailure(folder, 'Writing the log in', cause)
  }
}
