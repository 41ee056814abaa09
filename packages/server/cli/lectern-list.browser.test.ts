// <lectern-list> in a real Chromium, on a page of another origin, against the real server: shown, told, personal, refused.
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import { createClient } from '@lectern/protocol/client/client.ts'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright, type Request, type Response } from 'playwright-core'
import { type RunningServer, removeData, startServer, temporaryData } from './testing.ts'

const data = temporaryData()
let server: RunningServer
let browser: Browser
let pages: Server
let origin: string
let element: string
let key: string
let secret: string

const pageOf = (body: string, policy: string): string => `<!doctype html><html lang="en"><head><title>News</title>
<meta http-equiv="content-security-policy" content="${policy}"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width"><script src="${server.url}/lectern-list.js" async></script></head>
<body><main><h1>News</h1>${body}</main></body></html>`

before(async () => {
  server = await startServer(data)
  pages = createServer((request, response) => {
    const policy = `default-src 'none'; script-src ${server.url}; connect-src ${server.url}; img-src *`
    response.setHeader('content-type', 'text/html')
    response.end(request.url === '/' ? pageOf(element, policy) : '<title>An article</title>')
  })
  await new Promise<void>((done) => pages.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`
  const admin = await signIn()
  await admin('PUT', '/v1/surfaces/newtab', { origins: [origin] })
  key = (await admin('POST', '/v1/keys', { name: 'page', kind: 'publishable', surface: 'newtab' })).secret
  secret = (await admin('POST', '/v1/keys', { name: 'server' })).secret
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--headless=shell', '--disable-background-networking'],
  })
})
after(async () => {
  await browser?.close()
  pages?.close()
  await server?.stop()
  removeData(data)
})

async function signIn() {
  const send = (method: string, path: string, body: unknown, cookie = '') =>
    fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: server.url, cookie },
      body: JSON.stringify(body),
    })
  const entered = await send('POST', '/v1/sign-in', { token: server.token })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  return async (method: string, path: string, body: unknown): Promise<{ secret: string }> => {
    const answer = await send(method, path, body, cookie)
    assert.ok(answer.ok, `${answer.status} ${path}`)
    return (await answer.json()) as { secret: string }
  }
}

const told = (page: Page): Promise<Response> =>
  page.waitForResponse((answer) => answer.url().endsWith('/v1/events') && answer.request().method() === 'POST')
const kinds = async (answer: Response): Promise<string[]> => {
  assert.equal(answer.status(), 200)
  const { refused } = (await answer.json()) as { refused: unknown[] }
  assert.deepEqual(refused, [])
  return kindsOf(answer.request())
}
const kindsOf = (request: Request): string[] => request.postDataJSON().events.map(({ kind }: { kind: string }) => kind)
const titles = (page: Page): Promise<string[]> => page.locator('lectern-list a').allInnerTexts()

async function open(markup: string): Promise<Page> {
  element = markup
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(8000)
  await page.goto(origin)
  return page
}

test('a list on a page elsewhere: shown, seen, dismissed, opened, and personal the next time', async () => {
  const page = await open(
    `<lectern-list surface="newtab" key="${key}" n="6" heading="For you" remember></lectern-list>`,
  )
  const seen = told(page)
  await page.getByRole('heading', { level: 2, name: 'For you' }).waitFor()
  const first = await titles(page)
  assert.equal(first.length, 6)
  assert.ok((await kinds(await seen)).every((kind) => kind === 'impression'))

  const dismissed = told(page)
  await page.getByRole('button', { name: `Not for me: ${first[1]}` }).click()
  assert.deepEqual(await kinds(await dismissed), ['dismiss'])
  assert.deepEqual(
    await titles(page),
    first.filter((_, slot) => slot !== 1),
  )
  assert.equal(
    await page.evaluate<string>("document.querySelector('lectern-list').shadowRoot.activeElement.innerText"),
    first[2],
    'the keyboard stays in the list',
  )
  // The page is left by it: the request outlives the page, its answer is for nobody.
  const opened = page.waitForRequest((request) => request.url().endsWith('/v1/events'))
  await page.route('**/*', (route) =>
    route.request().isNavigationRequest() ? route.fulfill({ body: 'an article' }) : route.continue(),
  )
  await page.locator('lectern-list a').first().click()
  assert.deepEqual(kindsOf(await opened), ['open'])
  await page.waitForURL((url) => url.origin !== origin)
  await page.unrouteAll()

  const because = page.getByText(/^Because you read/).first()
  for (let tries = 0; tries < 5 && !(await because.isVisible()); tries++) {
    await page.goto(origin)
    await page.locator('lectern-list li').first().waitFor()
  }
  assert.ok(await because.isVisible())
  const later = await titles(page)
  assert.ok(!later.includes(first[0]!) && !later.includes(first[1]!))
  await page.close()
})

test('More adds the next page and goes to it', async () => {
  const page = await open(`<lectern-list surface="newtab" key="${key}" n="4" more="More stories"></lectern-list>`)
  await page.getByRole('button', { name: 'More stories' }).click()
  await page.locator('lectern-list li').nth(7).waitFor()
  const all = await titles(page)
  assert.equal(new Set(all).size, 8)
  const focused = await page.evaluate<string>(
    "document.querySelector('lectern-list').shadowRoot.activeElement.innerText",
  )
  assert.equal(focused, all[4])
  await page.close()
})

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds no violation in ${scheme}, and the page’s own look is taken`, async () => {
    const page = await open(`<lectern-list surface="newtab" key="${key}" n="6" heading="For you" more></lectern-list>`)
    await page.emulateMedia({ colorScheme: scheme })
    await page.locator('lectern-list li').first().waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    assert.deepEqual(
      violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`),
      [],
    )
    await page.evaluate(
      "document.querySelector('lectern-list').style.setProperty('--lectern-background', 'rgb(1, 2, 3)')",
    )
    const look =
      "getComputedStyle(document.querySelector('lectern-list').shadowRoot.querySelector('li')).backgroundColor"
    assert.equal(await page.evaluate<string>(look), 'rgb(1, 2, 3)')
    await page.close()
  })
}

test('what an item says is text, whatever it says', async () => {
  const page = await open('<p>Nothing yet</p>')
  await page.route('**/v1/surfaces/newtab/recommend', (route) =>
    route.fulfill({
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' },
      json: {
        slate: '00000000-0000-4000-8000-000000000001',
        items: [
          {
            slot: 0,
            item: {
              id: 'x',
              title: '<img src=x onerror=alert(1)>',
              url: 'javascript:alert(1)',
              excerpt: '<b>bold</b>',
            },
            reason: { kind: 'fresh', text: '<i>new</i>' },
          },
        ],
      },
    }),
  )
  await page.evaluate(
    "document.querySelector('main').append(Object.assign(document.createElement('lectern-list'), { id: 'x' }));document.querySelector('lectern-list').setAttribute('surface', 'newtab')",
  )
  await page.getByText('<img src=x onerror=alert(1)>').waitFor()
  const root = "document.querySelector('lectern-list').shadowRoot"
  assert.equal(await page.evaluate(`${root}.querySelector('img, b, i')`), null)
  assert.equal(await page.evaluate(`${root}.querySelector('a').hasAttribute('href')`), false)
  await page.close()
})

test('on a page of an origin that is not allowed, what the page put into the element stays', async () => {
  const page = await browser.newPage()
  element = `<lectern-list surface="newtab" key="${key}"><a href="/archive">Our archive</a></lectern-list>`
  const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/recommend'))
  await page.goto(origin.replace('127.0.0.1', 'localhost'))
  await failed
  await page.getByRole('link', { name: 'Our archive' }).waitFor()
  assert.equal(await page.locator('lectern-list li').count(), 0)
  await page.close()
})

test('without `remember` nothing is kept in the browser', async () => {
  const page = await open(`<lectern-list surface="newtab" key="${key}" n="3"></lectern-list>`)
  await page.locator('lectern-list li').first().waitFor()
  assert.equal(await page.evaluate<number>('localStorage.length'), 0)
  assert.equal(await page.evaluate<string>('document.cookie'), '')
  await page.close()
})

test('the client speaks with the real server: a list, its next page, an order, a neighbourhood, a batch', async () => {
  const client = createClient({ url: server.url, key: secret })
  const list = await client.recommend('digest', { reader: 'r1', n: 5 })
  const next = await client.next(list.slate)
  const ids = [...list.items, ...next.items].map(({ item }) => item.id)
  assert.equal(new Set(ids).size, 10)
  const { accepted } = await client.events([{ kind: 'open', item: ids[0]!, reader: 'r1', slate: list.slate, slot: 0 }])
  assert.equal(accepted, 1)
  const ranked = await client.rank('digest', { reader: 'r1', items: ids })
  assert.deepEqual(
    ranked.leftOut?.map(({ item }) => item),
    [ids[0]],
  )
  assert.equal((await client.similar(ids[0]!, { n: 3 })).items.length, 3)
  const answers = await client.batch([
    { kind: 'recommend', surface: 'home', reader: 'r1' },
    { kind: 'similar', item: 'no' },
  ])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 404],
  )
  assert.ok((await client.surfaces()).some(({ name }) => name === 'digest'))
  assert.ok((await client.recipes()).some(({ name }) => name === 'home'))
  await assert.rejects(client.recommend('digest', { n: 1000 }), /n: /)
})
