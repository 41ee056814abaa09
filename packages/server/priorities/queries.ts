// All SQL of the tables `priorities` and `priorities_release`.
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { type Kysely, sql } from 'kysely'
import type { Db } from '../kernel/db/db.ts'

type Action = 'publish' | 'percent' | 'arm' | 'back'

/** What holds on one surface after a step: everybody has `base`, a share of the readers `trial`. */
export interface State {
  /** Null: no document of its own. */
  readonly base: string | null
  readonly trial: string | null
  /** Of the readers, 0 to 1. */
  readonly share: number | null
  /** Named when the trial is an arm of an experiment. */
  readonly experiment: string | null
}

export interface Release extends State {
  readonly id: number
  /** Null: the publication. */
  readonly surface: string | null
  readonly action: Action
  /** The release whose state is in force again; 0: the one before the first. Null: this one's own. */
  readonly restored: number | null
  readonly owner: string
  readonly reason: string
  readonly madeBy: string | null
  readonly madeByName: string
  readonly at: number
}

type Tables = {
  priorities: { version: string; document: PrioritiesDocument }
  priorities_release: Record<string, unknown>
}
const own = (db: Db): Kysely<Tables> => db.withTables<Tables>()

const columns = sql`id::float8 as id, surface, base, trial, share, experiment, action, restored::float8 as restored,
  owner, reason, made_by as "madeBy", made_by_name as "madeByName", at::float8 as at`

/** The newest release of each surface. */
export async function selectInForce(db: Db): Promise<Release[]> {
  const found = await sql<Release>`
    select distinct on (surface) ${columns} from priorities_release order by surface, id desc`.execute(db)
  return found.rows
}

export async function selectDocuments(
  db: Db,
  versions: readonly string[],
): Promise<ReadonlyMap<string, PrioritiesDocument>> {
  if (versions.length === 0) return new Map()
  const rows = await own(db)
    .selectFrom('priorities')
    .select(['version', 'document'])
    .where('version', 'in', [...versions])
    .execute()
  return new Map(rows.map(({ version, document }) => [version, document]))
}

/** Newest first. */
export async function selectReleases(db: Db, surface: string | null, limit: number): Promise<Release[]> {
  const found = await sql<Release>`
    select ${columns} from priorities_release where surface is not distinct from ${surface}
    order by id desc limit ${limit}`.execute(db)
  return found.rows
}

/** The newest of a surface before one, that is not itself a step back. */
export async function selectBefore(db: Db, surface: string | null, id: number): Promise<Release | null> {
  const found = await sql<Release>`
    select ${columns} from priorities_release
    where surface is not distinct from ${surface} and id < ${id} and restored is null order by id desc limit 1`.execute(
    db,
  )
  return found.rows[0] ?? null
}

export interface NewRelease extends Omit<Release, 'id' | 'at'> {
  /** The document of a version that may not be known yet. */
  readonly document: { readonly version: string; readonly content: PrioritiesDocument } | null
  readonly now: number
}

/** One step at a time: two that release at once do not build on the same state. */
export async function lockReleases(transaction: Db): Promise<void> {
  await sql`lock table priorities_release in share row exclusive mode`.execute(transaction)
}

/** In force when it commits; every process is told then. */
export async function insertRelease(db: Db, release: NewRelease): Promise<number> {
  const { document } = release
  if (document !== null)
    await sql`insert into priorities (version, document) values (${document.version}, ${JSON.stringify(document.content)}::jsonb)
      on conflict (version) do nothing`.execute(db)
  const { surface, base, trial, share, experiment, action, restored, owner, reason, madeBy, madeByName, now } = release
  const made = await sql<{ id: number }>`
    insert into priorities_release
      (surface, base, trial, share, experiment, action, restored, owner, reason, made_by, made_by_name, at)
    values (${surface}, ${base}, ${trial}, ${share}, ${experiment}, ${action}, ${restored}, ${owner}, ${reason},
      ${madeBy}, ${madeByName}, ${now}) returning id::float8 as id`.execute(db)
  await sql`select pg_notify('lectern', 'priorities')`.execute(db)
  return made.rows[0]!.id
}
