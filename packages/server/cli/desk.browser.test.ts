// An editor's morning in a real Chromium against the real server: twenty prospects decided by the keyboard alone, taken
// back, and what the other pages of the Desk show of it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { addProspects } from '../desk/desk.ts'
import { prospectOf } from '../desk/testing.ts'
import { loadConfig } from '../kernel/config/config.ts'
import { openKernel } from '../kernel/kernel.ts'
import { silentLog } from '../kernel/log/log.ts'
import { type RunningServer, removeData, startServer, temporaryData } from './testing.ts'

const data = temporaryData()
let server: RunningServer
let browser: Browser
let page: Page

before(async () => {
  server = await startServer(data)
  await fillQueue()
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--headless=shell', '--disable-background-networking'],
  })
  const editor = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  page = await editor.newPage()
  await page.goto(`${server.url}/sign-in?token=${server.token}`)
  await page.getByRole('button', { name: /^sign in/i }).click()
  await page.getByRole('link', { name: 'Desk' }).click()
  await current().waitFor()
})
after(async () => {
  await browser?.close()
  await server?.stop()
  removeData(data)
})

async function fillQueue(): Promise<void> {
  const kernel = await openKernel(loadConfig({ env: {}, flags: { dataDir: data } }), silentLog)
  const now = kernel.clock()
  const prospects = Array.from({ length: 24 }, (_, k) =>
    prospectOf(`p${String(k).padStart(2, '0')}`, {
      title: `Story number ${k}`,
      publishedAt: now - k * 3_600_000,
      // Of the fifth nobody wrote who wrote it.
      ...(k === 4 && { authors: [] }),
      ...(k === 6 && { paywalled: true }),
    }),
  )
  await addProspects(kernel, prospects)
  await kernel.database.close()
}

const current = () => page.locator('#prospect-title')
const title = async (): Promise<string> => (await current().textContent()) ?? ''
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}
const counter = () => page.getByText(/done now/)

test('twenty prospects are decided by the keyboard alone, each shown the moment the one before is decided', async () => {
  let answered = 0
  const allAnswered = new Promise<void>((done) => {
    page.on('response', (answer) => {
      if (answer.url().endsWith('/decision') && ++answered === 20) done()
    })
  })
  assert.equal(await title(), 'Story number 0')
  const kinds = [['a'], ['d'], ['r', 'p'], ['l', '1']]
  for (let k = 0; k < 20; k++) {
    assert.equal(await title(), `Story number ${k}`)
    if (k === 4) {
      await press('a')
      await page.getByRole('heading', { name: /missing before it can be approved/ }).waitFor()
      await page.keyboard.press('Control+Enter')
    } else await press(...kinds[k % kinds.length]!)
    await page.getByText(`${k + 1} done now`).waitFor()
  }
  assert.equal(await title(), 'Story number 20')
  await allAnswered
  assert.match((await counter().textContent()) ?? '', /20 done now · 4 waiting/)
})

test('u takes them back one by one, and what was taken back waits after a reload', async () => {
  const undone = page.waitForResponse((answer) => answer.url().endsWith('/undo') && answer.ok())
  await press('u')
  assert.equal(await title(), 'Story number 19')
  await undone
  await press('u')
  assert.equal(await title(), 'Story number 18')
  await page.waitForResponse((answer) => answer.url().endsWith('/undo') && answer.ok())
  await page.reload()
  await current().waitFor()
  assert.equal(await title(), 'Story number 18')
  await page.getByText(/0 done now · 6 waiting/).waitFor()
})

test('a reason of one’s own and an edit are typed without the mouse, and a filter keeps the address', async () => {
  await press('e')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('A better title')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { level: 2, name: 'A better title' }).waitFor()
  await press('r', 'x')
  await page.keyboard.type('a stub')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: 'Story number 19' }).waitFor()
  await page.goto(`${server.url}/desk?warning=paywall`)
  await page.getByRole('heading', { name: 'Nothing left here' }).waitFor()
})

test('many at once: a dry run says how many, one press does it, undo takes all back', async () => {
  await page.goto(`${server.url}/desk`)
  await current().waitFor()
  await press('b')
  await page.getByRole('button', { name: 'See what would happen' }).click()
  await page.getByText(/are meant\. Nothing was changed yet/).waitFor()
  await page.getByRole('button', { name: /^Reject 5$/ }).click()
  await page.getByRole('heading', { name: 'All done' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('All 5 are as before').waitFor()
  await current().waitFor()
})

test('the corpus finds what was approved, the rejected list puts one back, the audit log has it all', async () => {
  await page.goto(`${server.url}/desk/corpus`)
  await page.getByRole('link', { name: 'Story number 0', exact: true }).waitFor()
  await press('/')
  await page.keyboard.type('number 16')
  await page.getByRole('listitem').filter({ hasText: 'Story number 16' }).waitFor()
  await page.goto(`${server.url}/desk/rejected`)
  const row = page.getByRole('listitem').filter({ hasText: 'A better title' })
  await row.getByText('a stub').waitFor()
  await press('j', 'z')
  await row.waitFor({ state: 'detached' })
  await page.goto(`${server.url}/desk/audit`)
  await page.getByRole('listitem').filter({ hasText: 'prospect.restore' }).waitFor()
})

for (const [theme, width, places] of [
  ['light', 1280, ['', '/corpus', '/rejected', '/publishers', '/audit']],
  ['dark', 390, ['', '/corpus']],
] as const) {
  test(`axe finds no violation at the Desk in ${theme} at ${width} px, and nothing is wider than the page`, async () => {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const place of places) {
      await page.goto(`${server.url}/desk${place}`)
      await page.getByRole('heading', { level: 2 }).or(page.getByRole('listitem')).last().waitFor()
      await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
      const { violations } = await new AxeBuilder({ page }).analyze()
      const told = violations.map((each) => `${place} ${each.id}: ${each.nodes[0]?.html}`)
      assert.deepEqual(told, [])
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
      assert.ok(wide <= width, `${place} is ${wide} px wide`)
    }
  })
}
