// Everything a slate is made from, in memory: catalogue, live popularity, model. Kept right by the feed of this process
// and the announcements of others; each part is replaced as a whole, so a request sees one state or the next.
import { alignModel, realignModel } from '@lectern/engine/pipeline/personal.ts'
import { nothingKnown } from '@lectern/engine/pipeline/priorities.ts'
import type { AlignedModel, PipelineState } from '@lectern/engine/pipeline/slate.ts'
import type { StoredEvent } from '../events/events.ts'
import { allItems, itemRevision, itemsChangedAfter } from '../items/items.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Announcement } from './announcements.ts'
import { type ServedCatalogue, serveCatalogue, withChanged } from './catalogue.ts'
import { openEngagement } from './live-engagement.ts'
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
  /** Grows whenever something was taken down: what was made before then may hold it. */
  withdrawals(): number
  /** Answers when items that changed after a revision are served as they are now. @throws when they cannot be read. */
  itemsChanged(after: number): Promise<void>
  /** Brings the announced part up to date; failures are logged and what served goes on. */
  follow(announcement: Announcement): Promise<void>
  /** Answers when the popularity equals a recount of the log. */
  counted: Promise<void>
  close(): Promise<void>
}

export async function openServing(kernel: Kernel): Promise<Serving> {
  // Asked before the items are read: what changes meanwhile is read again.
  let revision = await itemRevision(kernel)
  let lookedAt = revision
  let served = serveCatalogue(await allItems(kernel))
  let model = await latestModel(kernel, null)
  let priorities = await currentPriorities(kernel)
  let aligned = align(model, served)
  const { live, fresh } = await openPopularity(kernel, served.catalogue.items)
  const recent = openRecent(kernel, served.catalogue.items)
  const engagement = openEngagement(kernel, () => served.catalogue.items)
  let closing = false
  const failed = (cause: unknown): void => {
    if (!closing) kernel.log.error({ err: cause }, 'serving state not brought up to date; what served goes on')
  }
  // One after the other: each reads a part of the log.
  const recountRest = (): Promise<void> => recent.recount().then(() => engagement.recount())
  const recount = (): Promise<void> => live.recount().then(recountRest)
  const begun = live.recount()
  const counted = begun.then(recountRest).catch(failed)
  // With the counts of an earlier recount it is right enough to start; without any, nothing would be popular.
  if (fresh) await begun.catch(failed)
  let following: Promise<void> = Promise.resolve()

  /** Without `after`: a look for what nobody was heard to announce, so everything since the look before is read again. */
  const takeChanges = async (after?: number): Promise<void> => {
    const newest = await itemRevision(kernel)
    const changed = await itemsChangedAfter(kernel, Math.min(after ?? lookedAt, revision))
    if (after === undefined) lookedAt = revision
    const before = served.catalogue
    if (changed.length > 0) {
      served = withChanged(served, changed)
      if (changed.some(({ takenDownAt }) => takenDownAt !== null)) withdrawals += 1
      live.setItems(served.catalogue.items)
      recent.setItems(served.catalogue.items)
      const met = waiting.filter(({ item }) => served.catalogue.items.row(item) >= 0)
      waiting = waiting.filter(({ item }) => served.catalogue.items.row(item) < 0)
      count(met)
      if (aligned !== null) aligned = realignModel(aligned, before, served.catalogue)
    }
    revision = newest
  }
  let withdrawals = 0
  let waiting: readonly StoredEvent[] = []
  const count = (events: readonly StoredEvent[]): void => {
    live.observe(events)
    recent.observe(events)
    engagement.observe(events)
  }
  let changing: Promise<void> = Promise.resolve()
  const itemsChanged = (after?: number): Promise<void> => {
    const done = changing.then(() => takeChanges(after))
    changing = done.catch(() => undefined)
    return done
  }
  const follow = async (announcement: Announcement): Promise<void> => {
    if (announcement.kind === 'model') {
      const next = await latestModel(kernel, model)
      if (next === model) return
      model = next
      aligned = align(model, served)
      kernel.log.info({ version: model?.version ?? null }, 'model in service')
    } else if (announcement.kind === 'priorities') priorities = await currentPriorities(kernel)
    else await recount()
  }
  const pipeline = (): PipelineState => {
    const { popularity, visits } = recent.current()
    return {
      ...nothingKnown,
      ...engagement.current(kernel.clock()),
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
    now: () => ({ served, model, pipeline: pipeline() }),
    observe(events) {
      // An event may come before its item is known here: it waits for the items.
      const known = events.filter(({ item }) => served.catalogue.items.row(item) >= 0)
      if (known.length < events.length) {
        const unknown = events.filter(({ item }) => served.catalogue.items.row(item) < 0)
        waiting = [...waiting, ...unknown].slice(-mostWaiting)
      }
      count(known)
    },
    withdrawals: () => withdrawals,
    itemsChanged,
    follow(announcement) {
      // A takedown must not wait for a recount.
      if (announcement.kind === 'items') return itemsChanged(announcement.after).catch(failed)
      following = following.then(() => follow(announcement)).catch(failed)
      return following
    },
    counted,
    async close() {
      closing = true
      live.stop()
      recent.stop()
      engagement.stop()
      await counted
      await following
      await changing
    },
  }
}

/** Events of items that are not known yet. */
const mostWaiting = 1000

const align = (model: ServingModel | null, served: ServedCatalogue): AlignedModel | null =>
  model === null ? null : alignModel(model.model, served.catalogue)
