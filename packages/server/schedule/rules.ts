// When something may be put on a board. Pure: days and instants in, what is wrong in words out.
import { mostDaysAhead } from '@lectern/protocol/rest/desk-words.ts'
import { addDays, type Day, daysBetween } from '../kernel/clock/days.ts'

/** What is wrong with changing the board of this day; null: nothing. */
export function dayProblem(day: Day, today: Day): string | null {
  const ahead = daysBetween(today, day)
  if (ahead < 0) return `day: ${day} is past; the surface is on ${today}.`
  if (ahead <= mostDaysAhead) return null
  return `day: ${day} is ${ahead} days ahead; at most ${mostDaysAhead} are allowed, so until ${addDays(today, mostDaysAhead)}.`
}

/** Why it comes too late for a day that begins then; null: it does not. A person is told, a model is refused. */
export function leadProblem(
  beginsAt: number,
  { now, leadHours }: { readonly now: number; readonly leadHours: number },
): string | null {
  const hoursLeft = (beginsAt - now) / 3_600_000
  if (hoursLeft >= leadHours) return null
  if (hoursLeft <= 0) return 'This day’s board is shown already: readers get the change at once.'
  return `This day’s board is shown in ${hoursLeft.toFixed(1)} hours; ${leadHours} are wanted.`
}
