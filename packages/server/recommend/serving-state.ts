// Everything a slate is made from, in memory: catalogue, live popularity, model. Kept right by the feed of this process
// and the announcements of others; each part is replaced as a whole, so a request sees one state or the next.
import { alignModel } from '@lectern/engine/pipeline/personal.ts'
import { nothingKnown } from '@lectern/engine/pipeline/priorities.ts'
import type { AlignedModel, PipelineState } from '@lectern/engine/pipeline/slate.ts'
import type { StoredEvent } from '../events/events.ts'
import { allItems } from '../items/items.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Announcement } from './announcements.ts'
import { type ServedCatalogue, serveCatalogue } from './catalogue.ts'
import { openPopularity } from './live-popularity.ts'
import { openRecent, sessionsOf } from './live-recent.ts'
import { currentPriorities } from './priorities.ts'
import { latestModel, type ServingModel } from './serving-model.ts'

export interface ServingState {
  readonly served: ServedCatalogue
  readonly pipeline: PipelineState
  readonly model: ServingModel | null
}

export interface Serving {
  now(): ServingState
  observe(events: readonly StoredEvent[]): void
  /** Brings the announced part up to date; failures are logged and what served goes on. */
  follow(announcement: Announcement): Promise<void>
  /** Answers when the popularity equals a recount of the log. */
  counted: Promise<void>
  close(): Promise<void>
}

export async function openServing(kernel: Kernel): Promise<Serving> {
  let served = serveCatalogue(await allItems(kernel))
  let model = await latestModel(kernel, null)
  let priorities = await currentPriorities(kernel)
  let aligned = align(model, served)
  const { live, fresh } = await openPopularity(kernel, served.catalogue.items)
  const recent = openRecent(kernel, served.catalogue.items)
  let closing = false
  const failed = (cause: unknown): void => {
    if (!closing) kernel.log.error({ err: cause }, 'serving state not brought up to date; what served goes on')
  }
  const recounted = live.recount().catch(failed)
  const counted = recounted.then(() => recent.recount()).catch(failed)
  // With the counts of an earlier recount it is right enough to start; without any, nothing would be popular.
  if (fresh) await counted
  let following: Promise<void> = Promise.resolve()

  const follow = async (announcement: Announcement): Promise<void> => {
    if (announcement === 'items') {
      served = serveCatalogue(await allItems(kernel))
      live.setItems(served.catalogue.items)
      recent.setItems(served.catalogue.items)
      aligned = align(model, served)
    } else if (announcement === 'model') {
      const next = await latestModel(kernel, model)
      if (next === model) return
      model = next
      aligned = align(model, served)
      kernel.log.info({ version: model?.version ?? null }, 'model in service')
    } else if (announcement === 'priorities') priorities = await currentPriorities(kernel)
    else {
      await live.recount()
      await recent.recount()
    }
  }
  const pipeline = (): PipelineState => {
    const { popularity, visits } = recent.current()
    return {
      ...nothingKnown,
      catalogue: served.catalogue,
      popularity: live.current(),
      recent: popularity,
      personal: aligned,
      editorialOrder: served.editorialOrder,
      sessions: sessionsOf(visits),
      priorities,
    }
  }
  return {
    now: () => ({
      served,
      model,
      pipeline: pipeline(),
    }),
    observe(events) {
      live.observe(events)
      recent.observe(events)
    },
    follow(announcement) {
      following = following.then(() => follow(announcement)).catch(failed)
      return following
    },
    counted,
    async close() {
      closing = true
      live.stop()
      recent.stop()
      await counted
      await following
    },
  }
}

const align = (model: ServingModel | null, served: ServedCatalogue): AlignedModel | null =>
  model === null ? null : alignModel(model.model, served.catalogue)
