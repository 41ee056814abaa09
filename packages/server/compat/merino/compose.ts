// An answer from a ranking and a request: pure, the same for the same.
import { derive } from '@lectern/engine/random/random.ts'
import type { Answer, Recommendation, Section } from './answer.ts'
import type { Variant } from './experiments.ts'
import { flatList } from './flat-list.ts'
import { pickInterests, rankBeside } from './interest-picker.ts'
import { type Interests, localModelOf, readInterests } from './interests.ts'
import { layoutAt } from './layouts.ts'
import { type Order, orderOf } from './order.ts'
import { type PageSection, pageOf } from './page.ts'
import type { Ranking } from './ranking.ts'
import type { Ask } from './request.ts'
import { languageOf } from './surfaces.ts'
import { timeSensitive } from './time-sensitive.ts'
import { iabCategories, topicOf } from './topics.ts'

interface Composed {
  readonly answer: Answer
  /** Ids of what is shown, in the order of the answer. */
  readonly shown: readonly { readonly section: string | null; readonly items: readonly string[] }[]
  readonly personal: boolean
}

export function compose(
  ranking: Ranking,
  of: {
    readonly ask: Ask
    readonly now: number
    readonly recommendedAt: number
    /** What the reader's own history says; what the client tells goes before it. */
    readonly interests?: Interests | null
    /** Of the branch of an experiment. */
    readonly variant?: Variant | undefined
  },
): Composed {
  const { ask, now, recommendedAt } = of
  const interests = readInterests(ask.interests) ?? of.interests ?? null
  const blocked = new Set(ask.sections.filter((one) => one.isBlocked).map(({ id }) => topicOf(id) ?? id))
  const order = orderOf(ranking, { interests, blocked })
  const personal = interests !== null || ask.sections.length > 0 || ask.topics.length > 0
  const withBriefing = of.variant?.dailyBriefing === true
  const timely = timeSensitive(ranking.stories, now)
  const common = {
    recommendedAt,
    surfaceId: ask.surface,
    inferredLocalModel: ask.interests === null ? null : localModelOf(ask.surface),
  }
  if (!ask.wantsSections) {
    const list = flatList(ranking.stories, order, ask)
    const data = recommendationsOf(list, { ranking, order, timely, section: null })
    const shown = [{ section: null, items: data.map((one) => one.corpusItemId) }]
    return { personal, shown, answer: { ...common, data, feeds: null, interestPicker: null } }
  }
  return { personal, ...composePage(ranking, { ask, order, timely, interests, now, common, withBriefing }) }
}

function composePage(
  ranking: Ranking,
  of: {
    readonly ask: Ask
    readonly order: Order
    readonly timely: Uint8Array
    readonly interests: Interests | null
    readonly now: number
    readonly withBriefing: boolean
    readonly common: Pick<Answer, 'recommendedAt' | 'surfaceId' | 'inferredLocalModel'>
  },
): Pick<Composed, 'answer' | 'shown'> {
  const page = pageOf(ranking, of)
  const rng = derive(ranking.seed, 'picker')
  const picked = of.ask.wantsPicker ? pickInterests(page, { language: languageOf(of.ask.surface), rng }) : null
  const feeds = Object.fromEntries(
    page.map((section, place) => {
      const rank = rankBeside(place, picked?.picker ?? null)
      const recommendations = recommendationsOf(section.stories, { ...of, ranking, section: section.id })
      return [section.id, sectionOf(section, { rank, recommendations, visible: !picked?.hidden.has(section.id) })]
    }),
  )
  return {
    answer: { ...of.common, data: [], feeds, interestPicker: picked?.picker ?? null },
    shown: Object.entries(feeds).map(([section, { recommendations }]) => ({
      section,
      items: recommendations.map(({ corpusItemId }) => corpusItemId),
    })),
  }
}

function iabOf({ topic, told }: PageSection): Section['iab'] {
  const codes = told !== undefined && told.iab.length > 0 ? told.iab : topic === null ? [] : iabCategories[topic]
  return codes.length === 0 ? null : { taxonomy: 'IAB-3.0', categories: [...codes] }
}

function sectionOf(
  section: PageSection,
  of: { readonly rank: number; readonly recommendations: Recommendation[]; readonly visible: boolean },
): Section {
  const { told } = section
  const allowAds = told?.allowAds ?? true
  return {
    receivedFeedRank: of.rank,
    recommendations: of.recommendations,
    title: section.title,
    subtitle: told?.subtitle ?? null,
    heroTitle: null,
    heroSubtitle: null,
    iab: iabOf(section),
    layout: layoutAt(section.layout, { rank: of.rank, allowAds }),
    isFollowed: section.isFollowed,
    isBlocked: section.isBlocked,
    followedAt: section.followedAt === null ? null : new Date(section.followedAt).toISOString(),
    isInitiallyVisible: of.visible,
    followable: section.followable,
    allowAds,
  }
}

/** Ranks from 0 without a gap, scores that never rise: clients sort by either. */
function recommendationsOf(
  list: Int32Array,
  of: {
    readonly ranking: Ranking
    readonly order: Order
    readonly timely: Uint8Array
    readonly section: string | null
  },
): Recommendation[] {
  let least = Number.POSITIVE_INFINITY
  return Array.from(list, (k, receivedRank) => {
    const story = of.ranking.stories.stories[k]!
    least = Math.min(least, of.order.scores[k]!)
    return {
      __typename: 'recommendation',
      corpusItemId: story.id,
      scheduledCorpusItemId: null,
      url: story.url,
      title: story.title,
      excerpt: story.excerpt,
      topic: story.topic,
      publisher: story.publisher,
      isTimeSensitive: of.timely[k] === 1,
      imageUrl: story.imageUrl,
      iconUrl: null,
      tileId: story.tileId,
      receivedRank,
      serverScore: least,
      features: {
        ...(story.topic === null ? {} : { [`t_${story.topic}`]: 1 }),
        ...(of.section === null ? {} : { [`s_${of.section}`]: 1 }),
      },
    }
  })
}
