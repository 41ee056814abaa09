// What a page says about its document: in JSON-LD, in meta elements, in links. The most exact source first.
import { canonicalAddress, publisherDomainOf } from '../address/address.ts'
import { webAddress } from '../address/canonical.ts'
import { personName } from '../feeds/authors.ts'
import { readDate } from '../feeds/dates.ts'
import { attributeOf, metaOf, type PageDocument } from './document.ts'
import { type Fields, fieldsOf, firstOf, linkedNodes, listOf, namesOf, wordsOf } from './linked-data.ts'
import { type Paywall, paywallOf } from './paywall.ts'

interface FeedLink {
  readonly url: string
  readonly title: string | null
}

export interface Metadata {
  /** What the page calls its own canonical address, where it may speak for it. */
  readonly canonicalUrl: string | null
  /** The page says that the document belongs to another publisher. */
  readonly syndicatedFrom: string | null
  readonly title: string | null
  readonly description: string | null
  readonly authors: readonly string[]
  readonly publisher: string | null
  readonly language: string | null
  readonly publishedMs: number | null
  readonly updatedMs: number | null
  readonly image: string | null
  readonly paywall: Paywall
  /** Those of comments last. */
  readonly feeds: readonly FeedLink[]
}

export interface PagePlace {
  readonly url?: string | undefined
  readonly base?: string | undefined
}

export function metadataOf(document: PageDocument, place: PagePlace): Metadata {
  const nodes = linkedNodes(document)
  return {
    ...canonicalOf(document, place),
    title: firstOf(nodes, (node) => wordsOf(node.headline)) ?? metaOf(document, 'og:title', 'twitter:title'),
    description:
      metaOf(document, 'og:description', 'description', 'twitter:description') ??
      firstOf(nodes, (node) => wordsOf(node.description)),
    authors: authorsOf(document, nodes),
    publisher:
      firstOf(nodes, (node) => namesOf(node.publisher)[0] ?? null) ??
      metaOf(document, 'og:site_name', 'application-name', 'dc.publisher'),
    language: languageOf(document, nodes),
    publishedMs: dateOf(nodes, 'datePublished') ?? published(document),
    updatedMs: dateOf(nodes, 'dateModified') ?? readDate(metaOf(document, 'article:modified_time', 'og:updated_time')),
    image: imageOf(document, { nodes, base: place.base }),
    paywall: paywallOf(document, nodes),
    feeds: feedsOf(document, place.base),
  }
}

/** A page may not speak for the pages of others, and its own front page is not the document. */
function canonicalOf(document: PageDocument, { url, base }: PagePlace) {
  const said = attributeOf(document, 'href', 'link[rel~="canonical" i]') ?? metaOf(document, 'og:url')
  const address = said === null ? null : canonicalAddress(said, base)
  if (address === null) return { canonicalUrl: null, syndicatedFrom: null }
  const atFront = /^https?:\/\/[^/]+\/?$/.test(address)
  if (atFront && url !== undefined && canonicalAddress(url) !== address)
    return { canonicalUrl: null, syndicatedFrom: null }
  const own = url === undefined || publisherDomainOf(address) === publisherDomainOf(url)
  return own ? { canonicalUrl: address, syndicatedFrom: null } : { canonicalUrl: null, syndicatedFrom: address }
}

function authorsOf(document: PageDocument, nodes: readonly Fields[]): string[] {
  const named = firstOf(nodes, (node) => (namesOf(node.author).length > 0 ? namesOf(node.author) : null))
  if (named !== null) return named.map(personName)
  const meta = [
    ...document.querySelectorAll(
      'meta[name="author" i], meta[property="article:author" i], meta[name="parsely-author" i], meta[name="dc.creator" i]',
    ),
  ]
  const names = meta.map((each) => personName(each.getAttribute('content') ?? '').replace(/^by\s+/i, ''))
  return [...new Set(names.filter((name) => name !== '' && !/^(https?:|@|www\.)/i.test(name)))]
}

function languageOf(document: PageDocument, nodes: readonly Fields[]): string | null {
  const said =
    document.documentElement?.getAttribute('lang') ||
    document.documentElement?.getAttribute('xml:lang') ||
    firstOf(nodes, (node) => (typeof node.inLanguage === 'string' ? node.inLanguage : null)) ||
    metaOf(document, 'og:locale', 'language', 'dc.language') ||
    attributeOf(document, 'content', 'meta[http-equiv="content-language" i]')
  const tag = said
    ?.trim()
    .replace(/_/g, '-')
    .split(/[,;\s]/)[0]
  return tag !== undefined && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag) ? tag : null
}

const dateOf = (nodes: readonly Fields[], name: string): number | null =>
  firstOf(nodes, (node) => (typeof node[name] === 'string' ? readDate(node[name]) : null))

function published(document: PageDocument): number | null {
  const said = [
    metaOf(document, 'article:published_time', 'datePublished', 'parsely-pub-date', 'og:published_time'),
    metaOf(document, 'date', 'dc.date', 'dcterms.created', 'sailthru.date', 'pubdate', 'publish-date'),
    attributeOf(document, 'datetime', 'time[pubdate]', 'time[itemprop~="datePublished"]', 'article time[datetime]'),
  ]
  for (const text of said) {
    const date = readDate(text)
    if (date !== null) return date
  }
  return null
}

function imageOf(
  document: PageDocument,
  { nodes, base }: { readonly nodes: readonly Fields[]; readonly base: string | undefined },
): string | null {
  const linked = nodes
    .flatMap((node) => listOf(node.image))
    .map((image) => (typeof image === 'string' ? image : fieldsOf(image)?.url))
  const all = [metaOf(document, 'og:image:secure_url', 'og:image', 'twitter:image', 'twitter:image:src'), ...linked]
  for (const each of [...all, attributeOf(document, 'href', 'link[rel~="image_src"]')]) {
    const url = typeof each === 'string' ? webAddress(each, base) : null
    if (url !== null) return url.href
  }
  return null
}

const feedTypes = /^(?:application\/(?:(?:rss|atom|rdf)\+xml|feed\+json|xml)|text\/xml)\b/i

function feedsOf(document: PageDocument, base: string | undefined): FeedLink[] {
  const links = [...document.querySelectorAll('link[rel~="alternate" i][type][href]')].filter((link) =>
    feedTypes.test(link.getAttribute('type')?.trim() ?? ''),
  )
  const found = links.flatMap((link) => {
    const url = webAddress(link.getAttribute('href') ?? '', base)?.href
    return url === undefined ? [] : [[url, { url, title: link.getAttribute('title')?.trim() || null }] as const]
  })
  // Who follows a publication wants what it writes, not what is written below it.
  const ofComments = ({ url, title }: FeedLink): number => Number(/comments?\b/i.test(`${url} ${title ?? ''}`))
  return [...new Map(found).values()].sort((a, b) => ofComments(a) - ofComments(b))
}
