// Which prospects a filter means, as a condition of SQL.
import type { ProspectFilter } from '@lectern/protocol/rest/desk-prospects.ts'
import { type RawBuilder, sql } from 'kysely'
import { clickbaitFrom, guessBelow, shortestExcerpt } from './rules.ts'

export interface Meant {
  readonly filter: ProspectFilter
  readonly state: 'waiting' | 'later'
  readonly now: number
}

const day = 86_400_000
type Condition = RawBuilder<unknown>

export function meant({ filter, state, now }: Meant): Condition {
  const back = sql`later_until <= ${now}::bigint`
  const conditions: Condition[] = [
    state === 'waiting'
      ? sql`(state = 'waiting' or (state = 'later' and ${back}))`
      : sql`(state = 'later' and not ${back})`,
  ]
  if (filter.source !== undefined) conditions.push(sql`source = ${filter.source}`)
  if (filter.topic !== undefined) {
    conditions.push(filter.topic === 'none' ? sql`topic is null` : sql`topic = ${filter.topic}`)
  }
  if (filter.publisher !== undefined) conditions.push(sql`publisher = ${filter.publisher}`)
  if (filter.domain !== undefined) conditions.push(sql`domain = ${filter.domain}`)
  if (filter.language !== undefined) conditions.push(sql`language = ${filter.language}`)
  if (filter.surface !== undefined) conditions.push(sql`surface = ${filter.surface}`)
  if (filter.warning !== undefined) conditions.push(warned(filter.warning))
  if (filter.age !== undefined) conditions.push(aged(filter.age, now))
  if (filter.q !== undefined) conditions.push(sql`search @@ to_tsquery('simple', ${wordsQuery(filter.q)})`)
  return sql`(${sql.join(conditions, sql` and `)})`
}

function aged(age: NonNullable<ProspectFilter['age']>, now: number): Condition {
  const at = sql`coalesce(published_at, found_at)`
  const since = (days: number): Condition => sql`${at} > ${now - days * day}::bigint`
  if (age === 'day') return since(1)
  return age === 'week' ? since(7) : sql`not ${since(7)}`
}

const domains = (condition: Condition): Condition =>
  sql`domain in (select domain from publisher_domain where ${condition})`

const warnings = {
  duplicate: sql`duplicate_of is not null`,
  excluded: domains(sql`state = 'excluded'`),
  paywall: sql`(paywalled or ${domains(sql`paywalled`)})`,
  clickbait: sql`coalesce(clickbait >= ${clickbaitFrom}, false)`,
  untrusted: sql`not ${domains(sql`state in ('trusted', 'excluded')`)}`,
  topic: sql`(topic is null or (topic_by = 'model' and coalesce(topic_confidence < ${guessBelow}, false)))`,
  incomplete: sql`(length(coalesce(excerpt, '')) < ${shortestExcerpt} or authors = '{}' or length(title) not between 2 and 255)`,
  source: sql`warnings <> '{}'`,
} satisfies Record<Exclude<NonNullable<ProspectFilter['warning']>, 'any' | 'none'>, Condition>

/** Most publishers are not trusted at first: that alone is no warning to look for. */
const { untrusted: _, ...weighty } = warnings
const any = sql`(${sql.join(Object.values(weighty), sql` or `)})`

function warned(kind: NonNullable<ProspectFilter['warning']>): Condition {
  if (kind === 'any') return any
  return kind === 'none' ? sql`not ${any}` : warnings[kind]
}

/** All words, the last of which may be only a beginning; as to_tsquery reads them. */
export function wordsQuery(text: string): string {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? []
  return words.map((word, at) => (at === words.length - 1 ? `'${word}':*` : `'${word}'`)).join(' & ')
}
