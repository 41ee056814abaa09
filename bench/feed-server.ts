// The server of the measurement of polling, a process of its own: 5,000 feeds and their pages. It counts what it is asked.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { entriesPerFeed, isConditional, newestEntry, pageUrl } from './polled-feeds.ts'

let hour = 0
let feeds = new Map<number, number>()
const pages = new Map<string, number>()
let notModified = 0
let port = 0

const sentence =
  'The council met on Tuesday evening and spoke for three hours about the bridge, which has been closed since the spring floods damaged two of its pillars. '
const paragraph = `<p>${sentence.repeat(4)}</p>\n`
const navigation = `<nav><ul>${'<li><a href="/section">A section of the paper</a></li>'.repeat(120)}</ul></nav>`
const page = (name: string): string =>
  `<!doctype html><html lang="en"><head><title>Story ${name}</title><meta name="description" content="What story ${name} is about.">
<meta property="og:site_name" content="The Paper"></head><body>${navigation}<article><h1>Story ${name}</h1>${paragraph.repeat(40)}</article>${navigation}</body></html>`

function rss(feed: number): string {
  const newest = newestEntry(feed, hour)
  const items = Array.from({ length: entriesPerFeed }, (_, k) => {
    const entry = newest - k
    return `<item><title>Story ${feed}-${entry}</title><link>${pageUrl(feed, entry, port)}</link><guid isPermaLink="false">${feed}-${entry}</guid><description>${sentence.repeat(3)}</description></item>`
  })
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Paper ${feed}</title><link>https://paper.example/</link>${items.join('')}</channel></rss>`
}

const server = createServer((request, response) => {
  const [, kind, name = ''] = (request.url ?? '').split('/')
  if (kind === 'page') {
    pages.set(name, (pages.get(name) ?? 0) + 1)
    response.writeHead(200, { 'content-type': 'text/html' }).end(page(name))
    return
  }
  const feed = Number(name)
  feeds.set(feed, (feeds.get(feed) ?? 0) + 1)
  const etag = `"${newestEntry(feed, hour)}"`
  if (isConditional(feed) && request.headers['if-none-match'] === etag) {
    notModified += 1
    response.writeHead(304).end()
    return
  }
  response
    .writeHead(200, { 'content-type': 'application/rss+xml', ...(isConditional(feed) ? { etag } : {}) })
    .end(rss(feed))
})

export interface FeedServerSeen {
  readonly feeds: number
  readonly notModified: number
  readonly pages: number
  /** Feeds of this hour and pages of all hours that were asked for more than once. */
  readonly twice: number
}

process.on('message', (message: { readonly hour: number } | 'tell') => {
  if (message === 'tell') {
    const twice = [...feeds.values(), ...pages.values()].filter((count) => count > 1).length
    process.send?.({ feeds: feeds.size, notModified, pages: pages.size, twice } satisfies FeedServerSeen)
    return
  }
  hour = message.hour
  feeds = new Map()
  notModified = 0
  process.send?.('ready')
})
process.on('disconnect', () => process.exit())
server.listen(0, '0.0.0.0', () => {
  port = (server.address() as AddressInfo).port
  process.send?.({ port })
})
