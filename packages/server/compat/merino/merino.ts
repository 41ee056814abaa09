// The contract of Mozilla Merino's curated recommendations, so that an unmodified Firefox shows this publication on its New
// Tab page: flat lists, pages of sections, and the answers of older clients. What is and is not supported: README.md.
// Not here: the pings that come back, and other lists (recommend). Start at `openMerino`, then compose.ts.
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { anonymousReader, type EventFeed } from '../../events/events.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Metrics } from '../../kernel/metrics/metrics.ts'
import { noPast, type ReaderPast } from '../../recommend/reader-memory.ts'
import { newBoundedCache } from './bounded-cache.ts'
import { compose } from './compose.ts'
import { cohortOf } from './contexts.ts'
import { type Branch, branchOf, type NewtabSettings } from './experiments.ts'
import { type Interests, readInterests } from './interests.ts'
import { type Learnt, openLearnt } from './learnt.ts'
import { type LegacyAsk, legacyList } from './legacy.ts'
import { historyInterests, type OwnRanking, ownRanking } from './own-ranking.ts'
import { openRankers } from './rankers.ts'
import type { Ranker, Ranking, Rung as RankingRung } from './ranking.ts'
import { openRankings, servesMs } from './rankings.ts'
import { openReportCounts } from './report-counts.ts'
import type { Ask } from './request.ts'
import { openServedAnswers, type ServedAnswer, type ToldCard } from './served-answers.ts'
import type { Story } from './stories.ts'
import type { View, Views } from './view.ts'

/** The step of the fallback ladder that answered. */
type Rung = 'personal' | RankingRung

interface Curated {
  /** The answer as JSON, in the shape of answer.ts. */
  readonly body: string
  /** The same, packed when it is first asked for. */
  packed(): Promise<Uint8Array>
  readonly rung: Rung
}

export interface Merino {
  /**
   * Never fails; the same question within a minute has the same answer, unless something of it was taken down. With a
   * device the answer is its own and knows its last click.
   */
  curated(ask: Ask, device?: string): Promise<Curated>
  /** Best first. */
  legacy(ask: LegacyAsk): Promise<readonly Story[]>
  /** The answer that each card came in, beside the cards; undefined when it is forgotten. */
  served(cards: readonly ToldCard[]): Promise<readonly (ServedAnswer | undefined)[]>
  /** Answers when the log was read: what was reported and what was answered before the start. */
  readonly settled: Promise<void>
  close(): Promise<void>
}

const mostAnswers = 128

interface KeptAnswer extends Curated {
  readonly until: number
  readonly items: readonly string[]
}

interface MerinoOptions {
  readonly feed?: EventFeed
  /** Told of each answer that was made, not of those that served again. */
  readonly made?: Metrics['list']
  /** Those of the configuration when left out. */
  readonly settings?: NewtabSettings
  /** What jobs learnt; read from the database when left out. */
  readonly learnt?: Learnt
}

export function openMerino(kernel: Kernel, views: Views, options: MerinoOptions = {}): Merino {
  const { feed, made: tell, settings = kernel.config.newtab, learnt = openLearnt(kernel) } = options
  const reports = openReportCounts()
  const unsubscribe = feed?.subscribe((events) => reports.observe(events))
  const counting = reports
    .recount(kernel)
    .catch((cause) => kernel.log.warn({ err: cause }, 'reports of the last day are not counted; new ones are'))
  const rankings = openRankings(kernel, { views, reports, learnt, boosts: settings.boosts })
  const rankers = openRankers(learnt, kernel.log)
  const purge = (): Promise<void> =>
    rankings.purge().catch((cause) => kernel.log.error({ err: cause }, 'New Tabs on disk may hold what was taken down'))
  views.onWithdrawal?.(purge)
  const answers = newBoundedCache<string, KeptAnswer>(mostAnswers)
  const served = openServedAnswers(kernel)
  const purged = purge()
  let lastAt = 0

  const pastOf = async (device: string): Promise<ReaderPast> => (await views.past?.(anonymousReader(device))) ?? noPast

  /** A list for everybody is better than none for one reader. */
  const ownOf = (everybodys: Ranking, past: ReaderPast, now: number): OwnRanking => {
    try {
      return ownRanking(everybodys, past, { view: views.view(), now })
    } catch (cause) {
      kernel.log.error({ err: cause }, 'a history cannot be used; the New Tab is not personal')
      return { ranking: everybodys, interests: null }
    }
  }

  const caresOf = (past: ReaderPast, now: number): Interests | null => {
    if (past.history.length === 0) return null
    try {
      return historyInterests(past, { view: views.view(), now })
    } catch (cause) {
      kernel.log.error({ err: cause }, 'interests cannot be read from a history; the New Tab is ranked without them')
      return null
    }
  }

  const make = async (ask: Ask, { device, way }: { device: string | null; way: Way }): Promise<KeptAnswer> => {
    const begun = performance.now()
    const past = device === null ? noPast : await pastOf(device)
    const now = kernel.clock()
    const told = readInterests(ask.interests)
    const cares = told ?? caresOf(past, now)
    const cohort = cohortOf(cares)
    const everybodys = rankers.apply(await rankings.now({ ...ask, branch: way.branch }), {
      ranker: way.ranker,
      context: { ...ask, cohort },
      interests: cares,
    })
    const { ranking, interests } =
      device === null ? { ranking: everybodys, interests: null } : ownOf(everybodys, past, now)
    lastAt = Math.max(now, lastAt + 1)
    const variant = way.branch?.variant
    const { answer, shown, personal } = compose(ranking, { ask, now, recommendedAt: lastAt, interests, variant })
    const given = { surface: ask.surface, region: ask.region, device, branch: way.branch?.key ?? null, shown }
    const keepsCohort = way.ranker !== 'thompson' && told === null
    const context = { utcOffset: ask.utcOffset, cohort: keepsCohort ? cohort : null }
    const answered = { recommendedAt: lastAt, slate: kernel.chance.uuid(), ...given, ...context }
    served.add(answered, { keep: ask.interests === null })
    const rung = ranking.rung === 'popular' && (personal || past.history.length > 0) ? 'personal' : ranking.rung
    const items = shown.flatMap((one) => one.items)
    const body = JSON.stringify(answer)
    tell?.({ rung, surface: ask.surface, ms: performance.now() - begun, stages: [] })
    return { body, packed: once(() => gzip(body)), rung, items, until: now + servesMs }
  }
  return {
    async curated(asked, device) {
      const { ask, way } = wayOf(settings, asked)
      if (device !== undefined) return await make(ask, { device, way })
      const key = keyOf(ask)
      const known = answers.get(key)
      if (known !== undefined && serves(known, kernel.clock()) && allAvailable(views.view(), known.items)) return known
      const made = await make(ask, { device: null, way })
      // An empty page and one from disk are asked for again: what is missing may be back.
      if (made.items.length > 0 && made.rung !== 'stored') answers.set(key, made)
      return made
    },
    async legacy(ask) {
      return legacyList(await rankings.now(ask), ask)
    },
    settled: Promise.all([counting, served.loaded, purged, learnt.loaded]).then(() => undefined),
    served: served.find,
    async close() {
      unsubscribe?.()
      learnt.close()
      await learnt.loaded
      await counting
      await served.loaded
      await purged
      await served.close()
      await rankings.close()
    },
  }
}

const gzip = promisify<string, Uint8Array>(zlib.gzip)

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

interface Way {
  readonly branch: Branch | null
  readonly ranker: Ranker
}

/** How this reader's answers are made, and the question without what makes no difference then. */
function wayOf(settings: NewtabSettings, asked: Ask): { readonly ask: Ask; readonly way: Way } {
  const branch = branchOf(settings, asked.experiment)
  const ranker = branch?.variant.ranker ?? settings.ranker
  const experiment = branch === null ? null : { name: branch.key, branch: '' }
  return {
    way: { branch, ranker },
    ask: { ...asked, experiment, utcOffset: ranker === 'thompson' ? null : asked.utcOffset },
  }
}

/** All that changes an answer. */
const keyOf = (ask: Ask): string => JSON.stringify(ask)

/** Not when the clock was put back behind it. */
const serves = ({ until }: KeptAnswer, now: number): boolean => now < until && now >= until - servesMs

function allAvailable(view: View | null, items: readonly string[]): boolean {
  if (view === null) return true
  const { catalogue } = view.served
  return items.every((item) => catalogue.available[catalogue.items.row(item)] === 1)
}
