// Pages: bytes to the article in them and what the page says about it.
// Not here: fetching, telling the language of a text (../language), and making what is shown safe.
// Start at `readPage`. It parses with linkedom; where there is a DOM already, such as a browser's, take `readDocument` of
// read-document.ts. Time is bounded by the size of what is looked at; a page made to be slow is stopped by whoever gave it
// a process.
import { decodeBytes } from '../text/decode.ts'
import { type PageLimits, parsePage } from './page.ts'
import { type PageContent, readDocument } from './read-document.ts'

interface ReadPageOptions {
  readonly url?: string | undefined
  /** The HTTP header. */
  readonly contentType?: string | null | undefined
  readonly limits?: Partial<PageLimits> | undefined
}

const defaultLimits: PageLimits = { characters: 3_000_000, elements: 50_000 }

/**
 * Reads a page. Never throws: what cannot be found is null and `warnings` says what was wrong.
 *
 * @example readPage('<html lang="en"><title>Hello</title>').title // 'Hello'
 */
export function readPage(source: Uint8Array | string, options: ReadPageOptions = {}): PageContent {
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
