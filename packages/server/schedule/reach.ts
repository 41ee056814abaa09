// What the use cases of the schedule stand on, and how they say no.
import type { SurfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import { type Day, dayAt } from '../kernel/clock/days.ts'
import type { ProblemKind } from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'

/** What the corpus knows of an item besides what every item has. */
export interface CorpusMark {
  /** It will be old soon. */
  readonly timely: boolean
  /** The domain that is excluded; null: it is not. */
  readonly excluded: string | null
}

export interface ScheduleReach {
  readonly kernel: Pick<Kernel, 'database' | 'clock' | 'chance'>
  settingsOf(surface: string): Pick<SurfaceSettings, 'timeZone' | 'publishHour' | 'leadHours'>
  /** Items that have no mark are evergreen and not excluded. */
  marksOf(items: readonly string[]): Promise<ReadonlyMap<string, CorpusMark>>
}

export interface Refused {
  readonly kind: 'refused'
  readonly problem: Extract<ProblemKind, 'invalid' | 'not-found' | 'not-allowed' | 'conflict'>
  readonly detail: string
}

export const refused = (problem: Refused['problem'], detail: string): Refused => ({ kind: 'refused', problem, detail })

export const todayOf = ({ kernel, settingsOf }: ScheduleReach, surface: string): Day =>
  dayAt(settingsOf(surface), kernel.clock())
