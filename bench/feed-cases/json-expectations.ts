// Feeds with the JSON that rss-parser and feedsmith make of them; each field that Lectern keeps is compared.

import { canonicalAddress } from '@lectern/content/address/address.ts'
import { webAddress } from '@lectern/content/address/canonical.ts'
import { personName } from '@lectern/content/feeds/authors.ts'
import { readDate } from '@lectern/content/feeds/dates.ts'
import type { Feed, FeedEntry } from '@lectern/content/feeds/feeds.ts'
import { type Outcome, same, samePage, sameText, together } from './case.ts'

type Fields = Readonly<Record<string, unknown>>
const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== ''
    ? value
    : typeof value === 'object' && value !== null
      ? textOf((value as Fields).value)
      : null
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : [])

/** rss-parser: `{ feed: { title, link, items: [{ title, link, isoDate, … }] } }`. */
export function judgedByRssParser(expected: Fields, feed: Feed): Outcome {
  const said = expected.feed as Fields
  const items = listOf(said.items)
  return together([
    ...text('title', feed.title, said.title),
    ...text('description', feed.description, said.description),
    ...address('link', feed.siteUrl, said.link),
    same('entries', feed.entries.length, items.length),
    ...items.flatMap((item, index) => entryByRssParser(item, feed.entries[index])),
  ])
}

function entryByRssParser(item: Fields, entry: FeedEntry | undefined): Outcome[] {
  if (entry === undefined) return []
  const date = textOf(item.isoDate)
  return [
    ...text('entry title', entry.title, item.title),
    ...page('entry link', entry, item.link),
    ...(date === null ? [] : [same('entry date', entry.publishedMs ?? entry.updatedMs, Date.parse(date))]),
    ...(textOf(item.guid ?? item.id) === null
      ? []
      : [same('entry id', entry.id, textOf(item.guid ?? item.id)?.trim())]),
    ...(textOf(item.creator ?? item.author) === null
      ? []
      : [same('author', entry.authors[0] ?? null, personName(String(item.creator ?? item.author)))]),
    ...text('words', entry.excerpt, item.summary ?? item.content),
  ]
}

/** feedsmith: its own JSON, close to the format the feed is in. */
export function judgedByFeedsmith(said: Fields, feed: Feed): Outcome {
  const items = listOf(said.items ?? said.entries)
  return together([
    ...text('title', feed.title, textOf(said.title)),
    ...text('description', feed.description, textOf(said.description) ?? textOf(said.subtitle)),
    ...address('link', feed.siteUrl, said.link ?? linkIn(said)),
    ...(textOf(said.language) === null ? [] : [same('language', feed.language, said.language)]),
    same('entries', feed.entries.length, items.length),
    ...items.flatMap((item, index) => entryByFeedsmith(item, feed.entries[index])),
  ])
}

function entryByFeedsmith(item: Fields, entry: FeedEntry | undefined): Outcome[] {
  if (entry === undefined) return []
  const published = textOf(item.pubDate ?? item.published ?? item.issued)
  const updated = textOf(item.updated ?? item.modified)
  const id = textOf(item.guid) ?? textOf(item.id)
  const author = listOf(item.authors)[0]
  const categories = listOf(item.categories).map(({ name, label, term }) => name ?? label ?? term)
  return [
    ...text('entry title', entry.title, textOf(item.title)),
    ...page('entry link', entry, item.link ?? linkIn(item)),
    ...text('words', entry.excerpt, textOf(item.summary) ?? textOf(item.description) ?? textOf(item.content)),
    ...(published === null ? [] : [same('published', entry.publishedMs, readDate(published))]),
    ...(updated === null ? [] : [same('updated', entry.updatedMs, readDate(updated))]),
    ...(id === null ? [] : [same('entry id', entry.id, id)]),
    ...(author === undefined
      ? []
      : [same('author', entry.authors[0] ?? null, personName(String(textOf(author) ?? author.name)))]),
    ...(categories.length === 0 ? [] : [same('categories', entry.categories.slice(0, categories.length), categories)]),
  ]
}

const linkIn = (said: Fields): unknown =>
  listOf(said.links).find(({ rel, type }) => (rel ?? 'alternate') === 'alternate' && /html|^$/.test(String(type ?? '')))
    ?.href

const text = (what: string, ours: string | null, said: unknown): Outcome[] =>
  typeof said === 'string' && said.trim() !== '' ? [sameText(what, ours, said)] : []

/** A relative address has nothing to be compared by: where these feeds were found is not told. */
const page = (what: string, entry: FeedEntry, said: unknown): Outcome[] =>
  typeof said === 'string' && canonicalAddress(said) !== null ? [samePage(what, entry.url, said)] : []

const address = (what: string, ours: string | null, said: unknown): Outcome[] =>
  typeof said === 'string' && webAddress(said) !== null ? [same(what, ours, webAddress(said)?.href)] : []
