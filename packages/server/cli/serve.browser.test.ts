// A newcomer's first minutes in a real Chromium against the real server: sign in, look, dismiss, undo, open, reload.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core'
import { type RunningServer, removeData, startServer, temporaryData } from './testing.ts'

const data = temporaryData()
let server: RunningServer
let browser: Browser
let reader: BrowserContext
let page: Page

before(async () => {
  server = await startServer(data)
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--headless=shell', '--disable-background-networking'],
  })
  reader = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  page = await reader.newPage()
})
after(async () => {
  await browser?.close()
  await server?.stop()
  removeData(data)
})

const cards = () => page.getByRole('article')
const ids = (): Promise<string[]> =>
  cards().evaluateAll((all) => all.map((card) => card.getAttribute('data-card') ?? ''))
const home = async (): Promise<void> => {
  await page.goto(server.url)
  await cards().first().waitFor()
}

test('the one-time link signs in and leads to Home', async () => {
  await page.goto(`${server.url}/sign-in?token=${server.token}`)
  await page.getByRole('button', { name: /^sign in/i }).click()
  await page.getByRole('heading', { level: 1, name: /^Good / }).waitFor()
  await cards().first().waitFor()
  assert.ok((await ids()).length >= 20)
  assert.ok((await page.getByRole('heading', { level: 2 }).count()) >= 3, 'sections')
  await page.getByText(/simulated/).waitFor()
})

test('a dismissed card leaves at once, comes back by undo, and stays away after a reload', async () => {
  const first = (await ids())[0] as string
  const card = page.locator(`[data-card="${first}"]`)
  await card.getByRole('button', { name: 'Not for me' }).click()
  await card.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await card.waitFor()
  await card.getByRole('button', { name: 'Not for me' }).click()
  await card.waitFor({ state: 'detached' })
  await page.waitForResponse((answer) => answer.url().endsWith('/v1/events') && answer.ok())
  await home()
  assert.equal((await ids()).includes(first), false)
})

test('an opened article changes the next list and is its reason', async () => {
  const before = await ids()
  const popup = page.waitForEvent('popup')
  const sent = page.waitForResponse((answer) => answer.url().endsWith('/v1/events') && answer.ok())
  await cards().first().getByRole('link').last().click()
  await (await popup).close()
  await sent
  await home()
  assert.notDeepEqual(await ids(), before)
  await page
    .getByText(/Because you/i)
    .first()
    .waitFor()
})

for (const [theme, width] of [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const) {
  test(`axe finds no violation in ${theme} at ${width} px, and nothing is wider than the page`, async () => {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await home()
    const { violations } = await new AxeBuilder({ page }).analyze()
    assert.deepEqual(
      violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`),
      [],
    )
    assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width)
  })
}

test('the keyboard alone goes to a card, dismisses it and finds the help', async () => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await home()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  const focused = await page.evaluate<string>("document.activeElement.closest('[data-card]').dataset.card")
  assert.equal(focused, (await ids())[1])
  await page.keyboard.press('d')
  await page.locator(`[data-card="${focused}"]`).waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
})

test('no page asks another host for anything, and the policy lets nothing else in', async () => {
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).origin))
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  await home()
  assert.deepEqual([...hosts], [new URL(server.url).origin])
  assert.deepEqual(problems, [])
})

test('programs find the contract, people its page, orchestrators the health', async () => {
  const contract = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    openapi: string
    paths: Record<string, unknown>
  }
  assert.match(contract.openapi, /^3\.1/)
  for (const path of ['/v1/events', '/v1/recommendations', '/v1/me', '/v1/sign-in'])
    assert.ok(path in contract.paths, path)
  await page.goto(`${server.url}/docs`)
  await page.getByRole('heading', { name: 'POST /v1/events' }).waitFor()
  assert.equal(await page.evaluate<string>('getComputedStyle(document.body).maxWidth'), '736px', 'its style is let in')
  assert.match(JSON.stringify(contract.paths['/v1/events']), /dwellMs/)
  assert.equal((await fetch(`${server.url}/health/live`)).status, 200)
  assert.equal((await fetch(`${server.url}/health/ready`)).status, 200)
  const missing = await fetch(`${server.url}/v1/nothing`)
  assert.equal(missing.status, 404)
  assert.equal(missing.headers.get('content-type'), 'application/problem+json')
})
