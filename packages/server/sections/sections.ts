// Sections: an editorial grouping on a surface, made by people and proposed by models. Serving reads them with
// `servedSections` and asks `statusOf` which are live on its day.
// Start at change.ts and members.ts; what a model may do is in propose.ts.
import { recordAudit } from '../audit/audit.ts'
import type { Day } from '../kernel/clock/days.ts'
import type { Db } from '../kernel/db/db.ts'
import type { Actor } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { placedAt } from '../kernel/placed.ts'
import {
  announceSections,
  lockSections,
  type MemberRow,
  type ModelSection,
  type ServedSectionRow,
  selectMembers,
  selectModelSections,
  selectRevision,
  selectSection,
  selectSectionsWith,
  selectServedSections,
  selectTitles,
  writeMembers,
} from './queries.ts'

export { changeSection, createSection, deleteSection, restoreSection, type SectionChanged } from './change.ts'
export { distinctSections } from './distinct.ts'
export { addToSection, moveInSection, removeFromSection, restoreToSection } from './members.ts'
export { proposeSection } from './propose.ts'
export type { ServedSectionRow } from './queries.ts'
export type { SectionReach } from './reach.ts'
export { statusOf } from './status.ts'
export { listSections } from './view.ts'

/** Enabled sections of all surfaces with their items, those whose last day is before `from` left out. */
export const servedSections = (kernel: Pick<Kernel, 'database'>, from: Day): Promise<readonly ServedSectionRow[]> =>
  selectServedSections(kernel.database.db, from)

/** Grows with every change of a section. */
export const sectionRevision = (kernel: Pick<Kernel, 'database'>): Promise<number> => selectRevision(kernel.database.db)

/** Of a section, also one that was deleted; null: there is none. */
export const surfaceOfSection = async (kernel: Pick<Kernel, 'database'>, id: string): Promise<string | null> =>
  (await selectSection(kernel.database.db, id))?.surface ?? null

/** A member with the rank that it had. */
interface DroppedMember extends MemberRow {
  readonly rank: number
}

/** Takes an item out of every section, in the transaction of what took it out of the corpus. Answers where it stood. */
export async function dropFromSections(
  transaction: Db,
  item: string,
  { actor, at }: { readonly actor: Actor; readonly at: number },
): Promise<readonly DroppedMember[]> {
  await lockSections(transaction)
  const sections = await selectSectionsWith(transaction, item)
  const dropped: DroppedMember[] = []
  if (sections.length === 0) return dropped
  for (const section of sections) {
    const members = await selectMembers(transaction, [section])
    const left = members.filter((member) => member.item !== item)
    const rank = members.findIndex((member) => member.item === item)
    dropped.push({ ...members[rank]!, rank })
    await writeMembers(transaction, section, left)
    const about = { at, who: actor, subjectKind: 'item', subject: item }
    await recordAudit(transaction, [{ ...about, action: 'section.drop', before: { section } }])
  }
  await announceSections(transaction)
  return dropped
}

/** Puts back what a drop took out, where it stood; what stands there again is left. */
export async function bringBackToSections(transaction: Db, dropped: readonly DroppedMember[]): Promise<void> {
  if (dropped.length === 0) return
  await lockSections(transaction)
  for (const { rank, ...member } of dropped) {
    const members = await selectMembers(transaction, [member.section])
    if (members.some(({ item }) => item === member.item)) continue
    await writeMembers(transaction, member.section, placedAt(members, member, rank))
  }
  await announceSections(transaction)
}

/** By id, also of those that were deleted. */
export const titlesOfSections = async (
  kernel: Pick<Kernel, 'database'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  new Map((await selectTitles(kernel.database.db, ids)).map(({ id, title }) => [id, title]))

/** Sections that a model proposed in this time (Unix ms), on all surfaces, with what people made of them. */
export const proposedSections = (
  kernel: Pick<Kernel, 'database'>,
  time: { readonly since: number; readonly until: number },
): Promise<readonly ModelSection[]> => selectModelSections(kernel.database.db, time)
