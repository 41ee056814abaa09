// The papers as a web server: each under a name of its own, with a front page, a feed and its stories.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readStories, type Story } from './papers.ts'

export interface PapersWeb {
  /** The front pages; each names its feed. */
  readonly addresses: readonly string[]
  /** As `outbound.privateHosts` names them. */
  readonly hosts: readonly string[]
  readonly stories: readonly Story[]
  close(): void
}

const hostOf = (paper: string): string =>
  `${paper
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/[^a-z]+/g, '-')}.example`

export async function openPapersWeb(now: number): Promise<PapersWeb> {
  const stories = readStories()
  const papers = Map.groupBy(stories, ({ paper }) => paper)
  const byHost = new Map([...papers].map(([paper, own]) => [hostOf(paper), { paper, own }]))
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`
    const found = byHost.get((request.headers.host ?? '').split(':')[0]!)
    const story = found?.own.find(({ path }) => path === request.url)
    const send = (type: string, body: string) => response.writeHead(200, { 'content-type': type }).end(body)
    if (found && request.url === '/') send('text/html; charset=utf-8', frontPage(found.paper))
    else if (found && request.url === '/feed') send('application/rss+xml', feed(found, { base, now }))
    else if (story) send('text/html; charset=utf-8', storyPage(story, timeOf(found!.own.indexOf(story), now)))
    else response.writeHead(404).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const hosts = [...byHost.keys()].map((host) => `${host}:${port}`)
  return {
    addresses: hosts.map((host) => `http://${host}/`),
    hosts,
    stories,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const timeOf = (k: number, now: number): Date => new Date(now - (k + 1) * 3_600_000)
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')

const frontPage = (paper: string): string =>
  `<!doctype html><html lang="en"><head><title>${escaped(paper)}</title>
<link rel="alternate" type="application/rss+xml" href="/feed" title="${escaped(paper)}"></head><body><h1>${escaped(paper)}</h1></body></html>`

function feed(
  { paper, own }: { readonly paper: string; readonly own: readonly Story[] },
  { base, now }: { readonly base: string; readonly now: number },
): string {
  const entries = own.map(
    ({ title, path, excerpt }, k) =>
      `<item><title>${escaped(title)}</title><link>${base}${path}</link><description>${escaped(excerpt)}</description><pubDate>${timeOf(k, now).toUTCString()}</pubDate></item>`,
  )
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${escaped(paper)}</title><link>${base}/</link>${entries.join('\n')}</channel></rss>`
}

function storyPage({ paper, title, excerpt, author, mark, paragraphs }: Story, at: Date): string {
  const article = {
    '@context': 'https://schema.org',
    '@type': 'Article',
    headline: title,
    datePublished: at.toISOString(),
    publisher: { '@type': 'Organization', name: paper },
    ...(mark !== 'noauthor' && { author: { '@type': 'Person', name: author } }),
    ...(mark === 'paywall' && { isAccessibleForFree: false }),
  }
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="description" content="${escaped(excerpt)}"><meta property="og:site_name" content="${escaped(paper)}">
<script type="application/ld+json">${JSON.stringify(article).replace(/</g, '\\u003c')}</script></head>
<body><article><h1>${escaped(title)}</h1>${paragraphs.map((text) => `<p>${escaped(text)}</p>`).join('\n')}</article></body></html>`
}
