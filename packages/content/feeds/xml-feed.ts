// RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0: from the tree to the feed.
import { authorsOf } from './authors.ts'
import { plainOf } from './construct.ts'
import { childOf, type Element, elementsOf, languageTag, textOf, textUnder } from './element.ts'
import { dateUnder, entryOf } from './entry.ts'
import type { Feed, FeedBody } from './feed.ts'
import { feedImage } from './images.ts'
import { linksOf, pageLink } from './links.ts'

const descriptions = [
  'subtitle',
  'tagline',
  'description',
  'dc:description',
  'info',
  'feedburner:browserfriendly',
  'itunes:summary',
]

/** null when nothing in the document looks like a feed. */
export function xmlFeed(root: Element): FeedBody | null {
  const top = elementsOf(root).find(({ key }) => key in formats) ?? elementsOf(root)[0]
  if (top === undefined) return null
  const entries = entriesIn(root)
  const format = formats[top.key] ?? (entries.length > 0 ? 'rss' : null)
  if (format === null) return null
  const channel = childOf(top, 'channel') ?? top
  const saying = format === 'atom' ? 'atom' : 'rss'
  const links = linksOf(channel)
  const language = languageTag(textUnder(channel, 'language', 'dc:language')) ?? channel.language ?? null
  const fromFeed = { saying, authors: format === 'atom' ? authorsOf(channel) : [], language } as const
  return {
    format,
    title: plainOf(childOf(channel, 'title', 'dc:title'), saying),
    description:
      descriptions.map((key) => plainOf(childOf(channel, key), saying)).find((text) => text !== null) ?? null,
    siteUrl: pageLink(links),
    selfUrl: links.find(({ rel }) => rel === 'self')?.url ?? null,
    hubs: [...new Set(links.filter(({ rel }) => rel === 'hub').map(({ url }) => url))],
    language,
    image: feedImage(channel, top),
    updatedMs: dateUnder(channel, [
      'updated',
      'modified',
      'lastbuilddate',
      'dcterms:modified',
      'dc:date',
      'pubdate',
      'date',
    ]),
    entries: entries.map((entry) => entryOf(entry, fromFeed)),
  }
}

const formats: Readonly<Record<string, Feed['format']>> = {
  rss: 'rss',
  channel: 'rss',
  'rdf:rdf': 'rdf',
  rdf: 'rdf',
  feed: 'atom',
  entry: 'atom',
}

/** Wherever they stand: RDF has them beside the channel, broken feeds anywhere. */
function entriesIn(root: Element): Element[] {
  const found: Element[] = []
  const walk = (element: Element): void => {
    for (const child of elementsOf(element)) {
      if (isEntry(child)) found.push(child)
      else walk(child)
    }
  }
  walk(root)
  return found
}

/** `item` is also a word inside other vocabularies; an entry says something. */
const isEntry = (element: Element): boolean =>
  (element.key === 'item' || element.key === 'entry') && (elementsOf(element).length > 0 || textOf(element) !== '')
