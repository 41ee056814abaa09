// JSON Feed 1.0 and 1.1. Each field is looked at for itself: one of a wrong kind costs only itself.
import { canonicalAddress, webAddress } from '../address/canonical.ts'
import { withAbsoluteAddresses } from '../text/absolute.ts'
import { escaped, oneLine, plainText, shortened } from '../text/plain.ts'
import { longestPlain } from './construct.ts'
import { readDate } from './dates.ts'
import { excerptLength, type FeedBody, type FeedEntry } from './feed.ts'
import { firstImage } from './images.ts'

type Fields = Readonly<Record<string, unknown>>

/** null when the value is no JSON Feed. */
export function jsonFeed(
  value: unknown,
  at: { readonly base?: string | undefined; readonly entries: number },
): FeedBody | null {
  const feed = fieldsOf(value)
  if (feed === null || !(Array.isArray(feed.items) || /jsonfeed/.test(textOf(feed.version) ?? ''))) return null
  const authors = authorsOf(feed)
  const language = textOf(feed.language)
  const items = listOf(feed.items).slice(0, at.entries)
  return {
    format: 'json',
    title: lineOf(feed.title),
    description: lineOf(feed.description),
    siteUrl: addressOf(feed.home_page_url, at.base),
    selfUrl: addressOf(feed.feed_url, at.base),
    hubs: listOf(feed.hubs).flatMap((hub) => addressOf(fieldsOf(hub)?.url, at.base) ?? []),
    language,
    image: addressOf(feed.icon, at.base) ?? addressOf(feed.favicon, at.base),
    updatedMs: null,
    entries: items.flatMap((item) => {
      const fields = fieldsOf(item)
      return fields === null ? [] : [entryOf(fields, { base: at.base, authors, language })]
    }),
  }
}

interface FromFeed {
  readonly base: string | undefined
  readonly authors: readonly string[]
  readonly language: string | null
}

function entryOf(item: Fields, feed: FromFeed): FeedEntry {
  const id = typeof item.id === 'number' ? String(item.id) : textOf(item.id)
  const address = textOf(item.url) ?? textOf(item.external_url) ?? id ?? ''
  const url = canonicalAddress(address, textOf(item.url) === null ? undefined : feed.base)
  const contentHtml = contentOf(item, url ?? feed.base)
  const excerpt = lineOf(item.summary) ?? (contentHtml === null ? null : plainText(contentHtml.slice(0, longestPlain)))
  const authors = authorsOf(item)
  return {
    id,
    url,
    title: lineOf(item.title),
    excerpt: excerpt === null || excerpt === '' ? null : shortened(excerpt, excerptLength),
    contentHtml,
    authors: authors.length > 0 ? authors : feed.authors,
    publishedMs: readDate(textOf(item.date_published)),
    updatedMs: readDate(textOf(item.date_modified)),
    image:
      addressOf(item.image, feed.base) ??
      addressOf(item.banner_image, feed.base) ??
      (contentHtml === null ? null : firstImage(contentHtml, undefined)),
    categories: [...new Set(listOf(item.tags).flatMap((tag) => lineOf(tag) ?? []))],
    language: textOf(item.language) ?? feed.language,
  }
}

function contentOf(item: Fields, base: string | undefined): string | null {
  const html = textOf(item.content_html)
  if (html !== null) return base === undefined ? html : withAbsoluteAddresses(html, base)
  const text = textOf(item.content_text)
  return text === null ? null : `<p>${escaped(text).replace(/\n\s*\n/g, '</p><p>')}</p>`
}

function authorsOf(fields: Fields): string[] {
  const all = [...listOf(fields.authors), fields.author]
  return [...new Set(all.flatMap((author) => lineOf(fieldsOf(author)?.name) ?? []))]
}

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null
const lineOf = (value: unknown): string | null => (typeof value === 'string' ? oneLine(value) || null : null)
const addressOf = (value: unknown, base: string | undefined): string | null =>
  textOf(value) === null ? null : (webAddress(value as string, base)?.href ?? null)
