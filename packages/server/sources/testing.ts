// A web server for tests and measurements of polling: what it answers is written down by path, what it was asked is kept.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { openParsers, type Parsers } from './parsers.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Served {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ScriptedWeb {
  readonly url: string
  readonly port: number
  /** By path with its query; what is not there is answered 404. */
  readonly pages: Map<string, Served | ((asked: Asked) => Served)>
  readonly asked: Asked[]
  /** How often a path was asked for. */
  count(path: string): number
  close(): void
}

export async function openScriptedWeb(): Promise<ScriptedWeb> {
  const pages: ScriptedWeb['pages'] = new Map()
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const { method = '', url: path = '', headers } = request
    const one = { method, path, headers, body: Buffer.concat(parts).toString() }
    asked.push(one)
    const page = pages.get(path) ?? { status: 404 }
    const { status = 200, headers: sent = {}, body = '' } = typeof page === 'function' ? page(one) : page
    response.writeHead(status, { 'content-type': 'text/html', ...sent }).end(body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pages,
    asked,
    count: (path) => asked.filter((one) => one.path === path).length,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

export type SourcesReach = TestKernel & { readonly parsers: Parsers }

/** A kernel that may fetch from these servers on this machine, and a sandbox. */
export async function openSourcesReach(
  webs: readonly ScriptedWeb[],
  config: Readonly<Record<string, string>> = {},
): Promise<SourcesReach> {
  const hosts = webs.map(({ port }) => `127.0.0.1:${port}`).join(',')
  const kernel = await testKernel({ config: { 'outbound.privateHosts': hosts, ...config } })
  return { ...kernel, parsers: openParsers() }
}

interface RssEntry {
  readonly link: string
  readonly guid?: string
  readonly title?: string
}

export const rss = (entries: readonly RssEntry[], more = ''): string => `<?xml version="1.0"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Paper</title><link>https://paper.example/</link>${more}
${entries.map(({ link, guid = link, title = `Title of ${link}` }) => `<item><title>${title}</title><link>${link}</link><guid isPermaLink="false">${guid}</guid></item>`).join('\n')}
</channel></rss>`

export const storyPage = (title: string): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title><meta name="description" content="What it is about."></head>
<body><article><h1>${title}</h1>${'<p>The council met on Tuesday evening and spoke for three hours about the bridge, which has been closed since the spring floods damaged two of its pillars.</p>'.repeat(8)}</article></body></html>`
