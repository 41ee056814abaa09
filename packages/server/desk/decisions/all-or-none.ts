// What is refused half-way leaves nothing behind.
import type { Db } from '../../kernel/db/db.ts'
import type { Refused } from '../reach.ts'

/** One transaction; it is rolled back when the answer is a refusal. */
export async function allOrNone<T extends { readonly kind: string } | readonly unknown[]>(
  db: Db,
  work: (transaction: Db) => Promise<T | Refused>,
): Promise<T | Refused> {
  try {
    return await db.transaction().execute(async (transaction) => {
      const done = await work(transaction)
      if (isRefused(done)) throw new Leave(done)
      return done
    })
  } catch (cause) {
    if (cause instanceof Leave) return cause.why
    throw cause
  }
}

const isRefused = <T extends object>(done: T | Refused): done is Refused => 'kind' in done && done.kind === 'refused'

/** Rolls the transaction back, with what to answer. */
class Leave extends Error {
  readonly why: Refused
  constructor(why: Refused) {
    super(why.detail)
    this.why = why
  }
}
