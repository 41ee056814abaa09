// Texts with a known topic: the sample publication's pages, and news with the category their editors gave.
// ibm-watson-articles has no labels at all, so topics cannot be measured on it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { ToldText } from '@lectern/engine/judging/duplicate-index.ts'
import { derive, shuffle } from '@lectern/engine/random/random.ts'
import { parsePages } from '@lectern/server/samples/page.ts'
import { publicData } from '../public-data.ts'

export interface LabelledSet {
  readonly name: string
  readonly texts: readonly string[]
  readonly labels: readonly string[]
  /** Fold of each text, 0 to 4. */
  readonly folds: readonly number[]
}

export const foldCount = 5
const leastPerLabel = 20

interface SamplePage {
  readonly title: string
  readonly excerpt: string
  readonly publisher: string
  readonly topic: string
  readonly language: string
}

export function samplePages(): readonly SamplePage[] {
  const folder = fileURLToPath(new URL('../../samples/pages', import.meta.url))
  const files = readdirSync(folder)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  return parsePages(files).pages
}

interface News {
  readonly id: string
  readonly category: string
  readonly title: string
  readonly abstract: string
}

export function readNews(): readonly News[] {
  const file = gunzipSync(readFileSync(join(publicData('mind-small-sample'), 'news.tsv.gz'))).toString()
  return file
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([id = '', category = '', , title = '', abstract = '']) => ({ id, category, title, abstract }))
}

/** News with machine-translated titles and abstracts; ids as in `readNews`, most others. */
export function chineseNews(): (ToldText & { readonly id: string })[] {
  const file = gunzipSync(readFileSync(join(publicData('mind-small-sample'), 'news_zh.tsv.gz'))).toString()
  return file
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .map(([id = '', title = '', excerpt = '']) => ({ id, title, excerpt, at: null }))
}

/** The sets that topics are measured on. */
export function labelledSets(): LabelledSet[] {
  const pages = samplePages()
  const news = readNews()
  const large = new Set(
    [...Map.groupBy(news, ({ category }) => category)]
      .filter(([, of]) => of.length >= leastPerLabel)
      .map(([category]) => category),
  )
  const kept = news.filter(({ category }) => large.has(category))
  const topics = pages.map(({ topic }) => topic)
  const bare = pages.map(({ title, excerpt }) => `${title}\n${excerpt}`)
  const whole = pages.map(({ title, excerpt, publisher }) => `${title}\n${excerpt}\n${publisher}`)
  const together = pages.map(({ publisher }) => publisher)
  return [
    { name: 'sample', texts: whole, labels: topics, folds: foldsOf(pages.map((_, k) => `${k}`)) },
    { name: 'sample, publishers never seen', texts: whole, labels: topics, folds: foldsOf(together) },
    { name: 'sample, without publisher', texts: bare, labels: topics, folds: foldsOf(pages.map((_, k) => `${k}`)) },
    {
      name: 'news',
      texts: kept.map(({ title, abstract }) => `${title}\n${abstract}`),
      labels: kept.map(({ category }) => category),
      folds: foldsOf(kept.map(({ id }) => id)),
    },
  ]
}

/** A fold for each text; texts of one group are in one fold. */
function foldsOf(groups: readonly string[]): number[] {
  const sizes = new Map<string, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  const order = shuffle(derive('classifiers', 'folds'), [...sizes.keys()].sort())
  const filled = new Array<number>(foldCount).fill(0)
  const foldOf = new Map<string, number>()
  for (const group of order) {
    const fold = filled.indexOf(Math.min(...filled))
    foldOf.set(group, fold)
    filled[fold]! += sizes.get(group)!
  }
  return groups.map((group) => foldOf.get(group)!)
}
