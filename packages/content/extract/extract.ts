// Pages: bytes to the article in them and what the page says about it.
// Not here: fetching, telling the language of a text (../language), and making what is shown safe.
// Start at `readPage`. It parses with linkedom; `readDocument` takes any DOM, such as the browser's own. Time is bounded by
// the size of what is looked at; a page made to be slow is stopped by whoever gave it a process.
import { Readability } from '@mozilla/readability'
import { canonicalAddress } from '../address/address.ts'
import { personName } from '../feeds/authors.ts'
import { firstImage } from '../feeds/images.ts'
import { decodeBytes } from '../text/decode.ts'
import { oneLine, plainLines, shortened } from '../text/plain.ts'
import { type Metadata, metadataOf, type PagePlace } from './metadata.ts'
import { minutesToRead } from './minutes.ts'
import { type PageDocument, type PageLimits, parsePage } from './page.ts'

interface Article extends Omit<Metadata, 'canonicalUrl' | 'description'> {
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

interface ReadPageOptions {
  readonly url?: string | undefined
  /** The HTTP header. */
  readonly contentType?: string | null | undefined
  readonly limits?: Partial<PageLimits> | undefined
}

const defaultLimits: PageLimits = { characters: 3_000_000, elements: 50_000 }
const excerptLength = 600

/**
 * Reads a page. Never throws: what cannot be found is null and `warnings` says what was wrong.
 *
 * @example readPage('<html lang="en"><title>Hello</title>').title // 'Hello'
 */
export function readPage(source: Uint8Array | string, options: ReadPageOptions = {}): Article {
  const { url } = options
  const decoded = typeof source === 'string' ? { text: source, warnings: [] } : decodeBytes(source, options)
  const limits = { ...defaultLimits, ...options.limits }
  try {
    const { document, base, warnings } = parsePage(decoded.text, { url, limits })
    const article = readDocument(document, { url, base })
    return { ...article, warnings: [...decoded.warnings, ...warnings, ...article.warnings] }
  } catch (cause) {
    // A page that the parser stumbles over is still somebody's address.
    const { document, base } = parsePage('', { url, limits })
    return {
      ...readDocument(document, { url, base }),
      warnings: [`it could not be parsed (${(cause as Error).message})`],
    }
  }
}

/** The same from a document that somebody parsed. The document is used up by it. */
export function readDocument(document: PageDocument, place: PagePlace): Article {
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
