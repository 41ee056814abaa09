// Priorities at the Desk in a real Chromium: a rule in the form and in the document, its price, publishing, one click back.
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
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })).newPage()
})
after(async () => {
  await browser?.close()
  await server?.stop()
  removeData(data)
})

const documentText = () => page.getByRole('textbox', { name: 'The document' })

test('a quota made in the form is in the document, is published with a reason, and one click takes it back', async () => {
  await page.goto(`${server.url}/sign-in?token=${server.token}`)
  await page.getByRole('button', { name: /^sign in/i }).click()
  await page.getByRole('heading', { level: 1, name: /^Good / }).waitFor()
  await page.goto(`${server.url}/desk/priorities`)
  await page.getByRole('button', { name: 'Add a quota' }).click()
  await page.getByLabel('At most').fill('1')
  const quotas = [{ name: 'New quota', each: 'publisher', max: 1 }]
  assert.deepEqual(JSON.parse(await documentText().inputValue()), { quotas })

  await page.getByRole('button', { name: 'Price each rule' }).click()
  await page.getByText('Nothing to price from').waitFor()
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map(({ id }) => id),
    [],
  )

  const publish = page.getByRole('button', { name: 'Publish', exact: true })
  assert.equal(await publish.isDisabled(), true, 'not without a reason')
  await page.getByLabel('Reason').fill('One voice each')
  await publish.click()
  await page.getByText('One voice each').waitFor()
  const served = async () => {
    const { items } = (await (await fetch(`${server.url}/v1/recommendations?n=30`)).json()) as {
      items: { item: { publisher: string | null } }[]
    }
    return items.map(({ item }) => item.publisher).filter((publisher) => publisher !== null)
  }
  const publishers = await served()
  assert.equal(new Set(publishers).size, publishers.length)

  await page.getByRole('button', { name: 'Go back to what was in force before' }).click()
  await page.getByText('Went back to').waitFor()
  assert.deepEqual(JSON.parse(await documentText().inputValue()), {})
})

test('what is no document is said while it is typed, and the form stays as it was', async () => {
  await documentText().fill('{ "diversity": ')
  await page.getByText(/JSON/).first().waitFor()
  assert.equal(await page.getByLabel('Diversity (0 to 100)').inputValue(), '')
  await documentText().fill('{ "diversity": 0.4 }')
  assert.equal(await page.getByLabel('Diversity (0 to 100)').inputValue(), '40')
})
