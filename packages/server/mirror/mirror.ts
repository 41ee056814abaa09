// The editor's mirror: what readers made of what editors chose, against what was to be expected where it stood; what they
// wanted and the corpus lacked; what people made of proposals of models. Read only, totals only.
// Not here: the arithmetic (engine/evaluation/observed-expected.ts, clustered-share.ts). Start at `openMirror`.
import type { Mirror, MirrorDimension } from '@lectern/protocol/rest/mirror.ts'
import type { SurfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import { readerNames } from '../accounts/accounts.ts'
import { approvals, rejections } from '../desk/desk.ts'
import { countLog } from '../events/events.ts'
import { allItems } from '../items/items.ts'
import { addDays, beginOf, type Day } from '../kernel/clock/days.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { sectionSlates } from '../recommend/recommend.ts'
import { chosenForBoards } from '../schedule/schedule.ts'
import { titlesOfSections } from '../sections/sections.ts'
import { choicesOf } from './choices.ts'
import { inWords } from './in-words.ts'
import { proposalsOf } from './proposals.ts'
import { countOutcomes, countWanted, countWhole, measureDays, measureGroups, prepare } from './queries.ts'
import { toldDemand, toldRows } from './told.ts'

export { itemEffects } from './item-effects.ts'

export interface MirrorReach {
  readonly kernel: Pick<Kernel, 'database' | 'blobs' | 'clock'>
  settingsOf(surface: string): Pick<SurfaceSettings, 'timeZone' | 'publishHour'>
  /** Fewest readers a number is told of. */
  readonly threshold: number
}

interface Look {
  /** null: all. */
  readonly surface: string | null
  /** Days in UTC, both included. */
  readonly from: Day
  readonly until: Day
  /** Id; null: everybody. */
  readonly editor: string | null
}

/** So long a look is answered again as it was. */
const keptMs = 10 * 60_000
const mostKept = 50
const kinds = ['impression', 'open', 'finish', 'save', 'dismiss', 'report', 'follow'] as const

/** One look reads the log at a time; the same look within ten minutes costs nothing. */
export function openMirror(reach: MirrorReach): (look: Look) => Promise<Mirror> {
  const kept = new Map<string, { readonly at: number; readonly mirror: Promise<Mirror> }>()
  let last: Promise<unknown> = Promise.resolve()
  return (look) => {
    const key = JSON.stringify([look.surface, look.from, look.until, look.editor])
    const known = kept.get(key)
    const now = reach.kernel.clock()
    if (known !== undefined && now - known.at < keptMs) return known.mirror
    const mirror = last.catch(() => undefined).then(() => mirrorOf(reach, look))
    last = mirror
    kept.delete(key)
    kept.set(key, { at: now, mirror })
    mirror.catch(() => kept.delete(key))
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
    return mirror
  }
}

export async function mirrorOf(reach: MirrorReach, look: Look): Promise<Mirror> {
  const { kernel, threshold } = reach
  const { surface, from, until, editor } = look
  const time = { since: Date.parse(from), until: Date.parse(addDays(until, 1)) }
  const items = new Map((await allItems(kernel)).map((item) => [item.id, item]))
  const boards = await chosenForBoards(kernel, { from, until })
  const spanOf = (on: string, day: Day) => {
    const place = reach.settingsOf(on)
    return { since: beginOf(place, day), until: beginOf(place, addDays(day, 1)) }
  }
  const chosen = {
    approvals: await approvals(kernel),
    rejections: await rejections(kernel),
    boards,
    publisherOf: (item: string) => items.get(item)?.publisher ?? null,
    spanOf,
  }
  const choices = choicesOf(chosen, editor)
  const stories = Array.from(items.values(), ({ id, topic, takenDownAt }) => ({
    item: id,
    topic,
    available: takenDownAt === null,
  }))
  const sections = await sectionSlates(kernel, time)
  const counts = await countLog(kernel, { ...time, kinds }, async (tables) => {
    await prepare(tables, { choices, stories, sections, surface })
    return {
      groups: await measureGroups(tables),
      days: await measureDays(tables),
      outcomes: await countOutcomes(tables),
      wanted: await countWanted(tables),
      whole: await countWhole(tables),
    }
  })
  const keys = (of: MirrorDimension): string[] =>
    counts.groups.flatMap(({ dimension, key }) => (dimension === of ? [key] : []))
  const titles = await titlesOfSections(kernel, keys('section'))
  const editors = await readerNames(kernel.database.db, keys('editor'))
  const nameOf = (dimension: MirrorDimension, key: string): string => {
    if (dimension === 'item') return items.get(key)?.title ?? key
    if (dimension === 'section') return titles.get(key) ?? key
    return dimension === 'editor' ? (editors.get(key) ?? key) : inWords(key)
  }
  return {
    surface,
    from,
    until,
    editor: editor ?? 'all',
    threshold,
    chosen: new Set(choices.filter(({ dimension }) => dimension === 'item').map(({ item }) => item)).size,
    ...toldRows(counts, { threshold, nameOf }),
    demand: toldDemand(counts.wanted, counts.whole, threshold),
    proposals: await proposalsOf(kernel, time, { boards, surface }),
  }
}
