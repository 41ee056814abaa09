// Days as a place on earth counts them: `2026-03-29` in Europe/Berlin has 23 hours. A day may begin later than at midnight:
// a surface that publishes at 3 is on yesterday's board until then.

/** A calendar day, `2026-03-29`. */
export type Day = string

export interface Place {
  /** IANA name, such as Europe/Berlin. */
  readonly timeZone: string
  /** The hour of the local clock at which a day begins, 0 to 23. */
  readonly publishHour: number
}

const dayMs = 24 * 3_600_000
/** Local clocks are at most so far from UTC, and a day begins at most 23 hours late. */
const mostOffsetMs = 40 * 3_600_000

/** The day of a place at an instant (Unix ms). */
export function dayAt({ timeZone, publishHour }: Place, instant: number): Day {
  const { day, hour } = localOf(timeZone, instant)
  return hour < publishHour ? addDays(day, -1) : day
}

/** The first instant (Unix ms) of a day of a place, also where clocks jump over its hour. */
export function beginOf(place: Place, day: Day): number {
  const utc = Date.parse(`${day}T00:00Z`)
  let [before, from] = [utc - mostOffsetMs, utc + mostOffsetMs]
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2)
    if (dayAt(place, middle) < day) before = middle
    else from = middle
  }
  return from
}

export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** From one day to the other, counted in days. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / dayMs)

const formats = new Map<string, Intl.DateTimeFormat>()

/** @throws RangeError where there is no such time zone. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' } as const
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    ...numeric,
  })
  formats.set(timeZone, format)
  return format
}

function localOf(timeZone: string, instant: number): { readonly day: Day; readonly hour: number } {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  )
  const year = (parts.get('year') ?? '').padStart(4, '0')
  return { day: `${year}-${parts.get('month')}-${parts.get('day')}`, hour: Number(parts.get('hour')) }
}
