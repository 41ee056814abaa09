// The feeds that a page names in its head, for people who know only the page.
import { Parser } from 'htmlparser2'
import { webAddress } from '../address/canonical.ts'

const feedTypes = /^(application\/(rss|atom|rdf)\+xml|application\/feed\+json|text\/xml|application\/xml)\b/

interface FeedLink {
  /** Absolute. */
  readonly url: string
  readonly title: string | null
}

/**
 * In the order of the page; those of comments last. Never throws.
 *
 * @example feedLinks('<link rel=alternate type=application/rss+xml href=/feed>', 'https://e.org/')[0].url // 'https://e.org/feed'
 */
export function feedLinks(html: string, url: string): FeedLink[] {
  const found = new Map<string, FeedLink>()
  let base = url
  const parser = new Parser({
    onopentag(name, { rel = '', type = '', href = '', title = '' }) {
      if (name === 'base') base = webAddress(href, url)?.href ?? base
      if (name !== 'link' || !/\balternate\b/i.test(rel) || !feedTypes.test(type.trim().toLowerCase())) return
      const address = webAddress(href, base)?.href
      if (address !== undefined && !found.has(address))
        found.set(address, { url: address, title: title.trim() || null })
    },
  })
  parser.end(html)
  return [...found.values()].sort((a, b) => Number(isOfComments(a)) - Number(isOfComments(b)))
}

const isOfComments = ({ url, title }: FeedLink): boolean => /comments?\b/i.test(`${url} ${title ?? ''}`)
