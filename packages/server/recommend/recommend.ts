// One list for one reader: load what is known of both, run the recipe, say why, log the slate, fall back.
// Not here: what a recipe does (engine/recipes) and how models are made (training).
// Start at `recommend`; what is held in memory is in serving-state.ts.
import { run } from '@lectern/engine/pipeline/run.ts'
import type { Slate as EngineSlate, SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { EventFeed } from '../events/events.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Announcement, listenForAnnouncements } from './announcements.ts'
import { type Ask, recipeFor, recipeOf, refusedOf, withoutItems } from './ask.ts'
import { daySeed } from './day-seed.ts'
import { leftOutOf, withinAsk } from './given-list.ts'
import { noPast, openReaderMemory, type ReaderPast } from './reader-memory.ts'
import { recommendationOf } from './reason-text.ts'
import { requestOf } from './request.ts'
import { openServing, type Serving, type ServingState } from './serving-state.ts'
import { openSlateLog } from './slate-log.ts'
import { recordOf } from './slate-record.ts'
import { openStoredSlates } from './stored-slates.ts'

export type { Ask } from './ask.ts'
export { currentPriorities, publishPriorities, readPriorities } from './priorities.ts'
export type { ServingState } from './serving-state.ts'

/** For whom: somebody known, nobody known, or somebody who brings a history that is not to be kept. */
export type Audience =
  | { readonly kind: 'reader'; readonly reader: string }
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'brought'
      readonly history: readonly { readonly item: string; readonly at?: number | undefined }[]
    }

/** Who may ask for the next page, and which slate this is the next page of. */
export interface Place {
  readonly owner: string
  readonly previous?: string
}

export interface Recommender {
  /** Never fails because something behind it is away: `rung` tells which step of the ladder answered. */
  recommend(ask: Ask, audience: Audience, place?: Place): Promise<Slate>
  /** Which of these items this audience may not be shown, or not any more. */
  forbidden(items: readonly string[], ask: Ask, audience: Audience): Promise<ReadonlySet<string>>
  /** What lists are made from at this moment, to be read only; null: nothing could be loaded yet. */
  view(): ServingState | null
  ready(): boolean
  /** Grows whenever something was taken down: a list made before then may hold it. */
  withdrawals(): number
  /** Too much happened unheard: counts from the log again, and reads histories again. */
  recount(): void
  /** Answers when items that changed after a revision are served as they are now. */
  itemsChanged(after: number): Promise<void>
  /** Answers when everything known so far counts, and logged slates are written. For tests and commands. */
  settled(): Promise<void>
  close(): Promise<void>
}

const defaultTake = 30

export async function openRecommender(kernel: Kernel, feed?: EventFeed): Promise<Recommender> {
  const memory = openReaderMemory(kernel)
  const slates = openSlateLog(kernel)
  const stored = openStoredSlates(kernel)
  const early: Parameters<Serving['observe']>[0][number][] = []
  let serving: Serving | null = null
  const unsubscribe = feed?.subscribe((events) => {
    memory.observe(events)
    if (serving === null) early.push(...events)
    else serving.observe(events)
  })
  const open = async (): Promise<void> => {
    try {
      serving = await openServing(kernel)
      serving.observe(early.splice(0))
    } catch (cause) {
      kernel.log.error({ err: cause }, 'nothing to recommend from yet; the last list on disk serves')
    }
  }
  await open()
  let opening: Promise<void> = Promise.resolve()
  const follow = (announcement: Announcement): Promise<void> => {
    if (announcement.kind === 'history') memory.forgetAll()
    if (serving !== null) return serving.follow(announcement)
    opening = opening.then(() => (serving === null ? open() : undefined))
    return opening
  }
  const look = async (): Promise<void> => {
    for (const kind of ['items', 'priorities', 'model'] as const) await follow({ kind })
  }
  const listening = listenForAnnouncements(kernel, { heard: follow, look: () => void look() })

  /** What the reader did; when it cannot be read, a list for nobody in particular is better than none. */
  const pastOf = async (audience: Audience): Promise<ReaderPast> => {
    if (audience.kind === 'anonymous') return noPast
    if (audience.kind === 'reader') {
      return await memory.past(audience.reader).catch((cause) => {
        kernel.log.warn({ err: cause }, 'a history cannot be read; the list is not personal')
        return noPast
      })
    }
    const history = audience.history.map(({ item, at }, order) => ({ item, at: at ?? order }))
    return { ...noPast, history: history.sort((a, b) => a.at - b.at) }
  }

  const make = async (ask: Ask, audience: Audience, { state, place }: Making): Promise<Slate> => {
    const past = await pastOf(audience)
    const now = kernel.clock()
    const seed = audience.kind === 'reader' ? daySeed(audience.reader, ask.surface, now) : kernel.chance.seed()
    const recipe = recipeFor(ask, state.served)
    const request = requestOf(ask, past, { state, now, seed })
    const made = run(recipe, request, state.pipeline, {
      keepFiltered: ask.given !== undefined,
      explain: ask.explain !== 'off',
    })
    for (const { stage, failure } of made.trace.stages)
      if (failure) kernel.log.error({ stage, failure }, 'a stage failed')
    const id = kernel.chance.uuid()
    slates.add({
      id,
      surface: ask.surface,
      reader: audience.kind === 'reader' ? audience.reader : null,
      at: now,
      recipe: recipe.name,
      recipeVersion: recipe.version,
      modelVersion: state.model?.version ?? null,
      rung: made.rung,
      seed,
      owner: place?.owner ?? null,
      previous: place?.previous ?? null,
      ask: audience.kind === 'brought' ? null : withoutItems(ask),
      record: audience.kind === 'brought' ? { kind: 'private', take: ask.n } : recordOf(made, request, state.pipeline),
    })
    const answer = answerOf(made, { id, request, state })
    return {
      ...answer,
      ...(place?.previous === undefined ? {} : { previous: place.previous }),
      ...(ask.fallback === 'none' && made.rung !== 'personal' ? { items: [] } : {}),
      ...(ask.given === undefined ? {} : { leftOut: leftOutOf(ask.given, made, state.served) }),
    }
  }

  const recommend = async (ask: Ask, audience: Audience, place?: Place): Promise<Slate> => {
    try {
      if (serving !== null) {
        const slate = await make(ask, audience, { state: serving.now(), place })
        if (audience.kind === 'anonymous' && isPlain(ask)) stored.offer(slate)
        return slate
      }
    } catch (cause) {
      kernel.log.error({ err: cause }, 'no list could be made; the last one on disk serves')
    }
    const last = await stored.last(ask.surface)
    if (last === null) return nothing(kernel, ask)
    return withinAsk({ ...last, surface: ask.surface, rung: 'stored' }, ask)
  }
  if (serving !== null) await recommend({ surface: 'home', n: defaultTake }, { kind: 'anonymous' })
  return {
    recommend,
    async forbidden(items, ask, audience) {
      const past = await pastOf(audience)
      if (serving === null) return new Set()
      const state = serving.now()
      const request = requestOf(ask, past, { state, now: kernel.clock(), seed: 0 })
      return refusedOf(items, { recipe: recipeFor(ask, state.served), request, state })
    },
    view: () => (serving as Serving | null)?.now() ?? null,
    ready: () => serving !== null,
    recount: () => void follow({ kind: 'history' }),
    withdrawals: () => (serving as Serving | null)?.withdrawals() ?? 0,
    itemsChanged: async (after) => await (serving as Serving | null)?.itemsChanged(after),
    async settled() {
      await (serving as Serving | null)?.counted
      await slates.flush()
    },
    async close() {
      unsubscribe?.()
      await listening.close()
      await slates.close()
      await stored.close()
      await serving?.close()
    },
  }
}

interface Making {
  readonly state: ServingState
  readonly place: Place | undefined
}

/** Fit to be everybody's last resort: nothing but a surface was asked. */
const isPlain = ({ surface: _, n, recipe: __, ...rules }: Ask): boolean =>
  n >= defaultTake && Object.values(rules).every((rule) => rule === undefined)

function answerOf(
  made: EngineSlate,
  { id, request, state }: { id: string; request: SlateRequest; state: ServingState },
): Slate {
  return {
    slate: id,
    surface: request.surface,
    at: request.now,
    recipe: made.recipe,
    model: state.model === null ? null : { name: state.model.model.kind, version: state.model.version },
    priorities: state.pipeline.priorities.version,
    rung: made.rung,
    experiments: {},
    items: made.items.map((shown) => recommendationOf(shown, state.served.cards)),
  }
}

function nothing(kernel: Kernel, ask: Ask): Slate {
  const { name, version } = recipeOf(ask.recipe ?? ask.surface)
  const at = kernel.clock()
  return {
    slate: kernel.chance.uuid(),
    surface: ask.surface,
    at,
    recipe: { name, version },
    model: null,
    rung: 'stored',
    experiments: {},
    items: [],
  }
}
