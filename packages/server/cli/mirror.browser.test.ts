// An editor before the mirror in a real Chromium: the sample's simulated readers, and choices that the editor made.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { createSignInLink, ensureOwner } from '../accounts/accounts.ts'
import { type App, openApp } from '../app.ts'
import { allItems } from '../items/items.ts'
import { type Listener, listen } from '../kernel/http/listen.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { fillSample } from '../samples/samples.ts'

const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))
let kernel: TestKernel
let app: App
let listener: Listener
let browser: Browser
let page: Page
let url: string

before(async () => {
  kernel = await testKernel()
  await fillSample(kernel)
  app = await openApp(kernel, { webFolder, version: 'test' })
  listener = await listen({ host: '127.0.0.1', port: 0 })
  listener.handle(app.fetch)
  url = `http://127.0.0.1:${listener.port}`
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--headless=shell', '--disable-background-networking'],
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  page = await context.newPage()
  const owner = await ensureOwner(kernel, 'Ada')
  await page.goto(`${url}/sign-in?token=${await createSignInLink(kernel, owner.id)}`)
  await page.getByRole('button', { name: /^sign in/i }).click()
  await page.getByRole('heading', { level: 1, name: /^Good / }).waitFor()
})
after(async () => {
  await browser?.close()
  await listener?.close()
  await app?.close()
  await kernel?.close()
})

async function choose(count: number): Promise<void> {
  const owner = await ensureOwner(kernel, 'Ada')
  const ids = (await allItems(kernel)).slice(0, count).map(({ id }) => id)
  await kernel.database.pool.query(
    `insert into corpus_item (item, domain, source, created_by, created_at, updated_by, updated_at)
     select unnest($1::text[]), 'sample.example', 'person', $2, 0, $2, 0`,
    [ids, owner.id],
  )
}
const look = async (): Promise<void> => {
  await page.goto(`${url}/desk/mirror`)
  await page.getByRole('heading', { level: 2, name: 'What readers wanted' }).waitFor()
}

test('who chose nothing is told so, in words', async () => {
  await look()
  await page.getByText('Nothing chosen yet').waitFor()
  assert.equal(await page.getByRole('heading', { name: 'Part by part' }).count(), 0)
})

test('what was chosen stands beside what was to be expected, drawn and as a table', async () => {
  await choose(60)
  kernel.advance(11 * 60_000)
  await look()
  await page.getByText(/opens where .* were to be expected/).waitFor()
  assert.ok((await page.getByRole('row').filter({ hasText: '×' }).count()) >= 10)
  assert.equal(await page.getByRole('img', { name: /by day/ }).count(), 1)
  await page.getByText('The days as a table').click()
  await page.getByRole('region', { name: 'Days as a table' }).waitFor()
  await page.getByRole('tab', { name: 'Publishers' }).click()
  await page.getByRole('columnheader', { name: 'Publisher' }).waitFor()
})

test('a chosen surface on which too few saw anything says what is missing', async () => {
  await page.getByRole('button', { name: 'Surface' }).click()
  await page.getByRole('menuitemradio', { name: 'digest' }).click()
  await page.getByText('Too few readers yet').waitFor()
  await page.getByText(/fewer than 20 readers saw any of them on digest/).waitFor()
})

for (const [theme, width] of [
  ['light', 1280],
  ['dark', 390],
] as const) {
  test(`axe finds no violation in ${theme} at ${width} px, and nothing is wider than the page`, async () => {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await look()
    await page.getByText('Part by part').waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    assert.deepEqual(
      violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`),
      [],
    )
    assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width)
  })
}
