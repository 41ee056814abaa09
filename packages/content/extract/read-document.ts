// The article in a document, whoever parsed it: a browser, or ./page.ts where there is none.
import { Readability } from '@mozilla/readability'
import { canonicalAddress } from '../address/address.ts'
import { personName } from '../feeds/authors.ts'
import { firstImage } from '../feeds/images.ts'
import { oneLine, plainLines, shortened } from '../text/plain.ts'
import type { PageDocument } from './document.ts'
import { type Metadata, metadataOf, type PagePlace } from './metadata.ts'
import { minutesToRead } from './minutes.ts'

export interface PageContent extends Omit<Metadata, 'canonicalUrl' | 'description'> {
  /** Canonical address, by the page where it may speak for it. */
  readonly url: string | null
  /** At most 600 characters. */
  readonly excerpt: string | null
  /** The text with a line per paragraph; null when no article was found. */
  readonly text: string | null
  /** As foreign as it came, without scripts; must be sanitised before it is shown. */
  readonly contentHtml: string | null
  /** As it stands in the page, such as `By A and B`. */
  readonly byline: string | null
  /** `rtl` where the page says so. */
  readonly direction: string | null
  /** 0 when there is no text. */
  readonly minutes: number
  readonly warnings: readonly string[]
}

const excerptLength = 600

/** What the document says and holds. It is used up by it. */
export function readDocument(document: PageDocument, place: PagePlace): PageContent {
  const { canonicalUrl, description, ...said } = metadataOf(document, place)
  // A page without an article still has a name.
  const named = document.querySelector('head > title')?.textContent
  const { found, problem } = readable(document)
  const text = plainLines(found?.content ?? '') || null
  const contentHtml = text === null ? null : (found?.content ?? null)
  const byline = oneLine(found?.byline ?? '') || null
  const excerpt = oneLine(found?.excerpt || description || text || '')
  return {
    ...said,
    url: canonicalUrl ?? (place.url === undefined ? null : canonicalAddress(place.url)),
    title: oneLine(found?.title || said.title || named || '') || null,
    excerpt: excerpt === '' ? null : shortened(excerpt, excerptLength),
    text,
    contentHtml,
    byline,
    authors: said.authors.length > 0 ? said.authors : authorsIn(byline),
    publisher: said.publisher ?? (oneLine(found?.siteName ?? '') || null),
    direction: found?.dir || null,
    image: said.image ?? (contentHtml === null ? null : firstImage(contentHtml, place.base)),
    minutes: text === null ? 0 : minutesToRead(text, said.language),
    warnings: text === null ? [problem ?? 'no article was found in it'] : [],
  }
}

type Readable = NonNullable<ReturnType<Readability['parse']>>

function readable(document: PageDocument): { readonly found: Readable | null; readonly problem: string | null } {
  try {
    const found = new Readability(document as never).parse()
    return { found, problem: null }
  } catch (cause) {
    // Whatever a page makes the reader stumble over is the page's affair, not the caller's.
    return { found: null, problem: `its article could not be read (${(cause as Error).message})` }
  }
}

/** `By Ann Lee and Bo Ek | Tuesday` names two people and a day. */
function authorsIn(byline: string | null): string[] {
  if (byline === null || byline.length > 120) return []
  const names = byline.replace(/^(by|von|par|por|di|door|av)\s+/i, '').split(/[|•·]|\s[-–—]\s|\d/)[0] ?? ''
  const all = names.split(/,|;|\s(?:and|und|et|y|e|en|och|&)\s/).map(personName)
  return [...new Set(all.filter((name) => name !== '' && name.length <= 60))]
}
