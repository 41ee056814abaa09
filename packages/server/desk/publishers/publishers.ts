// Publishers as the Desk knows them: one spelling of the name that items carry, trust as a person or the schedule decided
// it, and evidence with its source. Readers hide publishers by items and programs block them by name: both keep working
// when a name changes, since every item follows at once and the former name leads to the new one.
import type { PublisherPatch } from '@lectern/protocol/rest/desk-corpus.ts'
import type { Publisher } from '@lectern/protocol/rest/desk-prospects.ts'
import { recordAudit } from '../../audit/audit.ts'
import { renamePublishers } from '../../items/items.ts'
import type { Db } from '../../kernel/db/db.ts'
import type { Actor } from '../../kernel/http/roles.ts'
import { findByPublisher } from '../corpus/queries.ts'
import { renameProspectPublishers } from '../queries.ts'
import { type DeskReach, type Refused, refused } from '../reach.ts'
import { changesOf, patched } from '../rules.ts'
import {
  addPublisher,
  type PublisherRow,
  putPublisher,
  selectNamed,
  selectPublisher,
  selectPublishers,
} from './queries.ts'

interface Named {
  readonly domain: string
  readonly name: string | null
}

/** The one spelling: what an alias leads to, else what is said, else what the domain is known as. */
export async function canonicalName(db: Db, { domain, name }: Named): Promise<string | null> {
  if (name === null) return (await selectPublisher(db, domain))?.name ?? null
  const own = await selectPublisher(db, domain)
  if (own?.aliases.includes(name)) return own.name
  return (await selectNamed(db, name))[0]?.name ?? name
}

export async function isExcluded(db: Db, domain: string): Promise<boolean> {
  return (await selectPublisher(db, domain))?.state === 'excluded'
}

export async function ensurePublisher(
  db: Db,
  { domain, name, by, at }: Named & { readonly by: string; readonly at: number },
): Promise<void> {
  await addPublisher(db, { domain, name: name ?? domain, by, at })
}

export async function readPublisher(db: Db, domain: string): Promise<Publisher | undefined> {
  return (await selectPublishers(db, { domains: [domain], limit: 1 }))[0]
}

type Outcome = { readonly kind: 'changed'; readonly publisher: Publisher } | Refused

/** What the patch does not name stays. */
export async function changePublisher(
  desk: DeskReach,
  actor: Actor,
  { domain, patch }: { readonly domain: string; readonly patch: PublisherPatch },
): Promise<Outcome> {
  const at = desk.kernel.clock()
  const done = await desk.kernel.database.db.transaction().execute(async (transaction) => {
    const known = await readPublisher(transaction, domain)
    const was = rowOf(known, domain)
    const renamed = patch.name !== undefined && patch.name !== was.name
    const aliases = [...(patch.aliases ?? was.aliases), ...(renamed && known !== undefined ? [was.name] : [])]
    const { name } = patched(was, { name: patch.name })
    const is: PublisherRow = {
      ...patched<PublisherRow>(was, { state: patch.state, paywalled: patch.paywalled }),
      name,
      aliases: [...new Set(aliases)].filter((alias) => alias !== name),
      stateBy: patch.state === undefined ? was.stateBy : 'person',
    }
    const wrong = await nameProblem(transaction, is)
    if (wrong !== null) return wrong
    await putPublisher(transaction, is, { by: actor.id, at })
    await renameProspectPublishers(transaction, is.aliases, name)
    const revision = await renamePublishers(transaction, is.aliases, name)
    if (revision !== null) await findByPublisher(transaction, name)
    const { before, after } = changesOf(was, is)
    const about = { at, who: actor, subjectKind: 'publisher', subject: domain, subjectName: name }
    await recordAudit(transaction, [{ ...about, action: 'publisher.edit', before, after }])
    return { kind: 'written', revision } as const
  })
  if (done.kind === 'refused') return done
  await desk.renamed()
  if (done.revision !== null) await desk.changed(done.revision)
  return { kind: 'changed', publisher: (await readPublisher(desk.kernel.database.db, domain))! }
}

/** A name leads to one publisher: an alias may not be the name or the alias of another one. */
async function nameProblem(transaction: Db, is: PublisherRow): Promise<Refused | null> {
  for (const name of [is.name, ...is.aliases]) {
    const other = (await selectNamed(transaction, name)).find((row) => row.domain !== is.domain && row.name !== is.name)
    if (other !== undefined) {
      return refused(
        'conflict',
        `"${name}" leads to ${other.name} (${other.domain}) already; take it away there first.`,
      )
    }
  }
  return null
}

const rowOf = (known: Publisher | undefined, domain: string): PublisherRow => ({
  domain,
  name: known?.name ?? domain,
  aliases: known?.aliases ?? [],
  state: known?.state ?? 'unknown',
  stateBy: known?.because ?? null,
  paywalled: known?.paywalled ?? false,
})
