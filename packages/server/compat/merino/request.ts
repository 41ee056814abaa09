// What is asked, liberally: any locale, unknown keys, snake_case, null and empty strings; what does not fit is as if it
// had not been sent. Only three things are refused: no object, no locale, a time of following without a time zone.
import { z } from 'zod'
import type { AskedExperiment } from './experiments.ts'
import { regionOf, type SurfaceId, surfaceOf } from './surfaces.ts'
import { plainName, type TopicId, topicOf } from './topics.ts'

export interface AskedSection {
  /** Plain, so that `Self_Improvement` and `self-improvement` are one. */
  readonly id: string
  readonly isFollowed: boolean
  readonly isBlocked: boolean
  /** Unix ms. */
  readonly followedAt: number | null
}

/** Interest in topics as the client tells it: numbers, noisy bit strings by name, or `values` in the order of the model. */
export interface AskedInterests {
  readonly modelId: string | null
  readonly values: readonly string[] | null
  readonly named: Readonly<Record<string, number | string>>
}

export interface Ask {
  readonly surface: SurfaceId
  /** ISO 3166. */
  readonly region: string | null
  readonly count: number
  readonly topics: readonly TopicId[]
  readonly wantsSections: boolean
  readonly sections: readonly AskedSection[]
  readonly wantsPicker: boolean
  /** Hours, 0 to 23. */
  readonly utcOffset: number | null
  readonly experiment: AskedExperiment | null
  /** null: not sent. */
  readonly interests: AskedInterests | null
}

type Parsed =
  | { readonly kind: 'ask'; readonly ask: Ask }
  | { readonly kind: 'refused'; readonly where: readonly string[]; readonly message: string }

const defaultCount = 100
const mostCount = 1000
const mostListed = 200

export function parseAsk(body: unknown): Parsed {
  const fields = camelCased(body)
  if (fields === null)
    return { kind: 'refused', where: ['body'], message: 'Send a JSON object with at least "locale".' }
  const { locale } = fields
  if (locale === undefined || (locale !== null && typeof locale !== 'string'))
    return { kind: 'refused', where: ['body', 'locale'], message: 'A text such as "en-US" is required.' }
  const sections: AskedSection[] = []
  for (const [index, entry] of listed(fields.sections).entries()) {
    const one = sectionOf(entry)
    if (one === 'no-zone') {
      const where = ['body', 'sections', String(index), 'followedAt']
      return { kind: 'refused', where, message: 'A time in ISO 8601 with its time zone, such as 2026-01-31T12:00:00Z.' }
    }
    if (one !== null) sections.push(one)
  }
  const region = regionOf(locale ?? '', typeof fields.region === 'string' ? fields.region : null)
  return {
    kind: 'ask',
    ask: {
      surface: surfaceOf(locale ?? '', region),
      region,
      count: Math.min(mostCount, positive(fields.count) ?? defaultCount),
      topics: [...new Set(listed(fields.topics).flatMap((name) => topicOf(text(name)) ?? []))],
      wantsSections: listed(fields.feeds).includes('sections'),
      sections,
      wantsPicker: fields.enableInterestPicker === true,
      utcOffset: offsetOf(fields.utcOffset),
      experiment: experimentOf(fields),
      interests: interestsOf(fields.inferredInterests),
    },
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, mostListed) : [])

function positive(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 ? number : null
}

const offsetOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 23 ? value : null

function experimentOf(fields: Readonly<Record<string, unknown>>): AskedExperiment | null {
  const [name, branch] = [text(fields.experimentName), text(fields.experimentBranch)]
  return name === null || branch === null ? null : { name, branch }
}

/** The keys of an object in camelCase; a key that is there in camelCase already wins. null for anything else. */
function camelCased(value: unknown): Readonly<Record<string, unknown>> | null {
  if (!isObject(value)) return null
  const snake = Object.entries(value).map(([key, one]) => [
    key.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()),
    one,
  ])
  return { ...Object.fromEntries(snake), ...value }
}

const timeWithZone = z.iso.datetime({ offset: true })

function sectionOf(entry: unknown): AskedSection | null | 'no-zone' {
  const fields = camelCased(entry)
  const name = text(fields?.sectionId)
  if (fields === null || name === null || plainName(name) === '') return null
  const { followedAt } = fields
  const given = followedAt !== undefined && followedAt !== null && followedAt !== ''
  if (given && !timeWithZone.safeParse(followedAt).success) return 'no-zone'
  return {
    id: plainName(name),
    isFollowed: fields.isFollowed === true,
    isBlocked: fields.isBlocked === true,
    followedAt: given ? Date.parse(followedAt as string) : null,
  }
}

function interestsOf(value: unknown): AskedInterests | null {
  if (!isObject(value)) return null
  const { model_id: id, modelId, values, ...rest } = value
  const bits = Array.isArray(values) ? values.slice(0, mostListed).map((one) => text(one) ?? '') : null
  const named = Object.entries(rest)
    .slice(0, mostListed)
    .filter((entry): entry is [string, number | string] => ['number', 'string'].includes(typeof entry[1]))
  return { modelId: text(id ?? modelId), values: bits, named: Object.fromEntries(named) }
}
