// A model's proposal of a whole section. A new one waits, disabled, for a person; what a person decided stays decided.
import { mostInSection } from '@lectern/protocol/rest/sections.ts'
import { recordAudit } from '../audit/audit.ts'
import { itemsById } from '../items/items.ts'
import { mergeProposal } from './merge-proposal.ts'
import {
  announceSections,
  lockSections,
  type SectionRow,
  selectMembers,
  selectRemovals,
  selectSection,
  selectSections,
  writeMembers,
  writeSection,
} from './queries.ts'
import { type Refused, refused, type SectionReach } from './reach.ts'

interface SectionProposal {
  /** The model's own name of the section, the same every time; letters, digits, ".", "_" and "-", at most 64. */
  readonly id: string
  readonly surface: string
  readonly title: string
  readonly subtitle?: string | null
  /** Name and version of the model. */
  readonly model: string
  /** Ids of items, best first. */
  readonly items: readonly string[]
}

type SectionProposed =
  | {
      readonly kind: 'proposed'
      readonly created: boolean
      readonly added: readonly string[]
      /** The model's own items that it no longer names. */
      readonly deactivated: readonly string[]
      readonly skipped: readonly {
        readonly item: string
        readonly why: 'removed-by-person' | 'unknown' | 'taken-down'
      }[]
    }
  | Refused

export async function proposeSection(reach: SectionReach, proposal: SectionProposal): Promise<SectionProposed> {
  const { id, surface, title, subtitle = null, model } = proposal
  const wrong = wrongIn(proposal)
  if (wrong !== null) return refused('invalid', wrong)
  const wanted = [...new Set(proposal.items)]
  const items = await itemsById(reach.kernel, wanted)
  const at = reach.kernel.clock()
  return await reach.kernel.database.db.transaction().execute(async (transaction) => {
    await lockSections(transaction)
    const before = await selectSection(transaction, id)
    if (before !== undefined) {
      if (before.surface !== surface)
        return refused('conflict', `Section "${id}" is of the surface "${before.surface}".`)
      if (before.deletedAt !== null)
        return refused('conflict', `A person deleted section "${id}"; no model makes it again.`)
      if (before.source === 'person') return refused('conflict', `A person made section "${id}"; no model changes it.`)
    }
    const current = await selectMembers(transaction, [id])
    const removed = new Set((await selectRemovals(transaction, [id])).map(({ item }) => item))
    const usable = wanted.filter((item) => items.get(item)?.takenDownAt === null)
    const merged = mergeProposal(current, { wanted: usable.slice(0, mostInSection), removed })
    const words = before?.titledBy === 'person' ? {} : { title, subtitle }
    const base = before ?? newSection(proposal, { at, rank: (await selectSections(transaction, surface)).length })
    await writeSection(transaction, { ...base, ...words, byName: model, updatedAt: at })
    const had = new Map(current.map((member) => [member.item, member]))
    const ofModel = { section: id, source: 'model', byName: model, at } as const
    await writeMembers(
      transaction,
      id,
      merged.items.map(({ item }) => had.get(item) ?? { ...ofModel, item }),
    )
    const skipped = [
      ...merged.refused.map((item) => ({ item, why: 'removed-by-person' as const })),
      ...wanted
        .filter((item) => !usable.includes(item))
        .map((item) => ({ item, why: items.has(item) ? ('taken-down' as const) : ('unknown' as const) })),
    ]
    const { added, deactivated } = merged
    const after = { added: added.length, deactivated: deactivated.length, skipped: skipped.length }
    const about = { at, who: { id: model, name: model }, surface, subjectKind: 'section', subject: id }
    await recordAudit(transaction, [{ ...about, action: 'section.propose', after }])
    await announceSections(transaction)
    return { kind: 'proposed' as const, created: before === undefined, added, deactivated, skipped }
  })
}

function wrongIn({ id, title, subtitle }: SectionProposal): string | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id))
    return `id: "${id}" must be letters, digits, ".", "_" and "-", at most 64.`
  if (title.trim() === '' || title.length > 200)
    return `title: it has ${title.length} characters; 1 to 200 are allowed.`
  if ((subtitle?.length ?? 0) > 500) return `subtitle: it has ${subtitle!.length} characters; at most 500 are allowed.`
  return null
}

const newSection = (
  { id, surface, title, subtitle = null, model }: SectionProposal,
  { at, rank }: { readonly at: number; readonly rank: number },
): SectionRow => ({
  id,
  surface,
  title,
  subtitle,
  titledBy: 'model',
  source: 'model',
  enabled: false,
  firstDay: null,
  lastDay: null,
  followable: true,
  allowAds: true,
  iab: [],
  rank,
  byName: model,
  createdAt: at,
  updatedAt: at,
  deletedAt: null,
})
