// An entry of an XML feed. RSS, RDF and Atom are one vocabulary here: each value is looked for under all names that
// were ever used for it, the most exact first.
import { webAddress } from '../address/canonical.ts'
import { plainText, shortened } from '../text/plain.ts'
import { authorsOf } from './authors.ts'
import { categoriesOf } from './categories.ts'
import { htmlOf, longestPlain, plainOf, type Saying } from './construct.ts'
import { readDate } from './dates.ts'
import { childOf, childrenOf, type Element, languageTag, textOf, textUnder } from './element.ts'
import { excerptLength, type FeedEntry } from './feed.ts'
import { imageOf } from './images.ts'
import { canonicalOf, linksOf, pageLink } from './links.ts'

const contents = ['content:encoded', 'content', 'xhtml:body', 'xhtml:div', 'body', 'fullitem', 'encoded']
const summaries = [
  'summary',
  'description',
  'itunes:summary',
  'media:description',
  'dc:description',
  'dcterms:abstract',
  'abstract',
]
const publishedWords = [
  'published',
  'pubdate',
  'issued',
  'dcterms:issued',
  'created',
  'dcterms:created',
  'dc:date',
  'date',
]
const updatedWords = ['updated', 'modified', 'dcterms:modified', 'lastbuilddate']

/** What an entry takes from its feed where it says nothing itself. */
interface FromFeed {
  readonly saying: Saying
  readonly authors: readonly string[]
  readonly language: string | null
}

export function entryOf(element: Element, feed: FromFeed): FeedEntry {
  const { saying } = feed
  const id = textUnder(element, 'guid', 'id', 'dc:identifier') ?? element.attributes.get('rdf:about') ?? null
  const summary = firstThatSays(element, summaries, saying)
  const contentHtml = contentOf(element, saying)
  const authors = authorsOf(element)
  const excerpt =
    plainOf(summary, saying) ?? (contentHtml === null ? null : plainText(contentHtml.slice(0, longestPlain)))
  return {
    id,
    url: urlOf(element, id),
    title: plainOf(firstThatSays(element, ['title', 'media:title', 'dc:title', 'itunes:title'], saying), saying),
    excerpt: excerpt === null || excerpt === '' ? null : shortened(excerpt, excerptLength),
    contentHtml,
    authors: authors.length > 0 ? authors : feed.authors,
    publishedMs: dateUnder(element, publishedWords),
    updatedMs: dateUnder(element, updatedWords),
    image: imageOf(element, contentHtml),
    categories: categoriesOf(element),
    language: languageOf(element, feed),
  }
}

export function dateUnder(element: Element, words: readonly string[]): number | null {
  for (const child of childrenOf(element, ...words)) {
    const date = readDate(textOf(child))
    if (date !== null) return date
  }
  return null
}

function firstThatSays(element: Element, keys: readonly string[], saying: Saying): Element | undefined {
  const places = [element, ...childrenOf(element, 'media:group')]
  return places.flatMap((place) => childrenOf(place, ...keys)).find((child) => plainOf(child, saying) !== null)
}

/** The whole text where there is one, else what stands for it. */
function contentOf(element: Element, saying: Saying): string | null {
  const whole = childrenOf(element, ...contents, 'description', ...summaries)
  for (const child of whole) {
    // The escaped content of RSS is HTML by its definition, whatever the rest of the feed is.
    const html = htmlOf(child, child.key === 'content:encoded' ? 'rss' : saying)
    if (html !== null) return html
  }
  return null
}

/** What a part says counts for the entry: a feed in English may carry a text in German, or one in no language. */
function languageOf(element: Element, feed: FromFeed): string | null {
  const said = languageTag(textUnder(element, 'dc:language', 'language'))
  if (said !== null) return said
  const part = childOf(element, ...contents, 'description', 'summary', 'title') ?? element
  return part.language === undefined ? feed.language : part.language
}

function urlOf(element: Element, id: string | null): string | null {
  const before = textUnder(element, 'feedburner:origlink')
  const link = pageLink(linksOf(element))
  return canonicalOf(element, before) ?? canonicalOf(element, link) ?? canonicalOf(element, addressInId(element, id))
}

/** An id is the address where it says so, or where it is the only one there is. */
function addressInId(element: Element, id: string | null): string | null {
  const said = childOf(element, 'guid')?.attributes.get('isPermaLink')?.toLowerCase()
  return id === null || said === 'false' || webAddress(id) === null ? null : id
}
