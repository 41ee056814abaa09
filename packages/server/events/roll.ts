// Rolling: events of closed hours move from their table into history files; their ids stay known while a repeat may
// arrive. Wherever this is killed, each event is in exactly one place.
import { join } from 'node:path'
import { maxAgeMs, maxFutureMs } from '@lectern/protocol/events/events.ts'
import type pg from 'pg'
import type { Kernel } from '../kernel/kernel.ts'
import { copyToFile } from './copy.ts'
import { sweepScratch, withScratch } from './duck.ts'
import { appendCsv, sweepUnlisted, type WriteStep } from './history-write.ts'
import { eventsLock, rollLock, whenFree, withConnection } from './locks.ts'
import {
  copyRollingSql,
  deleteExposuresBefore,
  deleteReceiptsBefore,
  deleteRolled,
  insertReceipts,
  pickRolling,
} from './queries.ts'

const hourMs = 3_600_000
/** Bounds how long senders wait while rows change their table. */
const eventsPerPass = 100_000
/** After so long a repeat would be refused as too old, whatever its clock said. */
const receiptAgeMs = maxAgeMs + maxFutureMs + hourMs

/** What nobody was shown for so long is as if new. */
const exposureAgeMs = 90 * 24 * hourMs

export type RollStep = 'picked' | WriteStep

interface Rolled {
  readonly rolled: number
  readonly files: number
  /** Files of killed processes that were removed. */
  readonly swept: number
}

/**
 * Moves what was received before the current hour. Does nothing while another process rolls.
 * `at` is called after each step; a test throws there to crash there.
 */
export async function rollClosedHours(
  kernel: Pick<Kernel, 'database' | 'blobs' | 'clock' | 'chance'>,
  signal?: AbortSignal,
  at: (step: RollStep) => void = () => hourMs,
): Promise<Rolled> {
  const now = kernel.clock()
  const cut = now - (now % hourMs)
  const result = await withConnection(kernel, (client) =>
    whenFree(client, rollLock, async () => {
      let rolled = 0
      let files = 0
      while (!signal?.aborted) {
        const pass = await rollPass(kernel, client, { cut, at })
        if (pass === null) break
        rolled += pass.rows
        files += pass.files
      }
      await deleteReceiptsBefore(client, now - receiptAgeMs)
      await deleteExposuresBefore(client, now - exposureAgeMs)
      await sweepScratch(kernel)
      return { rolled, files, swept: await sweepUnlisted(kernel, client) }
    }),
  )
  return result ?? { rolled: 0, files: 0, swept: 0 }
}

async function rollPass(
  kernel: Pick<Kernel, 'blobs' | 'clock' | 'chance'>,
  client: pg.PoolClient,
  { cut, at }: { cut: number; at: (step: RollStep) => void },
): Promise<{ rows: number; files: number } | null> {
  const rows = await pickRolling(client, cut, eventsPerPass)
  if (rows === 0) return null
  at('picked')
  return withScratch(kernel, async (scratch) => {
    const csv = join(scratch, 'rolling.csv')
    await copyToFile(client, copyRollingSql, csv)
    const files = await appendCsv(kernel, csv, {
      client,
      scratch,
      source: 'roll',
      at,
      async within() {
        // In its own statement: senders that were before us have committed when the next one looks.
        await client.query('select pg_advisory_xact_lock($1)', [eventsLock])
        await insertReceipts(client)
        const moved = await deleteRolled(client)
        if (moved !== rows) throw new Error(`${rows} events were written to files but ${moved} left the table`)
      },
    })
    return { rows, files: files.length }
  })
}
