// The list of feeds in a real Chromium against the real server: followed by the address of a page, paused and removed by
// the keyboard, taken back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { openScriptedWeb, rss, type ScriptedWeb } from '../sources/testing.ts'
import { type RunningServer, removeData, startServer, temporaryData } from './testing.ts'

const data = temporaryData()
let web: ScriptedWeb
let server: RunningServer
let browser: Browser
let page: Page

before(async () => {
  web = await openScriptedWeb()
  web.pages.set('/', { body: '<link rel="alternate" type="application/rss+xml" href="/feed"><title>News</title>' })
  web.pages.set('/feed', { body: rss([{ link: `${web.url}/a` }]) })
  process.env.LECTERN_SAMPLE = 'false'
  process.env.LECTERN_OUTBOUND_PRIVATE_HOSTS = `127.0.0.1:${web.port}`
  server = await startServer(data, ['--no-jobs'])
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--headless=shell', '--disable-background-networking'],
  })
  const editor = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  page = await editor.newPage()
  await page.goto(`${server.url}/sign-in?token=${server.token}`)
  await page.getByRole('button', { name: /^sign in/i }).click()
  await page.getByRole('link', { name: 'Desk' }).click()
  await page.getByRole('link', { name: 'Feeds' }).click()
  await page.getByText('No feed is followed yet').waitFor()
})
after(async () => {
  await browser?.close()
  await server?.stop()
  web?.close()
  removeData(data)
})

const row = () => page.getByRole('list', { name: 'Feeds' }).getByRole('listitem')
const follow = async (address: string): Promise<void> => {
  await page.getByLabel('Follow a feed').fill(address)
  await page.getByLabel('Follow a feed').press('Enter')
}

test('an address inside the network is refused at the field, the address of a page finds its feed', async () => {
  await follow('http://169.254.169.254/latest')
  await page.getByText(/an address inside a network/).waitFor()
  await follow(`${web.url}/`)
  await page.getByText('The Paper is followed.').waitFor()
  await row().getByText('Well', { exact: true }).waitFor()
  assert.match((await row().textContent()) ?? '', /The Paper.*\/feed.*1 so far/)
})

test('by the keyboard it is polled, paused, taken back and removed', async () => {
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('j')
  await page.keyboard.press('p')
  await page.getByText('The Paper: nothing new').waitFor()
  await page.keyboard.press('s')
  await row().getByText('Paused', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await row().getByText('Well', { exact: true }).waitFor()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('j')
  await page.keyboard.press('d')
  await row().waitFor({ state: 'detached' })
  await page.getByText('The Paper is not followed any more').waitFor()
})

test('the page has no barrier that a program finds, and fits 320 pixels', async () => {
  await follow(`${web.url}/feed`)
  await row().waitFor()
  assert.deepEqual(
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id),
    [],
  )
  await page.setViewportSize({ width: 320, height: 700 })
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320)
})
