// Whether a section is shown, in one place for the Desk, for serving and for every client: days of the surface's own time
// zone, the last day included.
import type { SectionStatus } from '@lectern/protocol/rest/sections.ts'
import type { Day } from '../kernel/clock/days.ts'

interface SectionTimes {
  readonly enabled: boolean
  /** null: at once. */
  readonly firstDay: Day | null
  /** The last day on which it is shown; null: no end. */
  readonly lastDay: Day | null
}

export function statusOf({ enabled, firstDay, lastDay }: SectionTimes, today: Day): SectionStatus {
  if (lastDay !== null && lastDay < today) return 'EXPIRED'
  if (!enabled) return 'DISABLED'
  return firstDay !== null && firstDay > today ? 'SCHEDULED' : 'LIVE'
}
