// What was answered when: in memory for the next ping, in the database for those after a restart. Writing is never in a
// reader's way, and what follows from interests that a client told is not written at all.
import type { Kernel } from '../../kernel/kernel.ts'
import { newBoundedCache } from './bounded-cache.ts'
import { insertAnswers, selectAnswers } from './queries.ts'
import type { SurfaceId } from './surfaces.ts'

/** One answer as it was given; `recommendedAt` is its name in what clients send back. */
export interface ServedAnswer {
  readonly recommendedAt: number
  /** The name of the same answer in events. */
  readonly slate: string
  readonly surface: SurfaceId
  readonly region: string | null
  /** For whom it was made, a UUID; null for everybody. */
  readonly device: string | null
  /** Item ids by section, null for a list without sections; positions run on over all sections. */
  readonly shown: readonly { readonly section: string | null; readonly items: readonly string[] }[]
}

export interface ServedAnswers {
  add(answer: ServedAnswer, of: { readonly keep: boolean }): void
  get(recommendedAt: number): ServedAnswer | undefined
  /** Answers when those of before the start are known, or cannot be had. */
  readonly loaded: Promise<void>
  /** Writes what waits. */
  close(): Promise<void>
}

const mostRemembered = 5000
const mostLoaded = 2000
const mostWaiting = 500
const flushEveryMs = 500

export function openServedAnswers(kernel: Pick<Kernel, 'database' | 'log'>): ServedAnswers {
  const known = newBoundedCache<number, ServedAnswer>(mostRemembered)
  let waiting: ServedAnswer[] = []
  let writing: Promise<void> = Promise.resolve()

  const write = async (): Promise<void> => {
    if (waiting.length === 0) return
    const batch = waiting
    waiting = []
    try {
      await insertAnswers(kernel.database.db, batch)
    } catch (cause) {
      waiting = [...batch, ...waiting].slice(-mostWaiting)
      kernel.log.warn({ err: cause, waiting: waiting.length }, 'New Tab answers cannot be written; they wait')
    }
  }
  const flush = (): Promise<void> => {
    writing = writing.then(write)
    return writing
  }
  const load = async (): Promise<void> => {
    for (const answer of (await selectAnswers(kernel.database.db, mostLoaded)).reverse())
      if (known.get(answer.recommendedAt) === undefined) known.set(answer.recommendedAt, answer)
  }
  const timer = setInterval(flush, flushEveryMs)
  timer.unref()
  return {
    add(answer, { keep }) {
      known.set(answer.recommendedAt, answer)
      if (keep) waiting.push(answer)
      if (waiting.length > mostWaiting) waiting.shift()
    },
    get: (recommendedAt) => known.get(recommendedAt),
    loaded: load().catch((cause) =>
      kernel.log.warn({ err: cause }, 'what New Tabs were shown before this start is not known'),
    ),
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}
