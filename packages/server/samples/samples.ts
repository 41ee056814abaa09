// What an empty publication starts with: pages worth reading, and readers who do not exist, marked as such.
// Start at `fillSample`. What the readers are like is in simulated-reader.ts.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recountSignals, signalsOf } from '../events/events.ts'
import { allItems, putItems } from '../items/items.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { itemsOfPages, parsePages } from './page.ts'
import { selectPublication } from './queries.ts'
import { sampleSource, writeSampleHistory } from './sample-history.ts'
import { simulate } from './simulate.ts'

const pagesFolder = fileURLToPath(new URL('../../../samples/pages', import.meta.url))
const seed = 20_250_708
const firstReader = 'sim-0001'

type Filled =
  | { readonly kind: 'filled'; readonly items: number; readonly events: number; readonly readers: number }
  /** Nothing was done, and why. */
  | { readonly kind: 'skipped'; readonly why: 'switched-off' | 'not-empty' | 'no-pages' }

interface FillOptions {
  /** Share done, 0 to 1. */
  onProgress?(share: number): void
  readonly signal?: AbortSignal
  /** Where the pages lie; the repository's samples/pages when left out. */
  readonly folder?: string
}

/** True when the publication runs on the sample with its simulated history. */
export async function isSimulated(kernel: Pick<Kernel, 'database'>): Promise<boolean> {
  return (await selectPublication(kernel.database.db))?.simulated ?? false
}

/** Fills an empty publication. Killed anywhere and called again, it goes on and nothing is there twice. */
export async function fillSample(kernel: Kernel, options: FillOptions = {}): Promise<Filled> {
  const { signal, onProgress: tell = () => undefined } = options
  if (!kernel.config.sample) return { kind: 'skipped', why: 'switched-off' }
  const publication = await selectPublication(kernel.database.db)
  if (publication !== undefined) {
    if (publication.simulated) await finishSignals(kernel, signal)
    return { kind: 'skipped', why: 'not-empty' }
  }
  const before = await allItems(kernel)
  if (before.some((item) => item.origin !== 'sample')) return { kind: 'skipped', why: 'not-empty' }
  const files = await readPages(options.folder ?? pagesFolder)
  const { pages, refused } = parsePages(files)
  for (const line of refused) kernel.log.warn({ line }, 'a sample page was left out')
  if (pages.length === 0) {
    kernel.log.warn({ folder: options.folder ?? pagesFolder }, 'no sample pages found: the publication starts empty')
    return { kind: 'skipped', why: 'no-pages' }
  }
  const now = kernel.clock()
  const items = itemsOfPages(pages, now)
  await putItems(kernel, items)
  tell(0.2)
  signal?.throwIfAborted()
  const events = simulate(items, { seed, now })
  tell(0.5)
  signal?.throwIfAborted()
  await writeSampleHistory(kernel, events)
  tell(0.8)
  await finishSignals(kernel, signal)
  tell(1)
  const readers = new Set(events.map((event) => event.reader)).size
  return { kind: 'filled', items: items.length, events: events.length, readers }
}

/** Buttons and histories follow from the log; a start killed in between left them out. */
async function finishSignals(kernel: Kernel, signal: AbortSignal | undefined): Promise<void> {
  if ((await signalsOf(kernel, firstReader, { limit: 1 })).length > 0) return
  await recountSignals(kernel, { source: sampleSource, ...(signal && { signal }) })
}

async function readPages(folder: string): Promise<{ name: string; text: string }[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return []
    throw cause
  })
  const pages = names.filter((name) => name.endsWith('.jsonl')).sort()
  return await Promise.all(pages.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })))
}
