// One list for one reader: load what is known of both, run the recipe, say why, log the slate, fall back.
// Not here: what a recipe does (engine/recipes) and how models are made (training).
// Start at `recommend`; what is held in memory is in serving-state.ts.
import { run } from '@lectern/engine/pipeline/run.ts'
import type { Slate as EngineSlate, SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import { home } from '@lectern/engine/recipes/home.ts'
import { recipes } from '@lectern/engine/recipes/recipes.ts'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { EventFeed } from '../events/events.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Announcement, listenForAnnouncements } from './announcements.ts'
import { daySeed } from './day-seed.ts'
import { noPast, openReaderMemory, type ReaderPast } from './reader-memory.ts'
import { recommendationOf } from './reason-text.ts'
import { type Ask, requestOf } from './request.ts'
import { openServing, type Serving, type ServingState } from './serving-state.ts'
import { openSlateLog } from './slate-log.ts'
import { recordOf } from './slate-record.ts'
import { openStoredSlates } from './stored-slates.ts'

export { currentPriorities, publishPriorities, readPriorities } from './priorities.ts'
export type { Ask } from './request.ts'
export type { ServingState } from './serving-state.ts'

/** For whom: somebody known, nobody known, or somebody who brings a history that is not to be kept. */
export type Audience =
  | { readonly kind: 'reader'; readonly reader: string }
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'brought'
      readonly history: readonly { readonly item: string; readonly at?: number | undefined }[]
    }

export interface Recommender {
  /** Never fails because something behind it is away: `rung` tells which step of the ladder answered. */
  recommend(ask: Ask, audience: Audience): Promise<Slate>
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

  const make = async (ask: Ask, audience: Audience, state: ServingState): Promise<Slate> => {
    const past = await pastOf(audience)
    const now = kernel.clock()
    const seed = audience.kind === 'reader' ? daySeed(audience.reader, ask.surface, now) : kernel.chance.seed()
    const recipe = recipeOf(ask.surface)
    const request = requestOf(ask, past, { state, now, seed })
    const made = run(recipe, request, state.pipeline)
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
      record: audience.kind === 'brought' ? { kind: 'private', take: ask.n } : recordOf(made, request, state.pipeline),
    })
    return answerOf(made, { id, request, state })
  }

  const recommend = async (ask: Ask, audience: Audience): Promise<Slate> => {
    try {
      if (serving !== null) {
        const slate = await make(ask, audience, serving.now())
        if (audience.kind === 'anonymous' && ask.language === undefined && ask.n >= defaultTake) stored.offer(slate)
        return slate
      }
    } catch (cause) {
      kernel.log.error({ err: cause }, 'no list could be made; the last one on disk serves')
    }
    const last = await stored.last(ask.surface)
    if (last === null) return nothing(kernel, ask)
    return { ...last, surface: ask.surface, rung: 'stored', items: last.items.slice(0, ask.n) }
  }
  if (serving !== null) await recommend({ surface: 'home', n: defaultTake }, { kind: 'anonymous' })
  return {
    recommend,
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

/** The recipe of a surface; surfaces without one of their own are served like home. */
export const recipeOf = (surface: string) => recipes.find((recipe) => recipe.name === surface) ?? home

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
    items: made.items.map((shown) => recommendationOf(shown, state.served.cards)),
  }
}

function nothing(kernel: Kernel, ask: Ask): Slate {
  const { name, version } = recipeOf(ask.surface)
  const at = kernel.clock()
  return {
    slate: kernel.chance.uuid(),
    surface: ask.surface,
    at,
    recipe: { name, version },
    model: null,
    rung: 'stored',
    items: [],
  }
}
