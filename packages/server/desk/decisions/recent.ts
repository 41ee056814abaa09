// What an editor decided last, to look at or to take back.

import type { decisionList } from '@lectern/protocol/rest/desk-prospects.ts'
import type { z } from 'zod'
import type { Kernel } from '../../kernel/kernel.ts'
import { decisionsOf } from './queries.ts'

const shown = 50

export async function recentDecisions(
  kernel: Pick<Kernel, 'database'>,
  reader: string,
): Promise<z.output<typeof decisionList>['decisions']> {
  return (await decisionsOf(kernel.database.db, reader, shown)).map(({ id, prospect, kind, at, was, undoneAt }) => ({
    id,
    prospect,
    title: was.prospect.title,
    kind,
    at,
    undone: undoneAt !== null,
  }))
}
