// Dates as feeds write them. The time is Unix milliseconds; null when no date can be made out. A time without a zone is
// UTC; a month or year alone is its first moment.

/** How months begin in English, German, French, Spanish, Portuguese, Italian and Dutch, without accents. */
const months: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen'],
  ['feb', 'fev'],
  ['mar', 'mrz', 'mrt', 'maa'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mag', 'mei'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'aou', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'out', 'ott'],
  ['nov'],
  ['dec', 'dez', 'dic'],
]
/** Minutes east of Greenwich: RFC 822 and what is seen besides. */
const zones: Readonly<Record<string, number>> = {
  ...{ z: 0, ut: 0, utc: 0, gmt: 0, wet: 0, bst: 60, west: 60, cet: 60, cest: 120, eet: 120, eest: 180, msk: 180 },
  ...{ est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, akst: -540, hst: -600 },
  ...{
    ist: 330,
    jst: 540,
    kst: 540,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    et: -300,
    ct: -360,
    mt: -420,
    pt: -480,
  },
}

interface Parts {
  readonly year: number
  /** From 1. */
  readonly month?: number | undefined
  readonly day?: number | undefined
  readonly time?: string | undefined
  readonly zone?: string | undefined
}

const time = '(\\d{1,2}:\\d{1,2}(?::\\d{1,2}(?:[.,]\\d+)?)?)'
const zone = '([A-Za-z]{1,4}|(?:UTC|GMT)?\\s?[+-]\\d{1,2}:?\\d{2})'
const iso = new RegExp(`^(\\d{4})(?:-?(\\d{2})(?:-?(\\d{2}))?)?(?:[Tt\\s]+${time}?\\s*${zone}?)?$`)
const dayFirst = new RegExp(
  `^(?:[^\\d\\s,]+[,.]?\\s*)?(\\d{1,2})\\.?[\\s-]+(\\p{L}{3,10})\\.?,?[\\s-]+(\\d{4}|\\d{2})(?:,?\\s+${time})?(?:\\s*${zone})?(?:\\s*\\(.*\\))?$`,
  'iu',
)
const monthFirst = new RegExp(
  `^(?:\\p{L}+,?\\s+)?(\\p{L}{3,10})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?:(\\d{4}),?\\s*)?(?:${time})?\\s*${zone}?\\s*(\\d{4})?$`,
  'iu',
)

export function readDate(text: string | null): number | null {
  const trimmed = text?.trim().replace(/\s+/g, ' ') ?? ''
  if (trimmed === '' || trimmed.length > 80) return null
  const parts = isoParts(trimmed) ?? dayFirstParts(trimmed) ?? monthFirstParts(trimmed)
  return parts === null ? null : millisecondsOf(parts)
}

function isoParts(text: string): Parts | null {
  const found = iso.exec(text)
  if (found === null) return null
  const [, year, month, day, clock, offset] = found
  return {
    year: Number(year),
    month: month === undefined ? 1 : Number(month),
    day: day === undefined ? 1 : Number(day),
    time: clock,
    zone: offset,
  }
}

function dayFirstParts(text: string): Parts | null {
  const found = dayFirst.exec(text)
  if (found === null) return null
  const [, day, month, year, clock, offset] = found
  return {
    year: fullYear(year as string),
    month: monthOf(month as string),
    day: Number(day),
    time: clock,
    zone: offset,
  }
}

function monthFirstParts(text: string): Parts | null {
  const found = monthFirst.exec(text)
  const year = found?.[3] ?? found?.[6]
  if (found === null || year === undefined) return null
  return {
    year: Number(year),
    month: monthOf(found[1] as string),
    day: Number(found[2]),
    time: found[4],
    zone: found[5],
  }
}

/** From 1; 0 for what is no month. */
function monthOf(name: string): number {
  const plain = name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return months.findIndex((starts) => starts.some((start) => plain.startsWith(start))) + 1
}

/** RFC 2822 4.3. */
const fullYear = (year: string): number =>
  year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900)

function millisecondsOf({ year, month = 1, day = 1, time: clock = '0:0:0', zone: offset = 'Z' }: Parts): number | null {
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map((part) => Number(part.replace(',', '.')))
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second >= 61) return null
  const minutes = minutesEast(offset)
  const start = Date.UTC(year, month - 1, day, hour, minute)
  return Number.isFinite(start) ? start + Math.round(1000 * second) - 60_000 * minutes : null
}

/** Of an unknown name of a zone, 0: an hour off is better than no date. */
function minutesEast(offset: string): number {
  const numbers = /([+-])(\d{1,2}):?(\d{2})$/.exec(offset)
  if (numbers === null) return zones[offset.trim().toLowerCase()] ?? 0
  return (numbers[1] === '-' ? -1 : 1) * (60 * Number(numbers[2]) + Number(numbers[3]))
}
