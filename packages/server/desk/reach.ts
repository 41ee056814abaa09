// What the use cases of the Desk stand on, and how they say no.
import type { Db } from '../kernel/db/db.ts'
import type { ProblemKind } from '../kernel/http/http.ts'
import type { Actor } from '../kernel/http/roles.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { StoredProspect } from './prospect.ts'
import type { FieldProblem } from './rules.ts'

export interface DeskReach {
  readonly kernel: Pick<Kernel, 'database' | 'clock' | 'chance'>
  /** Answers when this process serves what changed after a revision of the items. */
  changed(after: number): Promise<void>
  /** Answers when this process knows publishers by the names they have now. */
  renamed(): Promise<void>
  readonly scheduling: Scheduling
  /** The order within a page of the queue: by value as they come, or mixed. */
  arrange(prospects: readonly StoredProspect[]): readonly StoredProspect[]
}

/** Boards, sections and collections, which other slices keep. */
export interface Scheduling {
  /** Puts an item on the board of a surface and day, in the transaction that approves it. The domain is not excluded. */
  schedule(
    transaction: Db,
    actor: Actor,
    wanted: { readonly item: string; readonly surface: string; readonly day: string },
  ): Promise<{ readonly kind: 'scheduled' } | Refused>
  /** Answers when this process serves the boards as they are now. */
  changed(): Promise<void>
  /** Takes an item off everything it stands on, in the transaction that takes it out of the corpus. Answers what is needed to bring it back. */
  drop(transaction: Db, item: string, by: { readonly actor: Actor; readonly at: number }): Promise<unknown>
  /** Puts back what a drop took. */
  bringBack(transaction: Db, dropped: unknown, by: { readonly actor: Actor; readonly at: number }): Promise<void>
}

export interface Refused {
  readonly kind: 'refused'
  readonly problem: Extract<ProblemKind, 'invalid' | 'not-found' | 'not-allowed' | 'conflict' | 'too-large'>
  readonly detail: string
  readonly errors?: readonly FieldProblem[]
}

export const refused = (problem: Refused['problem'], detail: string, errors?: readonly FieldProblem[]): Refused => ({
  kind: 'refused',
  problem,
  detail,
  ...(errors === undefined ? {} : { errors }),
})
