// The day that a surface is on: where and when it counts days, not where its editor sits.
import type { Surface } from '@lectern/protocol/rest/surfaces.ts'
import { daysLater } from './schedule.ts'

/** `2026-03-29`. Before the hour at which it publishes, the surface is on the day before. `now`: Unix ms. */
export function surfaceDay({ timeZone, publishHour }: Pick<Surface, 'timeZone' | 'publishHour'>, now: number): string {
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' } as const
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    ...numeric,
  })
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const day = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
  return Number(parts.get('hour')) < publishHour ? daysLater(day, -1) : day
}
