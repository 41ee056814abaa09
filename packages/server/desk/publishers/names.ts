// Names that publishers had or are also known by, in memory, so that a list costs no query for them. What another process
// changes counts within seconds; while the database is away, what is known goes on.
import type { Kernel } from '../../kernel/kernel.ts'
import { selectAliases } from './queries.ts'

const lookEveryMs = 10_000

export interface PublisherNames {
  /** The one spelling that items carry; the name itself where it leads nowhere. */
  canonical(name: string): string
  /** Reads them anew. */
  read(): Promise<void>
}

export async function openPublisherNames(kernel: Pick<Kernel, 'database' | 'clock' | 'log'>): Promise<PublisherNames> {
  let names: ReadonlyMap<string, string> = new Map()
  let readAt = 0
  const read = async (): Promise<void> => {
    readAt = kernel.clock()
    const rows = await selectAliases(kernel.database.db)
    names = new Map(rows.map(({ alias, name }) => [alias, name]))
  }
  const readOrKeep = (): Promise<void> =>
    read().catch((cause) => kernel.log.warn({ err: cause }, 'names of publishers cannot be read; those known go on'))
  await readOrKeep()
  return {
    read,
    canonical(name) {
      if (kernel.clock() - readAt >= lookEveryMs) void readOrKeep()
      return names.get(name) ?? name
    },
  }
}
