// What was answered when: in memory for the next ping, in the database for those after a restart and those that come to
// another node. Writing is never in a reader's way, and what follows from interests that a client told is not written at all.
import type { Kernel } from '../../kernel/kernel.ts'
import { newBoundedCache } from './bounded-cache.ts'
import { insertAnswers, selectAnswers, selectAnswersAt } from './queries.ts'
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
  /** In which context; null where answers do not differ by it, or it is not known. */
  readonly utcOffset: number | null
  readonly cohort: string | null
  /** Of an experiment. */
  readonly branch: string | null
  /** Item ids by section, null for a list without sections; positions run on over all sections. */
  readonly shown: readonly { readonly section: string | null; readonly items: readonly string[] }[]
}

/** A card as clients tell of it: the time of its answer and, where it has one, its item. */
export interface ToldCard {
  readonly recommendedAt: number
  readonly item: string | null
}

interface ServedAnswers {
  add(answer: ServedAnswer, of: { readonly keep: boolean }): void
  /** The answer that each card came in, beside the cards; undefined when it is forgotten or cannot be looked up. */
  find(cards: readonly ToldCard[]): Promise<readonly (ServedAnswer | undefined)[]>
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
  const lookUp = async (times: readonly number[]): Promise<readonly ServedAnswer[]> => {
    try {
      return await selectAnswersAt(kernel.database.db, times)
    } catch (cause) {
      kernel.log.warn({ err: cause }, 'what New Tabs were shown by other servers cannot be looked up')
      return []
    }
  }
  const timer = setInterval(flush, flushEveryMs)
  timer.unref()
  return {
    add(answer, { keep }) {
      known.set(answer.recommendedAt, answer)
      if (keep) waiting.push(answer)
      if (waiting.length > mostWaiting) waiting.shift()
    },
    async find(cards) {
      const here = cards.map(({ recommendedAt, item }) => {
        const answer = known.get(recommendedAt)
        return answer !== undefined && shows(answer, item) ? answer : undefined
      })
      const times = new Set(cards.filter((_, k) => here[k] === undefined).map(({ recommendedAt }) => recommendedAt))
      if (times.size === 0) return here
      const elsewhere = await lookUp([...times].filter((time) => time >= 0))
      return cards.map((card, k) => here[k] ?? theOne(elsewhere, card))
    },
    loaded: load().catch((cause) =>
      kernel.log.warn({ err: cause }, 'what New Tabs were shown before this start is not known'),
    ),
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}

const shows = ({ shown }: ServedAnswer, item: string | null): boolean =>
  item === null || shown.some(({ items }) => items.includes(item))

/** Two servers may have answered in the same millisecond: then the card must tell them apart. */
function theOne(answers: readonly ServedAnswer[], { recommendedAt, item }: ToldCard): ServedAnswer | undefined {
  const possible = answers.filter((answer) => answer.recommendedAt === recommendedAt && shows(answer, item))
  return possible.length === 1 ? possible[0] : undefined
}
