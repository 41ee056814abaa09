// What an editor does with the items of a section.
import { mostInSection, type SectionItemRemoval } from '@lectern/protocol/rest/sections.ts'
import { recordAudit } from '../audit/audit.ts'
import { itemsById } from '../items/items.ts'
import type { Db } from '../kernel/db/db.ts'
import type { Actor } from '../kernel/http/roles.ts'
import { placedAt } from '../kernel/placed.ts'
import { changing, noSection, type SectionChanged } from './change.ts'
import {
  forgetRemoval,
  insertRemoval,
  type MemberRow,
  type SectionRow,
  selectMembers,
  selectRemovals,
  selectSection,
  writeMembers,
} from './queries.ts'
import { type Refused, refused, type SectionReach } from './reach.ts'

interface Member {
  readonly section: string
  readonly item: string
}

/** At the end where no rank is named. What a person removed before and adds again is no longer remembered as removed. */
export async function addToSection(
  reach: SectionReach,
  actor: Actor,
  { section: id, item, rank }: Member & { readonly rank?: number | undefined },
): Promise<SectionChanged> {
  const found = (await itemsById(reach.kernel, [item])).get(item)
  if (found === undefined) return refused('not-found', `No item has the id "${item}".`)
  if (found.takenDownAt !== null) return refused('invalid', `item: "${found.title}" was taken down.`)
  return await withMembers(reach, id, async (transaction, { section, members }) => {
    if (members.some((member) => member.item === item)) {
      return refused('conflict', `"${found.title}" is in this section already.`)
    }
    if (members.length >= mostInSection) return refused('invalid', `A section has at most ${mostInSection} items.`)
    const at = reach.kernel.clock()
    const member: MemberRow = { section: id, item, source: 'person', byName: actor.name, at }
    await writeMembers(transaction, id, placedAt(members, member, rank))
    await forgetRemoval(transaction, id, item)
    const after = { section: id, rank: rank ?? members.length }
    await recordAudit(transaction, [{ ...aboutItem(section, item), at, who: actor, action: 'section.add', after }])
    return null
  })
}

/** An item that a person moved is the person's: no model moves it or takes it out. */
export async function moveInSection(
  reach: SectionReach,
  actor: Actor,
  { section: id, item, rank }: Member & { readonly rank: number },
): Promise<SectionChanged> {
  return await withMembers(reach, id, async (transaction, { section, members }) => {
    const before = members.findIndex((member) => member.item === item)
    if (before < 0) return noMember(item)
    const at = reach.kernel.clock()
    const moved: MemberRow = { ...members[before]!, source: 'person', byName: actor.name, at }
    const others = members.filter((member) => member.item !== item)
    await writeMembers(transaction, id, placedAt(others, moved, rank))
    const ranks = { before: { section: id, rank: before }, after: { section: id, rank } }
    await recordAudit(transaction, [{ ...aboutItem(section, item), at, who: actor, action: 'section.move', ...ranks }])
    return null
  })
}

/** With a reason. From now on no model puts it into this section. */
export async function removeFromSection(
  reach: SectionReach,
  actor: Actor,
  { section: id, item, reason, comment }: Member & SectionItemRemoval,
): Promise<SectionChanged> {
  return await withMembers(reach, id, async (transaction, { section, members }) => {
    const rank = members.findIndex((member) => member.item === item)
    if (rank < 0) return noMember(item)
    const at = reach.kernel.clock()
    const { source } = members[rank]!
    const left = members.filter((member) => member.item !== item)
    await writeMembers(transaction, id, left)
    await insertRemoval(transaction, { section: id, item, rank, source, reason, comment, byName: actor.name, at })
    const record = { action: 'section.remove', before: { section: id, rank }, reason, comment }
    await recordAudit(transaction, [{ ...aboutItem(section, item), at, who: actor, ...record }])
    return null
  })
}

/** Takes a removal back: it stands where it stood. */
export async function restoreToSection(
  reach: SectionReach,
  actor: Actor,
  { section: id, item }: Member,
): Promise<SectionChanged> {
  return await withMembers(reach, id, async (transaction, { section, members }) => {
    const removal = (await selectRemovals(transaction, [id])).find((one) => one.item === item)
    if (removal === undefined) return refused('not-found', `"${item}" was not removed from this section.`)
    const at = reach.kernel.clock()
    const member: MemberRow = { section: id, item, source: removal.source, byName: actor.name, at }
    await writeMembers(transaction, id, placedAt(members, member, removal.rank))
    await forgetRemoval(transaction, id, item)
    const after = { section: id, rank: removal.rank }
    await recordAudit(transaction, [{ ...aboutItem(section, item), at, who: actor, action: 'section.put-back', after }])
    return null
  })
}

async function withMembers(
  reach: SectionReach,
  id: string,
  change: (transaction: Db, of: { section: SectionRow; members: readonly MemberRow[] }) => Promise<Refused | null>,
): Promise<SectionChanged> {
  return await changing(reach, id, async (transaction) => {
    const section = await selectSection(transaction, id)
    if (section === undefined || section.deletedAt !== null) return noSection(id)
    return await change(transaction, { section, members: await selectMembers(transaction, [id]) })
  })
}

const noMember = (item: string): Refused => refused('not-found', `"${item}" is not in this section.`)
const aboutItem = ({ surface }: SectionRow, item: string) => ({ surface, subjectKind: 'item', subject: item })
