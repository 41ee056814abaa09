// A prospect becomes an item of the corpus.
import { putItemsWithin, restoreWithin } from '../../items/items.ts'
import type { Db } from '../../kernel/db/db.ts'
import type { Actor } from '../../kernel/http/roles.ts'
import { putCorpusRow } from '../corpus/queries.ts'
import { cardedProspect } from '../item-of.ts'
import type { ProspectFields, StoredProspect } from '../prospect.ts'
import { canonicalName, ensurePublisher } from '../publishers/publishers.ts'
import { type Refused, refused } from '../reach.ts'
import { approvalProblems } from '../rules.ts'
import type { Was } from './was.ts'

interface Approval {
  readonly prospect: StoredProspect
  /** As they are to be. */
  readonly fields: ProspectFields
  readonly was: Was
  readonly timeSensitive: boolean
  readonly actor: Actor
  readonly at: number
}

/** Stores the item, shows it and puts it into the corpus. Answers its id, and the revision of the items before. */
export async function approveWithin(
  transaction: Db,
  { prospect, fields, was, timeSensitive, actor, at }: Approval,
): Promise<{ readonly item: string; readonly after: number; readonly publisher: string | null } | Refused> {
  const problems = approvalProblems(fields)
  if (problems.length > 0) {
    const said = problems.map(({ path, message }) => `${path} ${message}`).join('; ')
    return refused('invalid', `It cannot be approved yet: ${said}.`, problems)
  }
  if (was.rejected !== null) {
    return refused('conflict', `${prospect.url} is rejected (${was.rejected.reason}); restore it there first.`)
  }
  if (was.corpus !== null) return refused('conflict', `${prospect.url} is in the corpus already.`)
  const publisher = await canonicalName(transaction, { domain: prospect.domain, name: fields.publisher })
  await ensurePublisher(transaction, { domain: prospect.domain, name: publisher, by: actor.id, at })
  const item = was.item?.id ?? prospect.id
  const stored = cardedProspect(prospect, { ...fields, publisher }, was.item)
  const after = await putItemsWithin(transaction, [{ ...stored, id: item }], at)
  if (was.item?.takenDownAt != null) await restoreWithin(transaction, item)
  await putCorpusRow(transaction, {
    item,
    prospect: prospect.id,
    authors: fields.authors,
    domain: prospect.domain,
    kind: 'recommendation',
    timeSensitive,
    syndicated: false,
    isCollection: prospect.contentType === 'collection',
    source: prospect.source,
    createdBy: actor.id,
    createdAt: at,
    updatedBy: actor.id,
    updatedAt: at,
  })
  return { item, after, publisher }
}
