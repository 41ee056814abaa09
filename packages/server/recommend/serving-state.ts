// Everything a slate is made from, in memory: catalogue, live popularity, model. Kept right by the feed of this process
// and the announcements of others; each part is replaced as a whole, so a request sees one state or the next.
import { alignModel, realignModel } from '@lectern/engine/pipeline/personal.ts'
import { nothingKnown } from '@lectern/engine/pipeline/priorities.ts'
import type { AlignedModel, Catalogue, PipelineState } from '@lectern/engine/pipeline/slate.ts'
import type { StoredEvent } from '../events/events.ts'
import { allItems, itemRevision, itemsChangedAfter } from '../items/items.ts'
import type { Place } from '../kernel/clock/days.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { chosenFor, type InForce, loadInForce } from '../priorities/priorities.ts'
import type { Announcement } from './announcements.ts'
import { type ServedCatalogue, serveCatalogue, withChanged } from './catalogue.ts'
import { openEditorsWork, type ServedSection } from './editors-work.ts'
import { openStatistics } from './live-statistics.ts'
import { followModels, type ServingModel } from './serving-model.ts'

export interface ServingState {
  readonly served: ServedCatalogue
  readonly pipeline: PipelineState
  readonly model: ServingModel | null
  /** Those of the pipeline, with what readers are told of them. */
  readonly sections: readonly ServedSection[]
  /** Documents in force, for `chosenFor`; `pipeline.priorities` is what the publication asks of everybody. */
  readonly priorities: InForce
}

export interface Serving {
  /** For lists of this surface. */
  now(surface: string): ServingState
  observe(events: readonly StoredEvent[]): void
  /** Grows whenever something was taken down, restored or placed by editors: what was made before may hold it, or lack it. */
  withdrawals(): number
  /** Answers when items that changed after a revision are served as they are now. @throws when they cannot be read. */
  itemsChanged(after: number): Promise<void>
  /** Brings the announced part up to date; failures are logged and what served goes on. */
  follow(announcement: Announcement): Promise<void>
  /** Answers when the popularity equals a recount of the log. */
  counted: Promise<void>
  close(): Promise<void>
}

/** `placeOf` tells where the days of a surface are counted. */
export async function openServing(kernel: Kernel, placeOf: (surface: string) => Place): Promise<Serving> {
  // Asked before the items are read: what changes meanwhile is read again.
  let revision = await itemRevision(kernel)
  let lookedAt = revision
  let served = serveCatalogue(await allItems(kernel))
  const latestModel = followModels(kernel)
  let model = await latestModel(null)
  let priorities = await loadInForce(kernel)
  let aligned = align(model, served)
  const editors = await openEditorsWork(kernel, placeOf)
  const statistics = await openStatistics(kernel, served.catalogue.items)
  let closing = false
  const failed = (cause: unknown): void => {
    if (!closing) kernel.log.error({ err: cause }, 'serving state not brought up to date; what served goes on')
  }
  const counted = statistics.recount().catch(failed)
  await statistics.usable
  let following: Promise<void> = Promise.resolve()

  /** Without `after`: a look for what nobody was heard to announce, so everything since the look before is read again. */
  const takeChanges = async (after?: number): Promise<void> => {
    const newest = await itemRevision(kernel)
    const changed = await itemsChangedAfter(kernel, Math.min(after ?? lookedAt, revision))
    if (after === undefined) lookedAt = revision
    const before = served.catalogue
    if (changed.length > 0) {
      served = withChanged(served, changed)
      if (changed.some(({ id }) => isShown(before, id) !== isShown(served.catalogue, id))) withdrawals += 1
      statistics.setItems(served.catalogue.items)
      const met = waiting.filter(({ item }) => served.catalogue.items.row(item) >= 0)
      waiting = waiting.filter(({ item }) => served.catalogue.items.row(item) < 0)
      statistics.observe(met)
      if (aligned !== null) aligned = realignModel(aligned, before, served.catalogue)
    }
    revision = newest
  }
  let withdrawals = 0
  let waiting: readonly StoredEvent[] = []
  let changing: Promise<void> = Promise.resolve()
  const itemsChanged = (after?: number): Promise<void> => {
    const done = changing.then(() => takeChanges(after))
    changing = done.catch(() => undefined)
    return done
  }
  let placing: Promise<void> = Promise.resolve()
  const editorsChanged = async (kind: 'schedule' | 'sections'): Promise<void> => {
    if (await editors.follow(kind)) withdrawals += 1
  }
  const follow = async (announcement: Announcement): Promise<void> => {
    if (announcement.kind === 'model') {
      const next = await latestModel(model)
      if (next === model) return
      model = next
      aligned = align(model, served)
      kernel.log.info({ version: model?.version ?? null }, 'model in service')
    } else if (announcement.kind === 'priorities') {
      const next = await loadInForce(kernel)
      if (newestOf(next) === newestOf(priorities)) return
      priorities = next
      withdrawals += 1 // a list made before may hold what is blocked now
    } else await statistics.recount()
  }
  return {
    now(surface) {
      const { editorialOrder, sections } = editors.on(surface, served)
      return {
        served,
        model,
        sections,
        priorities,
        pipeline: {
          ...nothingKnown,
          ...statistics.current(kernel.clock()),
          catalogue: served.catalogue,
          personal: aligned,
          editorialOrder,
          sections,
          priorities: chosenFor(priorities, publication, null).priorities,
        },
      }
    },
    observe(events) {
      // An event may come before its item is known here: it waits for the items.
      const known = events.filter(({ item }) => served.catalogue.items.row(item) >= 0)
      if (known.length < events.length) {
        const unknown = events.filter(({ item }) => served.catalogue.items.row(item) < 0)
        waiting = [...waiting, ...unknown].slice(-mostWaiting)
      }
      statistics.observe(known)
    },
    withdrawals: () => withdrawals,
    itemsChanged,
    follow(announcement) {
      // A takedown must not wait for a recount.
      if (announcement.kind === 'items') return itemsChanged(announcement.after).catch(failed)
      // Nor must what editors place.
      if (announcement.kind === 'schedule' || announcement.kind === 'sections') {
        const { kind } = announcement
        placing = placing.then(() => editorsChanged(kind)).catch(failed)
        return placing
      }
      following = following.then(() => follow(announcement)).catch(failed)
      return following
    },
    counted,
    async close() {
      closing = true
      statistics.stop()
      await counted
      await following
      await changing
      await placing
    },
  }
}

/** No surface has this name. */
const publication = ''

const newestOf = ({ releases }: InForce): number => Math.max(0, ...[...releases.values()].map(({ id }) => id))

/** Events of items that are not known yet. */
const mostWaiting = 1000

/** True also where nothing is known: a new item was in no list. */
const isShown = ({ items, available }: Catalogue, id: string): boolean => available[items.row(id)] !== 0

const align = (model: ServingModel | null, served: ServedCatalogue): AlignedModel | null =>
  model === null ? null : alignModel(model.model, served.catalogue)
