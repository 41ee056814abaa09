// What every slice needs and none owns, opened once at the program's edge and handed in.
import { join } from 'node:path'
import { type Blobs, openBlobs } from './blobs/blobs.ts'
import { type Chance, type Clock, systemChance, systemClock } from './clock/clock.ts'
import type { Config } from './config/config.ts'
import { awayDatabase, type Database, openDatabase } from './db/db.ts'
import type { Log } from './log/log.ts'
import { type Outbound, openOutbound } from './outbound/outbound.ts'

export interface Kernel {
  readonly config: Config
  readonly log: Log
  readonly clock: Clock
  readonly chance: Chance
  readonly database: Database
  /** Files of the data folder: `history/…`, `models/…`. */
  readonly blobs: Blobs
  /** The one way to the web. */
  readonly outbound: Outbound
}

/** The same with a database that does not answer, for serving what is on disk until there is one. */
export function openKernelWithoutDatabase(config: Config, log: Log): Kernel {
  return {
    config,
    log,
    clock: systemClock,
    chance: systemChance,
    database: awayDatabase(),
    blobs: openBlobs(join(config.dataDir, 'files')),
    outbound: openOutbound(config),
  }
}

/** Opens the database and the folders of a configuration. Close with `kernel.database.close()`. */
export async function openKernel(config: Config, log: Log): Promise<Kernel> {
  const database = await openDatabase(config, systemChance)
  return {
    config,
    log,
    clock: systemClock,
    chance: systemChance,
    database,
    blobs: openBlobs(join(config.dataDir, 'files')),
    outbound: openOutbound(config),
  }
}
