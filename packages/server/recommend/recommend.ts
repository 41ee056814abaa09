// One list for one reader: load what is known of both, run the recipe, say why, log the slate, fall back.
// Not here: what a recipe does (engine/recipes) and how models are made (training).
// Start at `recommend`; what is held in memory is in serving-state.ts.
import { run } from '@lectern/engine/pipeline/run.ts'
import { namedCauses, type Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { EventFeed } from '../events/events.ts'
import type { Place as DayPlace } from '../kernel/clock/days.ts'
import { within } from '../kernel/deadline.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { MadeList } from '../kernel/metrics/metrics.ts'
import { type Announcement, listenForAnnouncements } from './announcements.ts'
import { answerOf, nothing } from './answer.ts'
import { type Ask, personalRungs, recipeFor, refusedOf, withoutItems } from './ask.ts'
import { daySeed } from './day-seed.ts'
import { leftOutOf } from './given-list.ts'
import { descend } from './ladder.ts'
import { openListPacks } from './list-pack.ts'
import { noPast, openReaderMemory, type ReaderPast } from './reader-memory.ts'
import { notPersonal, requestOf } from './request.ts'
import { openServing, type Serving, type ServingState } from './serving-state.ts'
import { openSlateLog } from './slate-log.ts'
import { recordOf } from './slate-record.ts'
import { stateOfList } from './state-of-list.ts'
import { steadyClock } from './steady-clock.ts'
import { packOf, storedList } from './stored-list.ts'

export { hasListPacks } from './list-pack.ts'
export { type LoggedSample, loggedSample } from './logged-sample.ts'
export { type RankForNobody, withRanking } from './rank-for-nobody.ts'
export { sectionSlates } from './section-slates.ts'
export type { ServingState } from './serving-state.ts'
export { type Remade, underDocument } from './under-document.ts'

/** For whom: somebody known, nobody known, or somebody who brings a history that is not to be kept. */
export type Audience =
  | { readonly kind: 'reader'; readonly reader: string }
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'private'
      readonly history: readonly { readonly item: string; readonly at?: number | undefined }[]
    }

/** Who may ask for the next page, and which slate this is the next page of. */
interface Place {
  readonly owner: string
  readonly previous?: string
}

export interface Recommender {
  /** Never fails because something behind it is away: `rung` tells which step of the ladder answered. */
  recommend(ask: Ask, audience: Audience, place?: Place): Promise<Slate>
  /** Which of these items this audience may not be shown, or not any more. */
  forbidden(items: readonly string[], ask: Ask, audience: Audience): Promise<ReadonlySet<string>>
  /** What lists of a surface (`home` when left out) are made from at this moment, to be read only; null: nothing could be loaded yet. */
  view(surface?: string): ServingState | null
  /** What a reader did that is still in force; nothing when it cannot be read. */
  past(reader: string): Promise<ReaderPast>
  ready(): boolean
  /** What waits in memory, for metrics; `lookedAt` is Unix ms. */
  waiting(): { slates: number; dropped: number; readers: number; lookedAt: number | null }
  /** Grows whenever something was taken down: a list made before then may hold it. */
  withdrawals(): number
  /** Tells, now and then for nothing, that something was taken down: also what was kept elsewhere must go. */
  onWithdrawal(told: () => Promise<void>): void
  /** Too much happened unheard: counts from the log again, and reads histories again. */
  recount(): void
  /** Answers when items that changed after a revision are served as they are now. */
  itemsChanged(after: number): Promise<void>
  /** Answers when boards and sections are served as they are now. */
  editorsChanged(kind: 'schedule' | 'sections'): Promise<void>
  /** Answers when everything known so far counts, and logged slates are written. For tests and commands. */
  settled(): Promise<void>
  close(): Promise<void>
}

/**
 * How long a history may take to be read before a list is made without it. Long enough for a busy database: such a list may
 * hold what this reader dismissed. Those served lately are in memory and wait for nothing.
 */
const historyMs = 1000

export interface RecommenderOptions {
  /** Where the days of a surface are counted; in UTC when left out. */
  placeOf?(surface: string): DayPlace
  /** True while there is too much to do: lists are made the cheaper way, without the personal rung. */
  busy?(): boolean
  /** Told of each list. */
  made?(list: MadeList): void
}

export async function openRecommender(
  kernel: Kernel,
  feed?: EventFeed,
  options: RecommenderOptions = {},
): Promise<Recommender> {
  const memory = openReaderMemory(kernel)
  const slates = openSlateLog(kernel)
  const packs = openListPacks(kernel)
  const earlier = await packs.last('home')
  const clock = steadyClock(kernel.clock, () => earlier?.at ?? 0)
  const early: Parameters<Serving['observe']>[0][number][] = []
  let serving: Serving | null = null
  const unsubscribe = feed?.subscribe((events) => {
    memory.observe(events)
    if (serving === null) early.push(...events)
    else serving.observe(events)
  })
  const open = async (): Promise<void> => {
    try {
      serving = await openServing(kernel, options.placeOf ?? (() => utc))
      serving.observe(early.splice(0))
      keepPack('home')
    } catch (cause) {
      kernel.log.error({ err: cause }, 'nothing to recommend from yet; lists come from the pack on disk')
    }
  }
  const current = (surface: string): ServingState | null => serving?.now(surface) ?? null
  /** What anybody would be shown on this surface, kept for the last rung. */
  const keepPack = (surface: string, recipe?: string): void =>
    packs.keep(surface, () => {
      const state = current(surface)
      return state === null
        ? null
        : packOf(state, { surface, recipe, now: clock.now(), slate: kernel.chance.uuid(), seed: kernel.chance.seed() })
    })
  await open()
  const withdrawals = (): number => (serving as Serving | null)?.withdrawals() ?? 0
  const keepers: (() => Promise<void>)[] = [() => packs.renew()]
  const withdraw = async (): Promise<void> => void (await Promise.all(keepers.map((told) => told())))
  const withdrawing = async (change: () => Promise<void> | undefined): Promise<void> => {
    const before = withdrawals()
    await change()
    if (withdrawals() !== before) await withdraw()
  }
  const reopen = async (): Promise<void> => {
    if (serving !== null) return
    await open()
    // What was taken down while nothing could be loaded was heard by nobody here.
    if ((serving as Serving | null) !== null) await withdraw()
  }
  let opening: Promise<void> = Promise.resolve()
  const follow = (announcement: Announcement): Promise<void> => {
    if (announcement.kind === 'history') memory.forgetAll()
    const known = serving
    if (known !== null) return withdrawing(() => known.follow(announcement))
    opening = opening.then(reopen)
    return opening
  }
  let lookedAt: number | null = null
  const look = async (): Promise<void> => {
    for (const kind of ['items', 'priorities', 'model', 'schedule', 'sections'] as const) await follow({ kind })
    if (serving !== null) lookedAt = kernel.clock()
  }
  const listening = listenForAnnouncements(kernel, { heard: follow, look: () => void look() })

  /** What the reader did; when it cannot be read, a list for nobody in particular is better than none. */
  const pastOf = async (audience: Audience): Promise<ReaderPast> => {
    if (audience.kind === 'anonymous') return noPast
    if (audience.kind === 'reader') {
      return await within(historyMs, 'Reading a history', () => memory.past(audience.reader)).catch((cause) => {
        kernel.log.warn({ err: cause }, 'a history cannot be read; the list is not personal')
        return memory.known(audience.reader) ?? noPast
      })
    }
    const history = audience.history.map(({ item, at }, order) => ({ item, at: at ?? order }))
    return { ...noPast, history: history.sort((a, b) => a.at - b.at) }
  }

  const make = async (ask: Ask, audience: Audience, { state: all, place }: Making): Promise<Slate> => {
    const past = await pastOf(audience)
    const { state, document, experiments } = stateOfList(all, ask, readerOf(audience))
    const now = clock.now()
    const seed = audience.kind === 'reader' ? daySeed(audience.reader, ask.surface, now) : kernel.chance.seed()
    const recipe = recipeFor(ask, state.served)
    const asked = requestOf(ask, past, { state, now, seed, document })
    const request = clock.trusted() && !options.busy?.() ? asked : notPersonal(asked)
    const begun = performance.now()
    const made = run(recipe, request, state.pipeline, {
      clock: () => performance.now(),
      keepFiltered: ask.given !== undefined,
      explain: ask.explain !== 'off',
      causes: namedCauses,
    })
    options.made?.({
      rung: made.rung,
      surface: ask.surface,
      ms: performance.now() - begun,
      stages: made.trace.stages,
    })
    for (const { stage, failure } of made.trace.stages)
      if (failure) kernel.log.error({ stage, failure }, 'a stage failed')
    const id = kernel.chance.uuid()
    slates.add({
      id,
      surface: ask.surface,
      reader: readerOf(audience),
      at: now,
      recipe: recipe.name,
      recipeVersion: recipe.version,
      modelVersion: state.model?.version ?? null,
      rung: made.rung,
      seed,
      owner: place?.owner ?? null,
      previous: place?.previous ?? null,
      ask: audience.kind === 'private' ? null : withoutItems(ask),
      record:
        audience.kind === 'private'
          ? { kind: 'private', take: ask.n }
          : { ...recordOf(made, request, state.pipeline), ...(Object.keys(experiments).length > 0 && { experiments }) },
    })
    const answer = answerOf(made, { id, request, state, experiments })
    return {
      ...answer,
      ...(place?.previous === undefined ? {} : { previous: place.previous }),
      ...(ask.fallback === 'none' && !personalRungs.has(made.rung) ? { items: [] } : {}),
      ...(ask.given === undefined ? {} : { leftOut: leftOutOf(ask.given, made, state.served) }),
    }
  }

  /** From the pack, without what this reader is known to have done. */
  const fromPack = async (ask: Ask, audience: Audience): Promise<Slate | null> => {
    const pack = await packs.last(ask.surface)
    if (pack === null) return null
    const past = audience.kind === 'reader' ? memory.known(audience.reader) : null
    const list = storedList(pack, ask, {
      slate: kernel.chance.uuid(),
      past,
      catalogue: current(ask.surface)?.served.catalogue,
    })
    options.made?.({ rung: list.rung, surface: ask.surface, ms: 0, stages: [] })
    return list
  }
  const recommend = async (ask: Ask, audience: Audience, place?: Place): Promise<Slate> => {
    const by = (one: Ask) => async (): Promise<Slate | null> => {
      const state = current(one.surface)
      return state === null ? null : await make(one, audience, { state, place })
    }
    const slate = await descend(kernel.log, [
      { name: 'recipe', make: by(ask) },
      { name: 'editorial recipe', make: by({ ...ask, recipe: 'editorial' }) },
      { name: 'pack', make: () => fromPack(ask, audience) },
    ])
    if (slate !== null && slate.rung !== 'stored' && isPlain(ask)) keepPack(ask.surface, ask.recipe)
    return slate ?? nothing(kernel, ask)
  }
  return {
    recommend,
    async forbidden(items, ask, audience) {
      const past = await pastOf(audience)
      if (serving === null) return new Set()
      const { state, document } = stateOfList(serving.now(ask.surface), ask, readerOf(audience))
      const request = requestOf(ask, past, { state, now: clock.now(), seed: 0, document })
      return refusedOf(items, { recipe: recipeFor(ask, state.served), request, state })
    },
    past: (reader) => pastOf({ kind: 'reader', reader }),
    view: (surface = 'home') => current(surface),
    ready: () => serving !== null,
    waiting: () => ({ slates: slates.waiting(), dropped: slates.dropped(), readers: memory.size(), lookedAt }),
    recount: () => void follow({ kind: 'history' }),
    withdrawals,
    onWithdrawal: (told) => void keepers.push(told),
    itemsChanged: (after) => withdrawing(() => (serving as Serving | null)?.itemsChanged(after)),
    editorsChanged: (kind) => follow({ kind }),
    async settled() {
      await (serving as Serving | null)?.counted
      await slates.flush()
    },
    async close() {
      unsubscribe?.()
      await listening.close()
      await slates.close()
      await packs.close()
      await serving?.close()
    },
  }
}

interface Making {
  readonly state: ServingState
  readonly place: Place | undefined
}

const readerOf = (audience: Audience): string | null => (audience.kind === 'reader' ? audience.reader : null)

const utc: DayPlace = { timeZone: 'UTC', publishHour: 0 }

/** Nothing but a surface was asked. */
const isPlain = ({ surface: _, n: __, recipe: ___, ...rules }: Ask): boolean =>
  Object.values(rules).every((rule) => rule === undefined)
