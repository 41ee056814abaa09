// What a page says of itself in its head: title, what it is about, where it lives, when it was published.
import { Parser } from 'htmlparser2'
import { canonicalAddress, publisherDomainOf } from '../address/address.ts'
import { webAddress } from '../address/canonical.ts'

interface PageHead {
  /** Canonical. */
  readonly url: string
  readonly title: string | null
  readonly excerpt: string | null
  readonly language: string | null
  readonly publisher: string | null
  readonly authors: readonly string[]
  readonly imageUrl: string | null
  readonly publishedMs: number | null
}

/** Reads the head of a page found at `url`. Never throws. */
export function readPageHead(html: string, url: string): PageHead {
  const { meta, title, language, canonical } = gather(html)
  const first = (...names: readonly string[]): string | null =>
    names.flatMap((name) => meta.get(name) ?? []).find((value) => value !== '') ?? null
  const time = Date.parse(first('article:published_time', 'date', 'dc.date') ?? '')
  return {
    url: livesAt(url, [canonical, first('og:url')]),
    title: first('og:title', 'twitter:title') ?? (title.replace(/\s+/g, ' ').trim() || null),
    excerpt: first('og:description', 'description', 'twitter:description'),
    language,
    publisher: first('og:site_name'),
    authors: (meta.get('author') ?? []).filter((name) => name !== ''),
    imageUrl: webAddress(first('og:image', 'twitter:image') ?? '', url)?.href ?? null,
    publishedMs: Number.isNaN(time) ? null : time,
  }
}

/** A page may say that it lives elsewhere at its own publisher; it cannot take the place of another publisher's page. */
function livesAt(url: string, claims: readonly (string | null)[]): string {
  const own = canonicalAddress(url) ?? url
  for (const claim of claims) {
    const address = claim === null ? null : canonicalAddress(claim, url)
    if (address !== null && publisherDomainOf(address) === publisherDomainOf(own)) return address
  }
  return own
}

function gather(html: string) {
  const meta = new Map<string, string[]>()
  let title = ''
  let inTitle = false
  let language: string | null = null
  let canonical: string | null = null
  const parser = new Parser({
    onopentag(tag, { name = '', property = '', content = '', lang = '', rel = '', href }) {
      if (tag === 'html') language = /^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/.test(lang) ? lang : null
      if (tag === 'link' && rel.toLowerCase() === 'canonical') canonical ??= href ?? null
      if (tag === 'meta') {
        const key = (property || name).toLowerCase()
        meta.set(key, [...(meta.get(key) ?? []), content.trim()])
      }
      inTitle = tag === 'title' && title === ''
    },
    ontext(text) {
      if (inTitle) title += text
    },
    onclosetag() {
      inTitle = false
    },
  })
  parser.end(html)
  return { meta, title, language: language as string | null, canonical: canonical as string | null }
}
