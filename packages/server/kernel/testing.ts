// A whole kernel for a test: a fresh real database, a temporary folder, a clock that the test moves, counted ids.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBlobs } from './blobs/blobs.ts'
import { type Chance, systemChance } from './clock/clock.ts'
import { loadConfig } from './config/config.ts'
import { testDatabase } from './db/testing.ts'
import type { Kernel } from './kernel.ts'
import { silentLog } from './log/log.ts'
import { openOutbound } from './outbound/outbound.ts'

export interface TestKernel extends Kernel {
  /** Moves the clock. It starts at 2026-01-01T12:00Z and stands still otherwise. */
  advance(milliseconds: number): void
  /** Drops the database and the folder. */
  close(): Promise<void>
}

export async function testKernel(
  options: { chance?: Chance; config?: Readonly<Record<string, string>> } = {},
): Promise<TestKernel> {
  const database = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'lectern-'))
  const config = loadConfig({ env: {}, flags: { dataDir, ...options.config } })
  let now = Date.UTC(2026, 0, 1, 12)
  return {
    config,
    log: silentLog,
    clock: () => now,
    chance: options.chance ?? systemChance,
    database,
    blobs: openBlobs(join(dataDir, 'files')),
    outbound: openOutbound(config),
    advance(milliseconds) {
      now += milliseconds
    },
    async close() {
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
