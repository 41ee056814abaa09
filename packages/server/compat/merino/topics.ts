// The 16 topics of the contract, what else they are called, and what the rules say of each.
import { type TopicId, topicIds } from '@lectern/protocol/rest/items.ts'

export { type TopicId, topicIds }

const ids: ReadonlySet<string> = new Set(topicIds)

/** Names that clients, editors and imports use for the same topics. */
const aliases: Readonly<Record<string, TopicId>> = {
  'self-improvement': 'society',
  gaming: 'hobbies',
  entertainment: 'arts',
  parenting: 'society-parenting',
  'personal-finance': 'finance',
  politics: 'government',
  science: 'education-science',
  technology: 'tech',
  'health-fitness': 'health',
}

/** The topic a name stands for, whatever its case and separators; null for other names. */
export function topicOf(name: string | null | undefined): TopicId | null {
  if (name === null || name === undefined) return null
  const plain = plainName(name)
  return ids.has(plain) ? (plain as TopicId) : (aliases[plain] ?? null)
}

/** `sports/football` is football of sports: a topic of the contract and what is finer than it. */
export function topicPath(name: string | null | undefined): {
  readonly topic: TopicId | null
  /** As it is called where it comes from. */
  readonly subtopic: string | null
} {
  const whole = topicOf(name)
  const [head, ...rest] = (name ?? '').split(/[/>]/)
  const topic = whole ?? (rest.length === 0 ? null : topicOf(head))
  const finer = whole !== null || topic === null ? '' : rest.join(' ').trim()
  return { topic, subtopic: plainName(finer) === '' ? null : finer }
}

/** `Self_Improvement` and `self improvement` are the same name; empty when nothing of it can be an id. */
export const plainName = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')

/** Good on any day: at most 40 % of the top stories; all other topics are topical. */
export const evergreenTopics: ReadonlySet<TopicId> = new Set([
  'food',
  'society',
  'finance',
  'society-parenting',
  'home',
])
/** Old news after a day. */
export const newsTopics: ReadonlySet<TopicId> = new Set(['business', 'government', 'sports'])
/** Never a top story. */
export const notForTop: ReadonlySet<TopicId> = new Set(['hobbies'])
/** What clients of 2018 to 2024 know. */
export const legacyTopics: ReadonlySet<TopicId> = new Set(topicIds.filter((id) => id !== 'home' && id !== 'hobbies'))

/** IAB Content Taxonomy 3.0. */
export const iabCategories: Readonly<Record<TopicId, readonly string[]>> = {
  business: ['52'],
  career: ['123'],
  arts: ['JLBCU7'],
  food: ['210'],
  health: ['223'],
  home: ['274'],
  finance: ['391'],
  government: ['386'],
  sports: ['483'],
  tech: ['596'],
  travel: ['653'],
  education: ['132'],
  hobbies: ['239'],
  'society-parenting': ['192'],
  'education-science': ['464'],
  society: ['186'],
}
