// All that ranks by what readers do, counted event by event and equal to a recount from the log: popularity, what the last
// hours say, and what became of what was shown.
import type { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import type { PipelineState } from '@lectern/engine/pipeline/slate.ts'
import type { StoredEvent } from '../events/events.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { openEngagement } from './live-engagement.ts'
import { openPopularity } from './live-popularity.ts'
import { openRecent, sessionsOf } from './live-recent.ts'

interface Statistics {
  /** At `now`; read it anew for each request. */
  current(
    now: number,
  ): Pick<PipelineState, 'popularity' | 'sessions' | 'engagement' | 'outcomes'> & Partial<Pick<PipelineState, 'recent'>>
  observe(events: readonly StoredEvent[]): void
  /** Follows the catalogue: the same counts over other rows. */
  setItems(items: Vocabulary): void
  /** Counts the log again; meanwhile the counts so far serve. */
  recount(): Promise<void>
  /** Answers when the counts are right enough to start with, once a recount has begun. */
  readonly usable: Promise<void>
  stop(): void
}

export async function openStatistics(kernel: Kernel, items: Vocabulary): Promise<Statistics> {
  let known = items
  const { live, fresh } = await openPopularity(kernel, items)
  const recent = openRecent(kernel, items)
  const engagement = openEngagement(kernel, () => known)
  let begun: () => void = () => undefined
  const usable = new Promise<void>((done) => {
    begun = done
  })
  // With the counts of an earlier recount it is right enough; without any, nothing would be popular.
  if (!fresh) begun()
  return {
    usable,
    current(now) {
      const { popularity, visits } = recent.current()
      return {
        popularity: live.current(),
        recent: popularity,
        sessions: sessionsOf(visits),
        ...engagement.current(now),
      }
    },
    observe(events) {
      for (const part of [live, recent, engagement]) part.observe(events)
    },
    setItems(next) {
      known = next
      live.setItems(next)
      recent.setItems(next)
    },
    async recount() {
      // One after the other: each reads a part of the log.
      await live.recount().finally(begun)
      await recent.recount()
      await engagement.recount()
    },
    stop() {
      for (const part of [live, recent, engagement]) part.stop()
    },
  }
}
