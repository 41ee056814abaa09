// The jobs of the sandbox: loaded in the other process only.
import { canonicalAddress } from '@lectern/content/address/address.ts'
import { readPage } from '@lectern/content/extract/extract.ts'
import { type Feed, readFeed } from '@lectern/content/feeds/feeds.ts'
import { readOpml } from '@lectern/content/feeds/opml.ts'
import { detectLanguage } from '@lectern/content/language/language.ts'
import type { PageFacts } from './page-facts.ts'
import { storable } from './storable.ts'

interface From {
  readonly url: string
  readonly contentType: string | null
}

/** Below it a guess at the language says too little. */
const leastConfidence = 0.5

export const jobs = {
  feed: (bytes: Uint8Array, from: From): Feed => storable(readFeed(bytes, from)),
  /** Feeds that a page names. */
  feedLinks: (bytes: Uint8Array, from: From) => storable(readPage(bytes, from).feeds),
  opml: (bytes: Uint8Array) => storable(readOpml(new TextDecoder().decode(bytes))),
  async page(bytes: Uint8Array, from: From): Promise<PageFacts> {
    const page = storable(readPage(bytes, from))
    const { paywall, syndicatedFrom } = page
    return {
      url: shortOf(page.url) ?? canonicalAddress(from.url) ?? from.url,
      title: page.title,
      excerpt: page.excerpt,
      text: page.text,
      language: page.language ?? (await languageOf(page.text)),
      publisher: page.publisher,
      authors: page.authors,
      minutes: page.minutes || null,
      imageUrl: page.image,
      publishedMs: page.publishedMs,
      contentType: 'article',
      paywalled: paywall.verdict === 'paid',
      warnings: [
        ...page.warnings,
        ...(paywall.verdict === 'likely' ? [`it may be behind a paywall (${paywall.evidence.join(', ')})`] : []),
        ...(syndicatedFrom === null ? [] : [`it says that it belongs to ${syndicatedFrom}`]),
      ],
    }
  },
}

/** What an index of the database can hold. */
const shortOf = (url: string | null): string | null => (url !== null && url.length <= 2000 ? url : null)

async function languageOf(text: string | null): Promise<string | null> {
  const detected = text === null ? null : await detectLanguage(text)
  return detected !== null && detected.confidence >= leastConfidence ? detected.language : null
}
