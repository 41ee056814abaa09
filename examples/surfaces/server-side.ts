// A list that your own server writes into its pages: no script in the browser, and a click is told on its way. Run it with
// LECTERN_URL and LECTERN_KEY (a secret key) in the environment. Elsewhere import from '@lectern/client'.
import { createServer, type ServerResponse } from 'node:http'
import { createClient } from '@lectern/protocol/client/client.ts'

const { LECTERN_URL = 'http://localhost:4280', LECTERN_KEY, PORT = '8080' } = process.env
const lectern = createClient({ url: LECTERN_URL, key: LECTERN_KEY, timeoutMs: 1000, retries: 1 })

/** Your own: who is looking. */
const readerOf = (url: URL): string => url.searchParams.get('reader') ?? 'nobody'

async function page(url: URL, response: ServerResponse): Promise<void> {
  const reader = readerOf(url)
  // A page is worth showing without its list.
  const list = await lectern.recommend('home', { reader, n: 5, explain: 'words' }).catch(() => null)
  const lines = (list?.items ?? []).map(({ item, reason, slot }) => {
    const go = new URLSearchParams({
      reader,
      item: item.id,
      slate: list!.slate,
      slot: String(slot),
      url: item.url ?? '/',
    })
    return `<li><a href="/go?${escaped(go.toString())}">${escaped(item.title ?? item.id)}</a> <small>${escaped(reason?.text ?? '')}</small></li>`
  })
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(`<!doctype html><title>News</title><h1>For you</h1><ul>${lines.join('\n')}</ul>`)
}

async function go(url: URL, response: ServerResponse): Promise<void> {
  const { item = '', slate = '', slot, url: to = '/' } = Object.fromEntries(url.searchParams)
  await lectern
    .events([{ kind: 'open', item, reader: readerOf(url), slate, slot: Number(slot) }])
    .catch((error) => console.error(String(error)))
  // Only where the list leads: this is no door to anywhere.
  const known = await lectern.rank('home', { items: [item], properties: ['url'], reader: 'nobody' }).catch(() => null)
  response.writeHead(302, { location: known?.items[0]?.item.url === to ? to : '/' }).end()
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  void (url.pathname === '/go' ? go(url, response) : page(url, response))
})
server.listen(Number(PORT), () => console.log(`listening on ${JSON.stringify(server.address())}`))
