// feedparser's tests: a feed with the expectation in a comment. Its values are markup where Lectern keeps text, so those
// are compared by their words; markup is compared where Lectern keeps it.

import { personName } from '@lectern/content/feeds/authors.ts'
import { readDate } from '@lectern/content/feeds/dates.ts'
import type { Feed, FeedEntry } from '@lectern/content/feeds/feeds.ts'
import { decodeBytes } from '@lectern/content/text/decode.ts'
import {
  equal,
  type FeedCase,
  type Outcome,
  same,
  sameAddress,
  sameMarkup,
  samePage,
  sameText,
  together,
  unmapped,
} from './case.ts'
import { type Expression, type Literal, type Path, readExpression } from './python.ts'

/** The server that feedparser's tests run against. */
const origin = 'http://127.0.0.1:8097'

export function feedparserCase(path: string, bytes: Uint8Array): FeedCase {
  const text = decodeBytes(bytes).text
  const header = (name: string): string | undefined => new RegExp(`^Header:\\s+${name}:\\s*(.+)$`, 'im').exec(text)?.[1]
  const said = /^\s*Expect:\s*(.+)$/m.exec(text)?.[1]
  const folders = path.split('/').slice(0, -1)
  const sanitising = folders.includes('sanitize')
  return {
    group: `feedparser ${folders.join('/')}`,
    name: path,
    wellFormed:
      folders[0] === 'wellformed' ||
      folders[0] === 'entities' ||
      (folders[0] === 'encoding' && /not bozo/.test(said ?? '')),
    bytes,
    url: header('Content-Location')?.trim() ?? `${origin}/tests/${path}`,
    contentType: header('Content-type')?.trim(),
    judge: (feed) =>
      said === undefined ? unmapped('no expectation') : judged(readExpression(said), { feed, sanitising }),
  }
}

interface At {
  readonly feed: Feed
  readonly sanitising: boolean
}

/** Beside a value, `not bozo` says that feedparser had no complaint, which is another reader's own affair. */
function judged(expected: Expression, at: At): Outcome {
  if (expected.kind === 'all')
    return together(expected.parts.filter(({ kind }) => kind !== 'bozo').map((part) => judged(part, at)))
  if (expected.kind === 'any') {
    const outcomes = expected.parts.map((part) => judged(part, at))
    return outcomes.find(({ kind }) => kind === 'equal') ?? together(outcomes)
  }
  if (expected.kind === 'runs') return equal
  if (expected.kind === 'equals') return judgedPath(expected.path, expected.literal, at)
  if (expected.kind === 'bozo') return same('warns', at.feed.warnings.length > 0, expected.is)
  if (expected.kind === 'unread') return unmapped(`not read: ${expected.text.slice(0, 60)}`)
  if (expected.kind === 'missing') return judgedPath(expected.path, null, at)
  if (expected.kind === 'length' && (expected.path[0] !== 'entries' || expected.path.at(-1) !== 'tags'))
    return unmapped('counts what is not kept')
  if (expected.kind === 'length')
    return same('categories', entryAt(expected.path, at.feed)?.categories.length ?? 0, expected.literal)
  return unmapped('not read')
}

const entryAt = (path: Path, feed: Feed): FeedEntry | undefined =>
  path[0] === 'entries' ? feed.entries[Number(path[1])] : undefined

function judgedPath(path: Path, literal: Literal, at: At): Outcome {
  const [first, ...rest] = path
  if (first === 'encoding') return judgedEncoding(at.feed, literal)
  if (first === 'version')
    return same('format', at.feed.format, literal === 'rss10' ? 'rdf' : String(literal).replace(/\d.*/, ''))
  if (first === 'feed') return judgedFeed(rest.join('.'), literal, at)
  if (first !== 'entries') return unmapped(`${first} is not part of a feed`)
  const entry = entryAt(path, at.feed)
  return entry === undefined
    ? same('an entry', null, literal)
    : judgedEntry(rest.slice(1).join('.'), literal, { ...at, entry })
}

/** The Encoding Standard reads ASCII and Latin 1 as windows-1252, and decodes GBK as GB 18030. */
function judgedEncoding(feed: Feed, literal: Literal): Outcome {
  const wide = /^utf-32/.test(String(literal))
  const expected = wide ? String(literal) : new TextDecoder(String(literal)).encoding
  return same('encoding', feed.encoding?.replace('gbk', 'gb18030'), expected)
}

function judgedFeed(name: string, literal: Literal, { feed }: At): Outcome {
  const text = String(literal ?? '')
  if (/^title(_detail\.value)?$/.test(name)) return sameText(name, feed.title, text)
  if (/^(subtitle|tagline|description|info)(_detail\.value)?$/.test(name)) return sameText(name, feed.description, text)
  if (name === 'link') return sameAddress(name, feed.siteUrl, text)
  if (name === 'language') return same(name, feed.language, literal)
  if (name === 'image.href') return sameAddress(name, feed.image, text)
  if (/^(updated|published)(_parsed)?$/.test(name)) return sameDate(name, feed.updatedMs, literal)
  return unmapped(`feed.${name.replace(/\.\d+/, '').replace(/_detail.*/, '_detail')} is not kept`)
}

function judgedEntry(name: string, literal: Literal, at: At & { readonly entry: FeedEntry }): Outcome {
  const { entry, sanitising } = at
  const text = String(literal ?? '')
  if (/^title(_detail\.value)?$/.test(name)) return sameText(name, entry.title, text)
  if (/^(summary|description)(_detail\.value)?$/.test(name)) return judgedSummary(text, at)
  if (name === 'content.0.value')
    return sanitising ? judgedWords(text, entry) : sameMarkup(name, entry.contentHtml, text)
  if (/^content\.0\.language$|^title_detail\.language$/.test(name)) return same(name, entry.language, literal)
  if (/^(id|guid)$/.test(name)) return same(name, entry.id, literal)
  if (name === 'link') return samePage(name, entry.url, text)
  if (/^author(s\.0\.name|_detail\.name)?$/.test(name)) return same(name, entry.authors[0] ?? null, personName(text))
  if (name === 'authors.1.name') return same(name, entry.authors[1] ?? null, literal)
  if (name === 'category') return same(name, entry.categories[0] ?? null, literal)
  const tag = /^tags\.(\d)\.term$/.exec(name)
  if (tag !== null) return same(name, entry.categories[Number(tag[1])] ?? null, literal)
  if (name === 'media_thumbnail.0.url') return sameAddress(name, entry.image, text)
  if (/^(published|created)(_parsed)?$/.test(name)) return sameDate(name, entry.publishedMs ?? entry.updatedMs, literal)
  if (/^updated(_parsed)?$/.test(name)) return sameDate(name, entry.updatedMs ?? entry.publishedMs, literal)
  return unmapped(`entry.${name.replace(/\.\d+/, '').replace(/_detail.*/, '_detail')} is not kept`)
}

/** A summary is kept as text, and as markup too where nothing else is the content. */
function judgedSummary(text: string, { entry, sanitising }: At & { readonly entry: FeedEntry }): Outcome {
  const words = sameText('summary', entry.excerpt, text)
  if (sanitising || words.kind !== 'equal' || !/\b(href|src)=/.test(text)) return words
  return sameMarkup('content', entry.contentHtml, text)
}

const judgedWords = (text: string, { excerpt }: FeedEntry): Outcome => sameText('words of the content', excerpt, text)

function sameDate(name: string, ours: number | null, literal: Literal): Outcome {
  if (typeof literal === 'string') return same(name, ours, readDate(literal))
  if (!Array.isArray(literal)) return unmapped(`${name} is no date`)
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = literal as readonly number[]
  return same(name, ours, Date.UTC(year, month - 1, day, hour, minute, second))
}
