// The articles and views of ibm-watson-articles, in memory.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nearDuplicates } from '@lectern/engine/text/near-duplicates.ts'
import { unpackedBytes } from '@lectern/server/imports/bytes.ts'
import { csv } from '@lectern/server/imports/format.ts'
import { readBlocks } from '@lectern/server/imports/records.ts'

const folder = fileURLToPath(new URL('../../../shared/data/ibm-watson-articles', import.meta.url))

export interface WatsonData {
  readonly views: number
  /** What each reader viewed, each article once, sorted: the views carry no times. */
  readonly readers: ReadonlyMap<string, readonly string[]>
  /** By article id; articles that are only viewed have a title and no text. */
  readonly titles: ReadonlyMap<string, string>
  readonly texts: ReadonlyMap<string, string>
}

export async function readWatson(): Promise<WatsonData> {
  if (!existsSync(folder)) throw new Error(`The articles are not at ${folder}.`)
  const titles = new Map<string, string>()
  const texts = new Map<string, string>()
  const viewed = new Map<string, Set<string>>()
  let views = 0
  for await (const { article_id, title = '', email } of rowsOf('user-item-interactions.csv.gz')) {
    views++
    const article = idOf(article_id)
    titles.set(article, title)
    texts.set(article, title)
    if (email) viewed.set(email, (viewed.get(email) ?? new Set()).add(article))
  }
  for await (const row of rowsOf('articles_community.csv.gz')) {
    const article = idOf(row.article_id)
    titles.set(article, `${row.doc_full_name}\n${row.doc_description}`)
    texts.set(article, `${row.doc_full_name}\n${row.doc_description}\n${row.doc_body}`)
  }
  const readers = new Map([...viewed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, set]) => [id, [...set].sort()]))
  return { views, readers, titles, texts }
}

/**
 * Nearly every longer history is there twice, under two hashes (of 1,941 readers with five articles 1,777 have another whose
 * articles overlap by more than half, and 14 by .35 to .55): what is held back from one would be learnt from the other. Keeps the
 * longest history of each such group; histories of one or two articles are too short to tell and stay.
 */
export function withoutTwins(readers: WatsonData['readers']): Map<string, readonly string[]> {
  const long = [...readers].filter(([, articles]) => articles.length >= 3)
  const twins = nearDuplicates(
    long.map(([, articles]) => articles),
    { least: 0.45, shingle: 1, bands: 40, rows: 2 },
  )
  const group = long.map((_, k) => k)
  const find = (k: number): number => (group[k] === k ? k : find(group[k]!))
  for (const { first, second } of twins) group[find(second)] = find(first)
  const longest = new Map<number, number>()
  for (let k = 0; k < long.length; k++) {
    const known = longest.get(find(k))
    if (known === undefined || long[k]![1].length > long[known]![1].length) longest.set(find(k), k)
  }
  const kept = new Set([...longest.values()].map((k) => long[k]![0]))
  return new Map([...readers].filter(([id, articles]) => articles.length < 3 || kept.has(id)))
}

/** `1430.0` and `1430` are the same article. */
const idOf = (text: string | undefined) => String(Number(text))

async function* rowsOf(name: string): AsyncGenerator<Record<string, string>> {
  let names: readonly string[] | undefined
  const reading = { layout: csv, columns: [], truncated: false }
  for await (const { rows } of readBlocks(unpackedBytes(join(folder, name)), reading))
    for (const row of rows) {
      if ('broken' in row) throw new Error(`${name}, line ${row.line}: ${row.broken}`)
      if (names === undefined) names = row.cells
      else yield Object.fromEntries(names.map((column, k) => [column, row.cells[k] ?? '']))
    }
}
