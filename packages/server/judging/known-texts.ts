// Every text the publication knows, for finding what repeats one: its items, also those taken down, and whatever was
// judged before, be it waiting, rejected or dismissed. In memory; it follows the tables.
import { DuplicateIndex, type Prepared, prepareText, type ToldText } from '@lectern/engine/judging/duplicate-index.ts'
import type { TextSketch } from '@lectern/engine/judging/text-sketch.ts'
import { allItems, itemRevision, itemsChangedAfter, type StoredItem } from '../items/items.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type JudgementRow, selectJudgedTexts } from './queries.ts'

/** Judged texts that are remembered, the newest: a year of hundreds a day. */
const mostJudged = 50_000
/** Others may commit a judgement that is a little older than the newest seen. */
const overlapMs = 60_000
/** A change with a lower number than the newest may be committed after it. */
const overlapRevisions = 1000
const perStep = 100

export interface KnownTexts {
  readonly index: DuplicateIndex
  titleOf(id: string): string
  /** Reads what changed since the last call; all at the first. */
  follow(): Promise<void>
  add(id: string, text: Prepared, title: string): void
}

export function openKnownTexts(kernel: Pick<Kernel, 'database'>): KnownTexts {
  const index = new DuplicateIndex()
  const titles = new Map<string, string>()
  /** Known with their fingerprints, which an item of the same id has not. */
  const judged = new Set<string>()
  let revision: number | null = null
  let since = 0
  const add = (id: string, text: Prepared, title: string): void => {
    index.add(id, text)
    titles.set(id, title)
    judged.add(id)
  }
  const followJudged = async (): Promise<void> => {
    const rows = await selectJudgedTexts(kernel.database.db, { since: since - overlapMs, limit: mostJudged })
    for (const [k, row] of rows.entries()) {
      if (k % perStep === 0) await rest()
      if (!judged.has(row.prospect)) add(row.prospect, preparedOf(row), row.title)
      since = Math.max(since, row.judgedAt)
    }
  }
  const followItems = async (): Promise<void> => {
    const next = await itemRevision(kernel)
    const items = revision === null ? await allItems(kernel) : await itemsChangedAfter(kernel, revision)
    for (const [k, item] of items.entries()) {
      if (k % perStep === 0) await rest()
      if (judged.has(item.id)) continue
      index.add(item.id, prepareText(toldBy(item)))
      titles.set(item.id, item.title)
    }
    revision = next - overlapRevisions
  }
  return {
    index,
    titleOf: (id) => titles.get(id) ?? id,
    add,
    async follow() {
      await followJudged()
      await followItems()
    },
  }
}

const rest = () => new Promise((done) => setImmediate(done))

const toldBy = ({ title, excerpt, publishedAt, addedAt }: StoredItem): ToldText => ({
  title,
  excerpt,
  at: publishedAt ?? addedAt,
})

function preparedOf({
  title,
  excerpt,
  publishedAt,
  prints,
  level,
}: Omit<JudgementRow, 'reasons' | 'duplicateOf'>): Prepared {
  const told = prepareText({ title, excerpt, at: publishedAt })
  return { ...told, sketch: { level, prints: printsOf(prints) } }
}

/** Little-endian, whatever the machine. */
export function bytesOf({ prints }: TextSketch): Buffer {
  const bytes = Buffer.alloc(4 * prints.length)
  prints.forEach((print, k) => {
    bytes.writeUInt32LE(print, 4 * k)
  })
  return bytes
}

const printsOf = (bytes: Buffer): Uint32Array =>
  Uint32Array.from({ length: bytes.length / 4 }, (_, k) => bytes.readUInt32LE(4 * k))
