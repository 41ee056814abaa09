// What an editor does with sections: make, change, delete and take a deletion back.
import type { NewSection, Section, SectionChange } from '@lectern/protocol/rest/sections.ts'
import { recordAudit } from '../audit/audit.ts'
import { itemsById } from '../items/items.ts'
import type { Db } from '../kernel/db/db.ts'
import type { Actor } from '../kernel/http/roles.ts'
import { placedAt } from '../kernel/placed.ts'
import {
  announceSections,
  lockSections,
  type SectionRow,
  selectSection,
  selectSections,
  writeMembers,
  writeRanks,
  writeSection,
} from './queries.ts'
import { type Refused, refused, type SectionReach } from './reach.ts'
import { viewSection } from './view.ts'

export type SectionChanged = { readonly kind: 'changed'; readonly section: Section } | Refused

/** At the end of its surface. Its id is made from its first title and stays, whatever it is called later. */
export async function createSection(reach: SectionReach, actor: Actor, wanted: NewSection): Promise<SectionChanged> {
  const { items, ...fields } = wanted
  const distinct = [...new Set(items)]
  const known = await itemsById(reach.kernel, distinct)
  const unknown = distinct.find((item) => !known.has(item))
  if (unknown !== undefined) return refused('not-found', `items: no item has the id "${unknown}".`)
  const at = reach.kernel.clock()
  const id = `${slugOf(fields.title)}-${reach.kernel.chance.uuid().slice(0, 8)}`
  return await changing(reach, id, async (transaction) => {
    const others = await selectSections(transaction, fields.surface)
    const by = { titledBy: 'person', source: 'person', byName: actor.name } as const
    const times = { createdAt: at, updatedAt: at, deletedAt: null }
    await writeSection(transaction, { id, ...fields, ...by, ...times, rank: others.length })
    const added = { section: id, source: 'person', byName: actor.name, at } as const
    await writeMembers(
      transaction,
      id,
      distinct.map((item) => ({ ...added, item })),
    )
    const about = { at, who: actor, surface: fields.surface, subjectKind: 'section', subject: id }
    await recordAudit(transaction, [{ ...about, action: 'section.create', after: { ...fields, items: distinct } }])
    return null
  })
}

/** Only what is named changes. Enabling a section that a model made is this too. */
export async function changeSection(
  reach: SectionReach,
  actor: Actor,
  { id, change }: { readonly id: string; readonly change: SectionChange },
): Promise<SectionChanged> {
  return await changing(reach, id, async (transaction) => {
    const before = await selectSection(transaction, id)
    if (before === undefined || before.deletedAt !== null) return noSection(id)
    const { rank, ...named } = change
    const fields = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
    const at = reach.kernel.clock()
    const titled = change.title !== undefined || change.subtitle !== undefined
    const after: SectionRow = {
      ...before,
      ...fields,
      titledBy: titled ? 'person' : before.titledBy,
      byName: actor.name,
      updatedAt: at,
    }
    if (after.firstDay !== null && after.lastDay !== null && after.lastDay < after.firstDay) {
      return refused('invalid', `lastDay: ${after.lastDay} is before the first day, ${after.firstDay}.`)
    }
    await writeSection(transaction, after)
    if (rank !== undefined) await place(transaction, after, rank)
    const was = Object.fromEntries(Object.keys(fields).map((key) => [key, before[key as keyof SectionRow]]))
    const about = { at, who: actor, surface: before.surface, subjectKind: 'section', subject: id }
    const moved = rank === undefined ? [{}, {}] : [{ rank: before.rank }, { rank }]
    const record = { before: { ...was, ...moved[0] }, after: { ...fields, ...moved[1] } }
    await recordAudit(transaction, [{ ...about, action: 'section.change', ...record }])
    return null
  })
}

async function place(transaction: Db, { id, surface }: SectionRow, rank: number): Promise<void> {
  const ids = (await selectSections(transaction, surface)).map((section) => section.id)
  await writeRanks(transaction, placedAt(ids, id, rank))
}

/** It is remembered under its id, so that no model makes it again. */
export async function deleteSection(
  reach: SectionReach,
  actor: Actor,
  id: string,
): Promise<{ kind: 'deleted' } | Refused> {
  return await reach.kernel.database.db.transaction().execute(async (transaction) => {
    await lockSections(transaction)
    const before = await selectSection(transaction, id)
    if (before === undefined || before.deletedAt !== null) return noSection(id)
    const at = reach.kernel.clock()
    await writeSection(transaction, { ...before, deletedAt: at })
    const ids = (await selectSections(transaction, before.surface)).map((section) => section.id)
    await writeRanks(transaction, ids)
    const about = { at, who: actor, surface: before.surface, subjectKind: 'section', subject: id }
    await recordAudit(transaction, [{ ...about, action: 'section.delete', before: { title: before.title } }])
    await announceSections(transaction)
    return { kind: 'deleted' } as const
  })
}

/** Takes a deletion back: at its place, with its items. */
export async function restoreSection(reach: SectionReach, actor: Actor, id: string): Promise<SectionChanged> {
  return await changing(reach, id, async (transaction) => {
    const before = await selectSection(transaction, id)
    if (before === undefined || before.deletedAt === null)
      return refused('not-found', `No deleted section has the id "${id}".`)
    const at = reach.kernel.clock()
    await writeSection(transaction, { ...before, deletedAt: null, updatedAt: at })
    await place(transaction, before, before.rank)
    const about = { at, who: actor, surface: before.surface, subjectKind: 'section', subject: id }
    await recordAudit(transaction, [{ ...about, action: 'section.restore', after: { title: before.title } }])
    return null
  })
}

/** One change after the other, told to every server; answers the section as it is then. */
export async function changing(
  reach: SectionReach,
  id: string,
  change: (transaction: Db) => Promise<Refused | null>,
): Promise<SectionChanged> {
  const no = await reach.kernel.database.db.transaction().execute(async (transaction) => {
    await lockSections(transaction)
    const refusal = await change(transaction)
    if (refusal === null) await announceSections(transaction)
    return refusal
  })
  if (no !== null) return no
  const section = await viewSection(reach, id)
  return section === null ? noSection(id) : { kind: 'changed', section }
}

export const noSection = (id: string): Refused => refused('not-found', `No section has the id "${id}".`)

const slugOf = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-$/, '') || 'section'
