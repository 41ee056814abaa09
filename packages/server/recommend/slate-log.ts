// Served slates on their way into the database: never in a reader's way. One insert per batch, a bounded queue, and a
// counted loss when the database stays away.
import type { Kernel } from '../kernel/kernel.ts'
import { insertSlates, type LoggedSlate, type PackedSlate, packSlate } from './queries.ts'
import { Slabs } from './slabs.ts'

const mostWaiting = 2000
/** Few enough that sending them holds up no reader. */
const batchSize = 32
const flushEveryMs = 500

interface SlateLog {
  add(slate: LoggedSlate): void
  /** Writes what waits; answers when it is written or given up. */
  flush(): Promise<void>
  /** Slates that are not written yet. */
  waiting(): number
  /** Slates that were never written. */
  dropped(): number
  close(): Promise<void>
}

export function openSlateLog(kernel: Pick<Kernel, 'database' | 'log'>, most = mostWaiting): SlateLog {
  let waiting: PackedSlate[] = []
  const slabs = new Slabs()
  let dropped = 0
  let lost = 0
  let writing: Promise<void> = Promise.resolve()

  /** One that the database cannot hold must not keep the others waiting for ever. */
  const insertSound = async (batch: readonly PackedSlate[], cause: unknown): Promise<void> => {
    if (!isUnfit(cause)) throw cause
    for (const slate of batch) {
      await insertSlates(kernel.database.db, [slate]).catch((reason) => {
        if (!isUnfit(reason)) throw reason
        dropped += 1
        kernel.log.error({ err: reason, slate: slate.id }, 'a served slate does not fit the log')
      })
    }
  }
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize)
      try {
        await insertSlates(kernel.database.db, batch).catch((cause) => insertSound(batch, cause))
        waiting = waiting.slice(batch.length)
        slabs.free(batch.length)
      } catch (cause) {
        kernel.log.warn({ err: cause, waiting: waiting.length }, 'served slates cannot be logged; they wait')
        return
      } finally {
        if (lost > 0) kernel.log.warn({ lost, dropped }, 'served slates were not logged: too many waited')
        lost = 0
      }
    }
  }
  const flush = (): Promise<void> => {
    writing = writing.then(writeAll)
    return writing
  }
  const timer = setInterval(flush, flushEveryMs)
  timer.unref()
  return {
    add(slate) {
      if (waiting.length < most) {
        const packed = packSlate(slate)
        waiting.push({ ...packed, packed: slabs.copy(packed.packed) })
      } else {
        dropped += 1
        lost += 1
      }
    },
    flush,
    waiting: () => waiting.length,
    dropped: () => dropped,
    async close() {
      clearInterval(timer)
      await flush()
      if (waiting.length > 0)
        kernel.log.warn({ lost: waiting.length }, 'stopped with served slates that were not logged')
      dropped += waiting.length
      waiting = []
    },
  }
}

/** Class 22 of PostgreSQL's errors: the value itself is refused, now and later. */
const isUnfit = (cause: unknown): boolean => /^22/.test(String((cause as { code?: unknown } | null)?.code))
