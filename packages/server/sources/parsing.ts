// The jobs of the sandbox: loaded in the other process only.
import { readPageHead } from '@lectern/content/extract/page-head.ts'
import { feedLinks } from '@lectern/content/feeds/feed-links.ts'
import { type Feed, readFeed } from '@lectern/content/feeds/feeds.ts'
import { readOpml } from '@lectern/content/feeds/opml.ts'
import { decodeBytes } from '@lectern/content/text/decode.ts'
import type { PageFacts } from './page-facts.ts'

interface From {
  readonly url: string
  readonly contentType: string | null
}

export const jobs = {
  feed: (bytes: Uint8Array, from: From): Feed => readFeed(bytes, from),
  feedLinks: (bytes: Uint8Array, { url, contentType }: From) =>
    feedLinks(decodeBytes(bytes, { contentType }).text, url),
  opml: (bytes: Uint8Array) => readOpml(new TextDecoder().decode(bytes)),
  page: (bytes: Uint8Array, { url, contentType }: From): PageFacts => ({
    ...readPageHead(decodeBytes(bytes, { contentType }).text, url),
    text: null,
    minutes: null,
    contentType: 'article',
    paywalled: false,
    warnings: [],
  }),
}
