// A page and what its feed said of it, as a prospect. The page knows its text; the feed often knows title and time better
// than a page that says nothing of them.
import { domainOf, itemIdOf } from '@lectern/content/address/address.ts'
import type { NewProspect } from '../desk/desk.ts'
import type { EntryFacts } from './feed.ts'
import type { PageFacts } from './page-facts.ts'

type Source = Pick<NewProspect, 'source' | 'sourceDetail'>

/** null when nothing of it has a title: there would be nothing to decide about. */
export function prospectFrom(page: PageFacts, entry: EntryFacts | null, source: Source): NewProspect | null {
  const title = page.title ?? entry?.title ?? null
  if (title === null) return null
  return {
    ...source,
    id: itemIdOf(page.url),
    url: page.url,
    surface: null,
    title,
    excerpt: page.excerpt ?? entry?.excerpt ?? null,
    text: page.text,
    language: page.language ?? entry?.language ?? null,
    publisher: page.publisher,
    domain: domainOf(page.url) ?? new URL(page.url).hostname,
    authors: page.authors.length > 0 ? page.authors : (entry?.authors ?? []),
    minutes: page.minutes,
    imageUrl: page.imageUrl ?? entry?.imageUrl ?? null,
    publishedAt: page.publishedMs ?? entry?.publishedMs ?? null,
    contentType: page.contentType,
    paywalled: page.paywalled,
    warnings: page.warnings,
  }
}

/** A page that could not be read, of which only the feed tells. */
export const withoutPage = (url: string, warning: string): PageFacts => ({
  url,
  title: null,
  excerpt: null,
  text: null,
  language: null,
  publisher: null,
  authors: [],
  minutes: null,
  imageUrl: null,
  publishedMs: null,
  contentType: 'article',
  paywalled: false,
  warnings: [warning],
})
