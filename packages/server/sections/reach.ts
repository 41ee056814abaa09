// What the use cases of sections stand on, and how they say no.
import type { SurfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import { type Day, dayAt } from '../kernel/clock/days.ts'
import type { ProblemKind } from '../kernel/http/http.ts'
import type { Kernel } from '../kernel/kernel.ts'

export interface SectionReach {
  readonly kernel: Pick<Kernel, 'database' | 'clock' | 'chance'>
  settingsOf(surface: string): Pick<SurfaceSettings, 'timeZone' | 'publishHour'>
}

export interface Refused {
  readonly kind: 'refused'
  readonly problem: Extract<ProblemKind, 'invalid' | 'not-found' | 'conflict'>
  readonly detail: string
}

export const refused = (problem: Refused['problem'], detail: string): Refused => ({ kind: 'refused', problem, detail })

export const todayOf = ({ kernel, settingsOf }: SectionReach, surface: string): Day =>
  dayAt(settingsOf(surface), kernel.clock())
