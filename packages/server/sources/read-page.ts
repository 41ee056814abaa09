// One page: fetched, and read in the sandbox.
import type { Kernel } from '../kernel/kernel.ts'
import type { PageFacts } from './page-facts.ts'
import type { Parsers } from './parsers.ts'

export type PageReach = Pick<Kernel, 'database' | 'clock' | 'log' | 'outbound'> & { readonly parsers: Parsers }

export type PageRead =
  | { readonly kind: 'page'; readonly facts: PageFacts }
  /** `later`: it may go better another time. `refused`: its address leads where nobody may go. */
  | { readonly kind: 'later' | 'unreadable' | 'refused'; readonly detail: string }

const pageTypes = /^(text\/html|application\/xhtml\+xml|)$/
const accept = 'text/html, application/xhtml+xml;q=0.9'
const tryAgain = new Set([408, 425, 429, 500, 502, 503, 504])

export async function readPage({ outbound, parsers }: PageReach, url: string): Promise<PageRead> {
  const got = await outbound.fetch(url, { headers: { accept }, types: pageTypes })
  if (got.kind === 'failed') return { kind: 'later', detail: got.detail }
  if (got.kind === 'refused') {
    const readable = got.why === 'type' || got.why === 'size' || got.why === 'encoding'
    return { kind: readable ? 'unreadable' : 'refused', detail: got.detail }
  }
  if (got.status !== 200) {
    const detail = `Its server answered ${got.status}.`
    return { kind: tryAgain.has(got.status) ? 'later' : 'unreadable', detail }
  }
  const read = await parsers.run('page', got.body, { url: got.url, contentType: got.headers['content-type'] ?? null })
  if (read.kind === 'failed') return { kind: 'unreadable', detail: `The page could not be read: ${read.detail}` }
  return { kind: 'page', facts: read.value }
}
