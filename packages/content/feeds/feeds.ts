// Feeds: what a publication says is new. RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed; OPML lists of them.
// Not here: fetching, and making what is shown safe.
// Start at `readFeed`; the shape is in feed.ts. One path reads whole and broken feeds alike: bytes → text (../text) →
// tree (read-xml.ts) → feed (xml-feed.ts, entry.ts), or JSON → feed (json-feed.ts).
import { type Decoded, decodeBytes } from '../text/decode.ts'
import type { Feed, FeedBody } from './feed.ts'
import { jsonFeed } from './json-feed.ts'
import { readXml } from './read-xml.ts'
import { xmlFeed } from './xml-feed.ts'

export type { Feed, FeedEntry } from './feed.ts'
export { readOpml } from './opml.ts'

interface ReadFeedOptions {
  /** Where it was found; relative addresses are relative to it. */
  readonly url?: string | undefined
  /** The HTTP header. */
  readonly contentType?: string | null | undefined
  /** What is more than this is left out, with a warning. */
  readonly limits?: Partial<FeedLimits> | undefined
}

interface FeedLimits {
  readonly bytes: number
  readonly entries: number
  readonly elements: number
}

const defaultLimits: FeedLimits = { bytes: 10 * 1024 ** 2, entries: 2000, elements: 400_000 }

/**
 * Reads a feed. Never throws: of what is broken the best value is taken and `warnings` says what was wrong.
 *
 * @example readFeed('<rss><channel><title>News</title></channel></rss>').title // 'News'
 */
export function readFeed(source: Uint8Array | string, options: ReadFeedOptions = {}): Feed {
  const limits = { ...defaultLimits, ...options.limits }
  const { text, encoding, warnings } = textOf(source, { contentType: options.contentType, most: limits.bytes })
  const { body, problems } = bodyOf(text, { base: options.url, limits })
  return { ...(body ?? nothing), encoding, warnings: [...warnings, ...problems] }
}

function textOf(
  source: Uint8Array | string,
  { contentType, most }: { readonly contentType: string | null | undefined; readonly most: number },
): Omit<Decoded, 'encoding'> & { readonly encoding: string | null } {
  const whole = source.length <= most
  const warnings = whole ? [] : [`it is larger than ${most} bytes; the rest is left out`]
  if (typeof source === 'string') return { text: source.slice(0, most), encoding: null, warnings }
  const decoded = decodeBytes(source.subarray(0, most), { contentType })
  return { ...decoded, warnings: [...warnings, ...decoded.warnings] }
}

interface At {
  readonly base: string | undefined
  readonly limits: FeedLimits
}

function bodyOf(text: string, at: At): { readonly body: FeedBody | null; readonly problems: readonly string[] } {
  const start = text.slice(0, 1000).trimStart()
  if (start === '') return { body: null, problems: ['it is empty'] }
  return start.startsWith('{') || start.startsWith('[') ? fromJson(text, at) : fromXml(text, at)
}

function fromJson(text: string, { base, limits }: At): ReturnType<typeof bodyOf> {
  const value = parsed(text)
  if (value === undefined) return { body: null, problems: ['it begins like JSON and is not well-formed'] }
  const body = jsonFeed(value, { base, entries: limits.entries })
  return { body, problems: body === null ? ['it is JSON and no feed'] : [] }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

function fromXml(text: string, { base, limits }: At): ReturnType<typeof bodyOf> {
  const { root, warnings } = readXml(text, { base, limits })
  const body = xmlFeed(root)
  if (body !== null) return { body, problems: warnings }
  const page = /<html[\s>]/i.test(text.slice(0, 5000))
  return { body, problems: [...warnings, page ? 'it is a web page and no feed' : 'it is no feed'] }
}

const nothing: FeedBody = {
  format: 'unknown',
  title: null,
  description: null,
  siteUrl: null,
  selfUrl: null,
  hubs: [],
  language: null,
  image: null,
  updatedMs: null,
  entries: [],
}
