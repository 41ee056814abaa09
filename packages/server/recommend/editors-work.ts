// What editors placed, in memory: per surface the order of its boards and its live sections, over the rows of a catalogue.
// Read again when a change is announced; made anew when the catalogue changes or the surface's day ends, never per list.
import type { Section } from '@lectern/engine/pipeline/slate.ts'
import { addDays, beginOf, dayAt, type Place } from '../kernel/clock/days.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type ServedBoard, scheduleRevision, servedBoards } from '../schedule/schedule.ts'
import {
  distinctSections,
  type ServedSectionRow,
  sectionRevision,
  servedSections,
  statusOf,
} from '../sections/sections.ts'
import type { ServedCatalogue } from './catalogue.ts'

/** `name` is the id. */
export interface ServedSection
  extends Section,
    Pick<ServedSectionRow, 'title' | 'subtitle' | 'followable' | 'allowAds' | 'iab'> {}

interface SurfaceWork {
  /** Catalogue rows: today's board in its order, then those of earlier days, then by editorial rank. */
  readonly editorialOrder: Int32Array
  /** Live today, in their order; no row twice. */
  readonly sections: readonly ServedSection[]
}

interface EditorsWork {
  on(surface: string, served: ServedCatalogue): SurfaceWork
  /** Reads again what was announced. True when it was another than before. @throws when it cannot be read. */
  follow(kind: 'schedule' | 'sections'): Promise<boolean>
}

/** Older boards than this no longer put an item before its editorial rank. */
const servedDays = 90
const noSections: readonly ServedSection[] = []

interface Made {
  readonly served: ServedCatalogue
  /** Unix ms: the day that it was made for. */
  readonly from: number
  readonly until: number
  readonly work: SurfaceWork
}

export async function openEditorsWork(
  kernel: Pick<Kernel, 'database' | 'clock'>,
  placeOf: (surface: string) => Place,
): Promise<EditorsWork> {
  // Days everywhere on earth: a day more is read than any place needs.
  const firstDay = (): string => addDays(new Date(kernel.clock()).toISOString().slice(0, 10), -servedDays)
  const yesterday = (): string => addDays(firstDay(), servedDays - 1)
  // Asked before they are read: what changes meanwhile is read again.
  const revisions = { schedule: await scheduleRevision(kernel), sections: await sectionRevision(kernel) }
  let boards = bySurface(await servedBoards(kernel, firstDay()))
  let sections = bySurface(await servedSections(kernel, yesterday()))
  let made = new Map<string, Made>()
  const make = (surface: string, served: ServedCatalogue): Made => {
    const place = placeOf(surface)
    const today = dayAt(place, kernel.clock())
    return {
      served,
      from: beginOf(place, today),
      until: beginOf(place, addDays(today, 1)),
      work: {
        editorialOrder: orderOf(
          (boards.get(surface) ?? []).filter(({ day }) => day <= today),
          served,
        ),
        sections: liveOf(
          (sections.get(surface) ?? []).filter((one) => statusOf(one, today) === 'LIVE'),
          served,
        ),
      },
    }
  }
  return {
    on(surface, served) {
      // Requests may name surfaces that nobody set up: these cost nothing here.
      if (!boards.has(surface) && !sections.has(surface)) {
        return { editorialOrder: served.editorialOrder, sections: noSections }
      }
      const known = made.get(surface)
      const now = kernel.clock()
      if (known !== undefined && known.served === served && known.from <= now && now < known.until) return known.work
      const next = make(surface, served)
      made.set(surface, next)
      return next.work
    },
    async follow(kind) {
      const revision = await (kind === 'schedule' ? scheduleRevision : sectionRevision)(kernel)
      if (revision === revisions[kind]) return false
      if (kind === 'schedule') boards = bySurface(await servedBoards(kernel, firstDay()))
      else sections = bySurface(await servedSections(kernel, yesterday()))
      revisions[kind] = revision
      made = new Map()
      return true
    },
  }
}

const bySurface = <T extends { readonly surface: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> =>
  Map.groupBy(rows, ({ surface }) => surface)

/** `boards` newest day first. */
function orderOf(boards: readonly ServedBoard[], served: ServedCatalogue): Int32Array {
  const { items } = served.catalogue
  const placed = new Set(
    boards.flatMap((board) => board.items.map((item) => items.row(item)).filter((row) => row >= 0)),
  )
  if (placed.size === 0) return served.editorialOrder
  return Int32Array.from([...placed, ...served.editorialOrder.filter((row) => !placed.has(row))])
}

function liveOf(live: readonly ServedSectionRow[], { catalogue }: ServedCatalogue): readonly ServedSection[] {
  if (live.length === 0) return noSections
  return distinctSections(live).map(({ id, title, subtitle, followable, allowAds, iab, items }) => ({
    name: id,
    title,
    subtitle,
    followable,
    allowAds,
    iab,
    rows: Int32Array.from(items.map((item) => catalogue.items.row(item)).filter((row) => row >= 0)),
  }))
}
