// One order of all stories of a surface for everybody there, held for as long as answers are: what readers clicked decides,
// with Thompson sampling; before any click popularity elsewhere does, before that the editors' order.
import { type BetaPosteriors, priorOf } from '@lectern/engine/bandits/beta-posterior.ts'
import { believedOfUnshown, newItems, withoutLateOptimism } from '@lectern/engine/bandits/new-items.ts'
import { thompsonDraw } from '@lectern/engine/bandits/thompson.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { takenOutByReports } from '@lectern/engine/sections/reported.ts'
import type { Log } from '../../kernel/log/log.ts'
import { branchBeliefs } from './branch-beliefs.ts'
import type { ItemCounts } from './context-counts.ts'
import type { Branch, NewtabSettings } from './experiments.ts'
import { crawledShares, withConfidence, withPriorShares } from './own-beliefs.ts'
import { choosePinned, freshShareBesidesPinned, pinnedPriorTimes } from './pinned-fresh.ts'
import type { ReportCounts } from './report-counts.ts'
import type { Stories } from './stories.ts'
import { timeSensitive } from './time-sensitive.ts'
import type { View } from './view.ts'

export type Rung = 'popular' | 'editorial' | 'stored'

/** Columns parallel to the stories. */
export interface Ranking {
  readonly stories: Stories
  readonly rung: Rung
  readonly seed: string
  /** What is believed of each click rate. */
  readonly posteriors: BetaPosteriors
  /** One draw of each. */
  readonly scores: Float64Array
  /** 1 while a story is on trial. */
  readonly fresh: Uint8Array
  /** 1 where readers' reports took it out. */
  readonly out: Uint8Array
  /** Share of the places for stories on trial. */
  readonly freshShare: number
  /** The story on trial that stands at a fixed place of the top stories. */
  readonly pinned: number | null
  /** What drew the scores. */
  readonly ranker: Ranker
}

export type Ranker = NewtabSettings['ranker']

const day = 24 * 3_600_000
const youngMs = 7 * day
/** What an old story that was hardly shown keeps of the prior's optimism. */
const lateShare = 0.4
/** Pocket's New Tab: 188 clicks in 12,688 shows. */
const constantPrior = priorOf(188 / 12_688, 12_688)
const freshShare = 0.15
/** Popularity elsewhere counts as at most so many of the prior's clicks. */
const liftOfPopularity = 0.5

export function rankStories(
  stories: Stories,
  of: {
    readonly view: View
    readonly reports: ReportCounts
    readonly region: string | null
    readonly now: number
    readonly seed: string
    readonly log: Log
    readonly boosts?: NewtabSettings['boosts']
    readonly branch?: Branch | null
    /** Of the branch in this region; null: nothing. */
    readonly branchCounts?: ReadonlyMap<string, Readonly<ItemCounts>> | null
  },
): Ranking {
  const { view, now, seed, boosts = {} } = of
  const pins = of.branch?.variant.pinnedFresh === true
  const everybodys = engagementOf(stories, of)
  const engaged = (of.branchCounts && branchBeliefs(stories, of.branchCounts, everybodys)) ?? everybodys
  const prior = engaged ?? constant(stories.stories.length)
  const { places, rung } = elsewhere(view, stories.rows)
  const isNew = { addedAt: stories.addedAt, now, youngMs }
  const ids = stories.stories.map(({ id }) => id)
  const late = withoutLateOptimism(prior, { ...isNew, share: lateShare })
  const timely = timeSensitive(stories, now)
  // Who lost optimism for being old does not lose it again for being crawled.
  const shares = crawledShares(stories, timely).map((share, k) => (late.alpha[k] === prior.alpha[k] ? share : 1))
  const believed = withConfidence(withPriorShares(late, shares), stories)
  const posteriors = lifted(believed, places)
  const fresh = newItems(prior, pins ? { ...isNew, priorTimes: pinnedPriorTimes } : isNew)
  const ranking = drawn(stories, {
    posteriors,
    fresh,
    out: takenOutByReports(of.reports.counts(ids, now)),
    rung: engaged === null ? rung : 'popular',
    seed,
    freshShare: pins ? freshShareBesidesPinned : freshShare,
    pinned: pins ? choosePinned(prior, { fresh, seed }) : null,
  })
  return { ...ranking, scores: boosted(ranking, boosts) }
}

/** Stories of a section that an event lifts, by so much click rate. */
function boosted({ stories, scores }: Ranking, boosts: NewtabSettings['boosts']): Float64Array {
  const more = new Float64Array(scores.length)
  for (const { id, members } of stories.sections)
    for (const k of members) more[k] = Math.max(more[k]!, Object.hasOwn(boosts, id) ? boosts[id]! : 0)
  return scores.map((score, k) => score + more[k]!)
}

/** The same from beliefs that were kept. */
export function drawn(
  stories: Stories,
  of: Omit<Ranking, 'scores' | 'stories' | 'freshShare' | 'pinned' | 'ranker'> &
    Partial<Pick<Ranking, 'freshShare' | 'pinned'>>,
): Ranking {
  return {
    freshShare,
    pinned: null,
    ...of,
    ranker: 'thompson',
    stories,
    scores: thompsonDraw(of.posteriors, derive(of.seed, 'stories')),
  }
}

/** null when nothing is counted or the counts cannot be had: then something else decides. */
function engagementOf(
  stories: Stories,
  { view, region, now, log }: { readonly view: View; readonly region: string | null; readonly now: number; log: Log },
): BetaPosteriors | null {
  try {
    return view.pipeline.engagement?.posteriors(stories.rows, { region, now }) ?? null
  } catch (cause) {
    log.error({ err: cause }, 'clicks on the New Tab cannot be read; popularity decides')
    return null
  }
}

const constant = (size: number): BetaPosteriors => ({
  alpha: new Float64Array(size).fill(constantPrior.alpha),
  beta: new Float64Array(size).fill(constantPrior.beta),
  prior: constantPrior,
})

/** What is known besides clicks, 0 to 1 per row: popularity, else the editors' order. */
function elsewhere(view: View, rows: Int32Array): { readonly places: Float64Array; readonly rung: Rung } {
  const strengths = Float64Array.from(rows, (row) => view.pipeline.popularity.strength[row] ?? 0)
  const most = strengths.reduce((best, one) => Math.max(best, one), 0)
  if (most > 0) return { places: strengths.map((one) => one / most), rung: 'popular' }
  const { editorialOrder } = view.pipeline
  const place = new Map(Array.from(editorialOrder, (row, at) => [row, at]))
  return {
    places: Float64Array.from(
      rows,
      (row) => 1 - (place.get(row) ?? editorialOrder.length) / (editorialOrder.length || 1),
    ),
    rung: 'editorial',
  }
}

/** Clicks added for popularity elsewhere: a share of what is believed of a story never shown. */
function lifted(posteriors: BetaPosteriors, places: Float64Array): BetaPosteriors {
  const clicks = liftOfPopularity * believedOfUnshown(posteriors).alpha
  return { ...posteriors, alpha: posteriors.alpha.map((one, k) => one + clicks * places[k]!) }
}
