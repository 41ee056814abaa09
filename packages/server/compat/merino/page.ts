// The page of sections for one request: top stories, then a section per topic in the reader's order, no story twice.

import { betaDraw } from '@lectern/engine/random/distributions.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { newDistinct } from '@lectern/engine/sections/distinct.ts'
import { orderSections } from '@lectern/engine/sections/section-order.ts'
import type { Layout } from './answer.ts'
import type { Interests } from './interests.ts'
import { cycledLayout, layouts, maxTiles } from './layouts.ts'
import type { Order } from './order.ts'
import type { Ranking } from './ranking.ts'
import type { Ask, AskedSection } from './request.ts'
import type { StorySection } from './stories.ts'
import { languageOf } from './surfaces.ts'
import { titleOf } from './titles.ts'
import { topStories } from './top-stories.ts'
import { plainName, topicOf } from './topics.ts'

const topSection = 'top_stories_section'
/** An editors' section that stands before the top stories in its experiment, and nowhere otherwise. */
const briefingSection = 'daily-briefing'
const mostSections = 20
/** More than the tiles show, so that a dismissed story is replaced at once. */
const spares = 5
/** How many stories speak for their section. */
const speakers = 4

export interface PageSection {
  readonly id: string
  readonly title: string
  readonly topic: StorySection['topic']
  readonly layout: Layout
  /** Candidates, best first. */
  readonly stories: Int32Array
  readonly isFollowed: boolean
  readonly isBlocked: boolean
  /** Unix ms. */
  readonly followedAt: number | null
  readonly followable: boolean
  readonly told?: StorySection['told']
}

/** A layout that fills its tiles and one more. */
const storiesNeeded = (layout: Layout): number => maxTiles(layout) + 1
const storiesSent = (layout: Layout): number => storiesNeeded(layout) + spares

export function pageOf(
  ranking: Ranking,
  of: {
    readonly ask: Ask
    readonly order: Order
    readonly interests: Interests | null
    readonly now: number
    readonly withBriefing?: boolean
  },
): PageSection[] {
  const { ask, order, now } = of
  const chosen = new Map(ask.sections.map((one) => [idOfSection(one.id), one]))
  const [briefings, sections] = split(ranking.stories.sections, ({ id }) => id === briefingSection)
  const standings = sections.map((section) => {
    const standing = standingOf(section, chosen)
    const half = halfOf(section, ranking.seed)
    return { section, members: membersOf(half, standing, order), ...standing }
  })
  const knowsInterests = ranking.ranker === 'interests'
  const drawsSections = of.interests === null && ranking.ranker === 'thompson'
  const scored = standings.map((one) => ({
    ...one,
    score: sectionScore(ranking, { ...one, scores: drawsSections ? null : order.scores }),
    interest: one.section.topic === null || knowsInterests ? null : (of.interests?.get(one.section.topic) ?? null),
    blocked: one.isBlocked,
    followedAt: one.isFollowed ? (one.followedAt ?? 0) : null,
  }))
  const ordered = Array.from(orderSections(scored, now), (at) => standings[at]!)
  const briefing = briefings.flatMap((section) => (of.withBriefing ? (briefingOf(section, order) ?? []) : []))
  const told = new Set(briefing.flatMap(({ stories }) => [...stories]))
  const rest = { ...order, candidates: order.candidates.filter((k) => !told.has(k)) }
  const top = topStories(ranking, rest)
  return laidOut(ranking, {
    first: [...briefing, topOf(top, titleOf('top', languageOf(ranking.stories.surface)))],
    ordered,
  })
}

function split<T>(all: readonly T[], holds: (one: T) => boolean): [T[], T[]] {
  return [all.filter(holds), all.filter((one) => !holds(one))]
}

/** null when it has too few stories for its layout. */
function briefingOf(section: StorySection, order: Order): PageSection | null {
  const members = membersOf(section, { isBlocked: false }, order)
  const layout = fitting(layouts['4-large-small-medium-1-ad'], members.length)
  if (layout === null) return null
  const { id, title, topic } = section
  return { ...unfollowable, id, title, topic, layout, stories: members.subarray(0, storiesSent(layout)) }
}

const unfollowable = { isFollowed: false, isBlocked: false, followedAt: null, followable: false } as const

/** The id a section has here, whatever the client calls it. */
const idOfSection = (name: string): string => topicOf(name) ?? name

interface Standing {
  readonly section: StorySection
  readonly members: Int32Array
  readonly isFollowed: boolean
  readonly isBlocked: boolean
  readonly followedAt: number | null
}

function standingOf(
  section: StorySection,
  chosen: ReadonlyMap<string, AskedSection>,
): Pick<Standing, 'isFollowed' | 'isBlocked' | 'followedAt'> {
  // What is asked for comes as a plain name, also where the Desk's id has other signs.
  const choice = chosen.get(section.id) ?? chosen.get(plainName(section.id))
  const isBlocked = choice?.isBlocked === true
  const isFollowed = choice?.isFollowed === true && !isBlocked && section.told?.followable !== false
  return { isBlocked, isFollowed, followedAt: isFollowed ? choice.followedAt : null }
}

/** Of a trial of two halves one is served, by chance: never a mixture. */
const halfOf = (section: StorySection, seed: string): StorySection =>
  section.alternate !== undefined && derive(seed, '5050', section.id).uniform() < 0.5
    ? { ...section, members: section.alternate }
    : section

/** In the order of all stories; a blocked section keeps its own, so that the client can show what it would unblock. */
const membersOf = (
  { members }: StorySection,
  { isBlocked }: { isBlocked: boolean },
  { place, blocked }: Order,
): Int32Array =>
  members.filter((k) => place[k]! >= 0 && (isBlocked || blocked[k] === 0)).sort((a, b) => place[a]! - place[b]!)

/** One draw on what is believed of the best four together; with interests the mean of their scores. */
function sectionScore(
  { posteriors: { alpha, beta }, seed }: Ranking,
  { members, section, scores }: Standing & { readonly scores: Float64Array | null },
): number {
  const best = members.subarray(0, speakers)
  if (best.length === 0) return 0
  if (scores !== null) return best.reduce((sum, k) => sum + scores[k]!, 0) / best.length
  const sum = (column: Float64Array): number => best.reduce((total, k) => total + column[k]!, 0)
  return betaDraw(derive(seed, 'section', section.id), sum(alpha), sum(beta))
}

/** Sections that fill their layout after what stands above took its stories; at most 20 with the top stories. */
function laidOut(
  { stories }: Ranking,
  { first, ordered }: { readonly first: readonly PageSection[]; readonly ordered: readonly Standing[] },
): PageSection[] {
  const page = [...first]
  const distinct = newDistinct(stories.cluster)
  for (const section of first) distinct.take(section.stories)
  for (const { section, members, ...choice } of ordered) {
    if (page.length === mostSections) break
    const cycled = cycledLayout(page.length - first.length)
    const list = distinct.left(members, storiesSent(cycled))
    const layout = fitting(cycled, list.length)
    if (layout === null) continue
    distinct.take(list)
    const { id, title, topic, told } = section
    const followable = told?.followable ?? true
    page.push({ id, title, topic, layout, stories: list, followable, ...choice, ...(told && { told }) })
  }
  return page
}

/** The layout if the stories fill it, else the smallest; null when they fill none. */
function fitting(layout: Layout, stories: number): Layout | null {
  const smallest = layouts['4-medium-small-1-ad']
  return [layout, smallest].find((one) => stories >= storiesNeeded(one)) ?? null
}

/** The top stories are always there, also when they are few: a client that asked for sections needs one. */
function topOf(stories: Int32Array, title: string): PageSection {
  const layout = fitting(layouts['8-double-row-2-ad'], stories.length) ?? layouts['4-medium-small-1-ad']
  return { ...unfollowable, id: topSection, title, topic: null, layout, stories }
}
