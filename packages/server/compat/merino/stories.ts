// What may be shown on one surface, gathered from the catalogue: few enough to rank whole in a millisecond, told once in
// the words of the contract. Made anew when the catalogue changes and now and then, as popularity moves.
import { createHash } from 'node:crypto'
import { chooseRows } from './choose-rows.ts'
import { readSectionName } from './section-names.ts'
import { languageOf, type SurfaceId, utmSource } from './surfaces.ts'
import { titleOf } from './titles.ts'
import { plainName, type TopicId, topicOf, topicPath } from './topics.ts'
import type { View } from './view.ts'

/** One candidate in the words of the contract. */
export interface Story {
  readonly id: string
  readonly url: string
  readonly title: string
  readonly excerpt: string
  readonly publisher: string
  readonly imageUrl: string
  readonly topic: TopicId | null
  readonly tileId: number
  /** When it came into the catalogue, Unix ms. */
  readonly addedAt: number
  /** What its topic is called where it comes from; null: it has none. */
  readonly topicName: string | null
  /** What is finer than its topic, as it is called where it comes from. */
  readonly subtopic: string | null
  /** Unix ms. */
  readonly publishedAt: number | null
  /** It came from a feed and no editor placed it. */
  readonly isCrawled: boolean
  /** Stories of the same number of 0 or more tell the same; -1 stands alone. */
  readonly cluster: number
}

export interface StorySection {
  readonly id: string
  readonly title: string
  readonly topic: TopicId | null
  /** Candidates, ascending. */
  readonly members: Int32Array
  /** The other half of a trial: instead of the members for every other reader. */
  readonly alternate?: Int32Array
  readonly told?: ToldSection
}

/** What the Desk says of a section. */
interface ToldSection {
  readonly title: string
  readonly subtitle: string | null
  readonly followable: boolean
  readonly allowAds: boolean
  /** Codes of the content taxonomy of the IAB. */
  readonly iab: readonly string[]
}

/** As editors name it; members are candidates. */
interface EditorialSection {
  readonly name: string
  readonly members: readonly number[]
  readonly told?: ToldSection | undefined
}

/** Columns are parallel to `stories`; codes of 0 or more, -1 for none. */
export interface Stories {
  readonly surface: SurfaceId
  readonly stories: readonly Story[]
  /** Rows of the catalogue; empty when it comes from disk. */
  readonly rows: Int32Array
  readonly topic: Int32Array
  readonly subtopic: Int32Array
  readonly publisher: Int32Array
  readonly cluster: Int32Array
  readonly addedAt: Float64Array
  readonly sections: readonly StorySection[]
  readonly editorial: readonly EditorialSection[]
  /** Topic ids that the codes of `topic` stand for. */
  readonly topicNames: readonly (TopicId | string)[]
  /** Ids of sections that the codes of `subtopic` stand for. */
  readonly subtopicNames: readonly string[]
}

export function gatherStories(
  view: View,
  of: {
    readonly surface: SurfaceId
    readonly region: string | null
    readonly now: number
    /** By row, put into words before for the same catalogue and surface; what is new is added. */
    readonly told?: Map<number, Story>
  },
): Stories {
  const rows = chooseRows(view, { language: languageOf(of.surface), region: of.region, now: of.now })
  const { told = new Map<number, Story>() } = of
  const stories = Array.from(rows, (row) => {
    const story = told.get(row) ?? storyOf(view, { row, surface: of.surface })
    told.set(row, story)
    return story
  })
  const place = new Map(Array.from(rows, (row, k) => [row, k]))
  const toldSections = new Map(view.sections?.map((section) => [section.name, toldOf(section)]))
  const editorial = view.pipeline.sections.map((section) => ({
    name: section.name,
    told: toldSections.get(section.name),
    members: [...section.rows].flatMap((row) => place.get(row) ?? []).sort((a, b) => a - b),
  }))
  return { ...columnsOf(stories, { surface: of.surface, editorial }), rows }
}

/** Everything that follows from the stories themselves and what editors grouped. */
export function columnsOf(
  stories: readonly Story[],
  { surface, editorial }: { readonly surface: SurfaceId; readonly editorial: readonly EditorialSection[] },
): Stories {
  const topics = codesOf(stories.map(({ topic, topicName }) => topic ?? (topicName && plainName(topicName)) ?? null))
  const subtopics = codesOf(stories.map(subtopicId))
  const membersOf = (codes: Int32Array, code: number): Int32Array =>
    Int32Array.from(stories.keys()).filter((k) => codes[k] === code)
  const byTopic = topics.names.map((id, code) => {
    const members = membersOf(topics.codes, code)
    const { topic, topicName } = stories[members[0]!]!
    return { id, topic, title: topic === null ? capital(topicName!) : titleOf(topic, languageOf(surface)), members }
  })
  const bySubtopic = subtopics.names.map((id, code) => {
    const members = membersOf(subtopics.codes, code)
    const { topic, subtopic } = stories[members[0]!]!
    return { id, topic, title: capital(subtopic!), members }
  })
  return {
    surface,
    stories,
    rows: new Int32Array(0),
    topic: topics.codes,
    topicNames: topics.names,
    subtopic: subtopics.codes,
    subtopicNames: subtopics.names,
    publisher: codesOf(stories.map(({ publisher }) => publisher)).codes,
    cluster: Int32Array.from(stories, ({ cluster }) => cluster),
    addedAt: Float64Array.from(stories, ({ addedAt }) => addedAt),
    editorial,
    sections: withEditors([...byTopic, ...bySubtopic], { editorial, surface }),
  }
}

/** Football of sports and football of gaming are two. */
const subtopicId = ({ topic, subtopic }: Story): string | null =>
  topic === null || subtopic === null ? null : `${topic}-${plainName(subtopic)}`

/** What editors put together stands beside the topics; under the name of a topic it takes its place. */
function withEditors(
  topics: readonly StorySection[],
  { editorial, surface }: { readonly editorial: readonly EditorialSection[]; readonly surface: SurfaceId },
): StorySection[] {
  const named = editorial.flatMap(({ name, members, told }) => {
    const read = members.length === 0 ? null : readSectionName(name, surface)
    // The id of a section of the Desk is what readers follow.
    const plain = told === undefined ? plainName : (id: string) => id
    return read === null ? [] : [{ ...read, id: topicOf(read.name) ?? plain(read.name), members, told }]
  })
  const own = named.flatMap(({ id, name, members, isAlternate, told }) => {
    if (id === '' || isAlternate) return []
    const title = told?.title ?? topics.find((one) => one.id === id)?.title ?? name
    const other = named.find((one) => one.isAlternate && one.id === id)
    const alternate = other === undefined ? {} : { alternate: Int32Array.from(other.members) }
    return [{ id, topic: topicOf(name), title, members: Int32Array.from(members), ...alternate, ...(told && { told }) }]
  })
  const all = [...own, ...topics]
  return all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at)
}

const toldOf = ({ title, subtitle, followable, allowAds, iab }: ToldSection): ToldSection => ({
  title,
  subtitle,
  followable,
  allowAds,
  iab,
})

const capital = (name: string): string => name.slice(0, 1).toLocaleUpperCase() + name.slice(1)

function codesOf(names: readonly (string | null)[]): { readonly names: string[]; readonly codes: Int32Array } {
  const known = new Map<string, number>()
  const codes = Int32Array.from(names, (name) => {
    if (name === null || name === '') return -1
    const code = known.get(name) ?? known.size
    known.set(name, code)
    return code
  })
  return { names: [...known.keys()], codes }
}

function storyOf(
  { served: { cards, catalogue, crawled } }: View,
  { row, surface }: { readonly row: number; readonly surface: SurfaceId },
): Story {
  const card = cards[row]!
  const url = new URL(card.url!)
  const host = url.hostname.replace(/^www\./, '')
  url.searchParams.set('utm_source', utmSource(surface))
  return {
    id: card.id,
    url: url.href,
    title: card.title,
    excerpt: card.excerpt ?? '',
    publisher: card.publisher ?? host,
    imageUrl: card.imageUrl ?? '',
    ...topicPath(card.topic),
    topicName: card.topic,
    tileId: tileIdOf(card.id),
    addedAt: catalogue.addedAt[row]!,
    publishedAt: card.publishedAt,
    isCrawled: crawled[row]!,
    cluster: catalogue.cluster[row]!,
  }
}

const leastTileId = 10_000_000n
const tileIds = 2n ** 53n - 1n - leastTileId

/** A number that stands for an item in older clients, the same for ever: SHA-256 folded into [10,000,000, 2^53 - 1). */
function tileIdOf(item: string): number {
  const first = createHash('sha256').update(item).digest().readBigUInt64BE(0)
  return Number(leastTileId + (first % tileIds))
}
