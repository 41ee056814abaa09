// What models propose to editors, once a day: a board for the first day that is still open, sections of topics that have
// enough, prospects that readers saved or that are due again. Every one waits for a person; what a person took away
// stays away (schedule/propose.ts, sections/propose.ts). Start at `proposeAll`.
import type { SurfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import { readAudit } from '../audit/audit.ts'
import { corpusMarks } from '../desk/desk.ts'
import type { StoredItem } from '../items/items.ts'
import { addDays, type Day, dayAt } from '../kernel/clock/days.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type RankForNobody, withRanking } from '../recommend/recommend.ts'
import { boardOf, proposeSchedule } from '../schedule/schedule.ts'
import { proposeSection } from '../sections/sections.ts'
import { rested, spreadOut, usableItems } from './candidates.ts'
import { prospectsDueAgain } from './due-again.ts'
import { prospectsFromSaves } from './saves.ts'

const model = 'proposals 1'
const boardLength = 10
const boardSpread = { n: boardLength, perPublisher: 2, perTopic: 3 }
const sectionLength = 12
/** A topic with fewer fresh items makes no section. */
const leastInSection = 6
const freshDays = 14
/** Days ahead that are tried: the first may be too near. */
const daysAhead = [1, 2]
const dayMs = 86_400_000

interface ProposalsReach {
  readonly kernel: Kernel
  settingsOf(surface: string): SurfaceSettings
}

interface Proposed {
  readonly entries: number
  readonly sections: number
  readonly fromSaves: number
  readonly dueAgain: number
}

export async function proposeAll(reach: ProposalsReach): Promise<Proposed> {
  const { kernel } = reach
  const fromSaves = (await prospectsFromSaves(kernel)).length
  const dueAgain = (await prospectsDueAgain(kernel)).length
  let [entries, sections] = [0, 0]
  if (kernel.config.desk.proposeFor.length > 0) {
    await withRanking(kernel, reach.settingsOf, async (rank) => {
      for (const surface of kernel.config.desk.proposeFor) {
        entries += await proposeBoard(reach, surface, rank)
        sections += await proposeTopics(reach, surface, rank)
      }
    })
  }
  return { entries, sections, fromSaves, dueAgain }
}

/** Fills the board of the first open day up to ten, once: what people change in it afterwards is theirs. */
async function proposeBoard(reach: ProposalsReach, surface: string, rank: RankForNobody): Promise<number> {
  const { kernel, settingsOf } = reach
  const schedule = { kernel, settingsOf, marksOf: (items: readonly string[]) => corpusMarks(kernel, items) }
  const today = dayAt(settingsOf(surface), kernel.clock())
  for (const ahead of daysAhead) {
    const day = addDays(today, ahead)
    const board = await boardOf(schedule, { surface, day })
    const room = boardLength - board.entries.length
    if (board.reviewed !== null || room <= 0 || (await hasProposed(kernel, surface, day))) return 0
    const candidates = await rested(kernel, await usableItems(kernel), { surface, day })
    const ranked = ranking(candidates, { surface, day, reach, rank })
    const items = spreadOut(ranked, { ...boardSpread, n: room }).map(({ id }) => id)
    if (items.length === 0) return 0
    const proposed = await proposeSchedule(schedule, { surface, day, model, items })
    if (proposed.kind === 'proposed') return proposed.added.length
    kernel.log.info({ surface, day, why: proposed.detail }, 'no board proposed for this day')
  }
  return 0
}

const hasProposed = async (kernel: Pick<Kernel, 'database'>, surface: string, day: Day): Promise<boolean> => {
  const earlier = { who: model, action: 'schedule.propose', surface, subjectKind: 'day', subject: day }
  return (await readAudit(kernel, earlier, { limit: 1 })).length > 0
}

/** One section for each topic with enough fresh items, under the same name every day. Answers how many are new. */
async function proposeTopics(reach: ProposalsReach, surface: string, rank: RankForNobody): Promise<number> {
  const { kernel, settingsOf } = reach
  const now = kernel.clock()
  const day = dayAt(settingsOf(surface), now)
  const fresh = (await usableItems(kernel)).filter(({ addedAt }) => addedAt > now - freshDays * dayMs)
  const topics = Map.groupBy(fresh, ({ topic }) => topic)
  let made = 0
  for (const [topic, items] of [...topics].sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))) {
    if (topic === null || items.length < leastInSection) continue
    const ranked = ranking(items, { surface, day, reach, rank })
    const wanted = spreadOut(ranked, { n: sectionLength, perPublisher: 3, perTopic: sectionLength })
    const proposed = await proposeSection(
      { kernel, settingsOf },
      { id: idOf(surface, topic), surface, title: titleOf(topic), model, items: wanted.map(({ id }) => id) },
    )
    if (proposed.kind === 'refused') kernel.log.info({ surface, topic, why: proposed.detail }, 'no section proposed')
    else if (proposed.created) made += 1
  }
  return made
}

interface Ranking {
  readonly surface: string
  readonly day: Day
  readonly reach: ProposalsReach
  readonly rank: RankForNobody
}

/** As the surface would show them to nobody in particular; drawn alike all day. */
function ranking(items: readonly StoredItem[], { surface, day, reach, rank }: Ranking): StoredItem[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const { recipe, defaults } = reach.settingsOf(surface)
  const { n: _, ...rules } = defaults
  const seed = Date.parse(day) / dayMs
  return rank({ ...rules, recipe, surface, items: [...byId.keys()], seed }).map((id) => byId.get(id)!)
}

const idOf = (surface: string, topic: string): string =>
  `${surface}-topic-${topic}`.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 64)

const titleOf = (topic: string): string => `${topic[0]!.toUpperCase()}${topic.slice(1).replaceAll('-', ' ')}`
