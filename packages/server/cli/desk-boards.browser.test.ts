// An editor's morning without a mouse, in a real Chromium against the real server: today's board is filled and put in order, a
// section is made, a collection published; Home is another one.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { type RunningServer, removeData, startServer, temporaryData } from './testing.ts'

const data = temporaryData()
let server: RunningServer
let browser: Browser
let page: Page

before(async () => {
  server = await startServer(data)
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--headless=shell', '--disable-background-networking'],
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  page = await context.newPage()
  await page.goto(`${server.url}/sign-in?token=${server.token}`)
  await page.getByRole('button', { name: /^sign in/i }).click()
  await page.getByRole('article').first().waitFor()
  // Home in the editors' order, so that the board is all that decides.
  const set = await page.evaluate<number>(
    `fetch('/v1/surfaces/home', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"recipe":"editorial"}' }).then((answer) => answer.status)`,
  )
  assert.equal(set, 200)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  removeData(data)
})

const rows = () => page.getByRole('grid').getByRole('row')
const titles = (): Promise<string[]> =>
  rows().evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''))
const undo = () => page.getByRole('button', { name: 'Undo' }).last()
async function add(title: string): Promise<void> {
  await page.keyboard.press('a')
  await page.keyboard.type(title)
  await page.getByRole('option', { name: title }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('row', { name: title }).waitFor()
  await page.keyboard.press('Escape')
  await page.evaluate('document.activeElement.blur()')
}
/** The cards of Home, in the order of the page. */
async function homeTitles(): Promise<string[]> {
  await page.goto(server.url)
  await page.getByRole('article').first().waitFor()
  return page.getByRole('article').getByRole('heading', { level: 3 }).allTextContents()
}

test('a board is filled and put in order by keyboard, and Home begins with it', async () => {
  const before = await homeTitles()
  const wanted = before.slice(20, 23)
  await page.goto(`${server.url}/desk/schedule`)
  await page.getByText(/Nothing is scheduled/).waitFor()
  for (const title of wanted) await add(title)
  assert.deepEqual(await titles(), wanted)
  for (const key of ['j', 'j', 'j', 'Shift+K']) await page.keyboard.press(key)
  await page.getByText(/^Moved/).waitFor()
  assert.deepEqual(await titles(), [wanted[0], wanted[2], wanted[1]])
  assert.deepEqual((await homeTitles()).slice(0, 3), [wanted[0], wanted[2], wanted[1]])
})

test('a story is removed with a reason by keyboard, and comes back by undo', async () => {
  await page.goto(`${server.url}/desk/schedule`)
  await rows().first().waitFor()
  const [first] = await titles()
  await page.keyboard.press('j')
  await page.keyboard.press('r')
  await page.getByRole('dialog').getByRole('radio').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Removed from this day' }).waitFor()
  assert.equal((await titles()).includes(first!), false)
  await undo().click()
  await page.getByRole('heading', { name: 'Removed from this day' }).waitFor({ state: 'detached' })
  assert.equal((await titles())[0], first)
})

test('a section is made by keyboard, gets a story, and stands on Home under its title', async () => {
  const [story] = (await homeTitles()).slice(10)
  await page.goto(`${server.url}/desk/sections`)
  await page.getByText('No section yet.').waitFor()
  await page.keyboard.press('n')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('Long reads for Sunday')
  await page.keyboard.press('Enter')
  const find = page.getByRole('combobox', { name: 'Add a story' })
  await find.fill(story!)
  await page.getByRole('option', { name: story! }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('row', { name: story! }).waitFor()
  const all = await homeTitles()
  const section = page.getByRole('region', { name: 'Long reads for Sunday' })
  assert.deepEqual(await section.getByRole('heading', { level: 3 }).allTextContents(), [story])
  assert.equal(all.filter((title) => title === story).length, 1, 'no story twice')
})

test('a collection is written, published and read without an account, its HTML as text and its sponsor named', async () => {
  const made = await page.evaluate<number>(`fetch('/v1/desk/collections', { method: 'POST',
    headers: { 'content-type': 'application/json' }, body: JSON.stringify({ slug: 'summer', title: 'Summer reading', excerpt: 'Slowly.',
    intro: '**Long** ones <img src=x onerror=alert(1)> [here](javascript:alert(1))', imageUrl: null, language: 'en', status: 'DRAFT',
    authors: ['Eva'], partner: { kind: 'SPONSORED', name: 'Tea & Co', url: null },
    stories: [{ url: 'https://paper.example/a', title: 'Story a', authors: ['Ada'], fromPartner: true }] }) }).then((answer) => answer.status)`)
  assert.equal(made, 200)
  await page.goto(`${server.url}/desk/collections`)
  await page.getByRole('button', { name: 'Summer reading' }).click()
  await page.getByRole('button', { name: /Status/ }).click()
  await page.getByRole('option', { name: 'Published' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Published at /collections/summer').waitFor()
  const stranger = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await stranger.goto(`${server.url}/collections/summer`)
  await stranger.getByRole('heading', { level: 1, name: 'Summer reading' }).waitFor()
  const text = await stranger.locator('main').innerText()
  assert.match(text, /Sponsored by\s+Tea & Co/)
  assert.match(text, /From Tea & Co/)
  assert.match(text, /<img src=x onerror=alert\(1\)>/)
  assert.equal(await stranger.locator('main img, main [href^="javascript"]').count(), 0)
  await stranger.context().close()
})

for (const path of ['/desk/schedule', '/desk/sections', '/desk/collections', '/collections/summer'])
  test(`axe finds no violation in ${path}, light and wide or dark and narrow, and nothing is wider than the page`, async () => {
    for (const [theme, width] of [
      ['light', 1280],
      ['dark', 390],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.goto(server.url + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
      const { violations } = await new AxeBuilder({ page }).analyze()
      assert.deepEqual(
        violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`),
        [],
      )
      assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width)
    }
  })
