// Signals counted again from the log. `recordEvents` keeps them as events arrive; imports write the log first and then
// come here. Merging is commutative and idempotent, so it may run at any time and any number of times.
import { join } from 'node:path'
import type { Kernel } from '../kernel/kernel.ts'
import { copyFromFile } from './copy.ts'
import { text, withDuck, withScratch } from './duck.ts'
import { withConnection } from './locks.ts'
import { takeView } from './log-view.ts'
import { copyMergingSql, createMerging, indexMerging, mergeSignals } from './queries.ts'

/** Committed together, so that senders of the same signals wait only a moment. */
const rowsPerMerge = 50_000

/**
 * Merges what the log says into the signals; with `source` only what that import wrote. Answers how many
 * (reader, item, kind) the log holds; `signal` stops it between two steps.
 */
export async function recountSignals(
  kernel: Pick<Kernel, 'database' | 'blobs'>,
  options: { readonly source?: string; readonly signal?: AbortSignal } = {},
): Promise<number> {
  return withScratch(kernel, async (scratch) => {
    const csv = join(scratch, 'signals.csv')
    const count = await writeLatest(kernel, csv, { scratch, ...options })
    if (count === 0) return 0
    await withConnection(kernel, async (client) => {
      await createMerging(client)
      await copyFromFile(client, copyMergingSql, csv)
      await indexMerging(client)
      for (let from = 1; from <= count; from += rowsPerMerge) {
        options.signal?.throwIfAborted()
        await mergeSignals(client, from, from + rowsPerMerge)
      }
      await client.query('drop table merging')
    })
    return count
  })
}

/** Time and state as one number, so that the newest word is a plain maximum; the greater detail decides ties.
 * Only hides and reports have one here: imports keep the session of other kinds there, which is no part of a signal. */
const latestSql = `
  select reader, item, kind, max("at" * 2 + "on"::bigint) as word,
    max(case when kind in ('hide', 'report') and detail is not null then lpad(("at" * 2 + "on"::bigint)::varchar, 20, '0') || detail end) as detailed`

async function writeLatest(
  kernel: Pick<Kernel, 'database' | 'blobs'>,
  csv: string,
  { scratch, source }: { readonly scratch: string; readonly source?: string },
): Promise<number> {
  return withDuck(scratch, async (duck) => {
    const view = await takeView(kernel, duck, scratch)
    const rows =
      source === undefined
        ? view.rows(view.files, 'true')
        : view.rows(
            view.files.filter((file) => file.source === source),
            'false',
          )
    const copied = await duck.run(
      `copy (
         select row_number() over (order by reader, item, kind) as n, reader, item, kind, word // 2 as "at",
           word % 2 = 1 as "on",
           case when left(detailed, 20) = lpad(word::varchar, 20, '0') then substr(detailed, 21) end as detail
         from (${latestSql} from ${rows} where kind <> 'impression' group by reader, item, kind)
         order by n
       ) to ${text(csv)} (format csv, header false, delim ',', quote '"', escape '"', nullstr '')`,
    )
    return copied.rowsChanged
  })
}
