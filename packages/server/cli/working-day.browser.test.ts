// A day of an editor in a real Chromium against the real server: sixty prospects from feeds triaged by the keyboard alone,
// tomorrow's board, a section, a priced and published rule; and what readers get of it. With `--pictures FOLDER` it takes
// the pictures of docs/guide/desk.md on the way.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { type RunningServer, removeData, startServer, temporaryData } from './testing.ts'
import { type Background, openBackground, serveListsBefore } from './working-day/background.ts'
import './working-day/names.ts'
import { type Editor, editorOf } from './working-day/editor.ts'
import { openPapersWeb, type PapersWeb } from './working-day/papers-web.ts'

const pictures = process.argv.includes('--pictures') ? process.argv.at(-1)! : null
const data = temporaryData()
let web: PapersWeb
let server: RunningServer
let background: Background
let browser: Browser
/** The editor of Home, the owner, and somebody who only reads. */
let editor: Editor
let owner: Page
let reader: Page
/** Three approved ones, if they can be of one paper. */
let stories: string[]

before(async () => {
  web = await openPapersWeb(Date.now())
  writeFileSync(join(data, 'config.json'), JSON.stringify({ outbound: { privateHosts: web.hosts } }))
  await serveListsBefore(data)
  server = await startServer(data, [], { preload: new URL('working-day/names.ts', import.meta.url) })
  background = await openBackground(data)
  await background.learnTopics()
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--headless=shell', '--disable-background-networking'],
  })
  editor = editorOf(await signedIn(await background.editorOfHome('Grace')))
  owner = await signedIn(server.token)
  reader = await newPage()
})
after(async () => {
  await browser?.close()
  await background?.close()
  await server?.stop()
  web?.close()
  removeData(data)
})

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  const page = await context.newPage()
  page.setDefaultTimeout(12_000)
  return page
}

async function signedIn(token: string): Promise<Page> {
  const page = await newPage()
  await page.goto(`${server.url}/sign-in?token=${token}`)
  await page.getByRole('button', { name: /^sign in/i }).click()
  await page.getByRole('heading', { level: 1, name: /^Good / }).waitFor()
  return page
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === null) return
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
  await page.screenshot({
    path: join(pictures, `desk-${name}.png`),
    animations: 'disabled',
    style: '[class*=_region_] { visibility: hidden }',
  })
}

async function asJson<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(server.url + path)
  assert.equal(answer.status(), 200, await answer.text())
  return (await answer.json()) as T
}

const accessible = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`),
    [],
  )
}

test('six papers are followed by their addresses, and what they wrote waits in the queue', async () => {
  const { page } = editor
  await page.goto(`${server.url}/desk/feeds`)
  for (const address of web.addresses) {
    await page.getByLabel('Follow a feed').fill(address)
    await page.keyboard.press('Enter')
    await page.getByText(/is followed\.$/).waitFor()
  }
  await page.getByText(/^6 followed/).waitFor()
  await background.work()
  const waiting = async () => (await asJson<{ waiting: number }>(page, '/v1/desk/prospects/summary')).waiting
  // The server's own pass may have begun with some of them.
  while ((await waiting()) < 60) await background.work()
  assert.equal(await waiting(), 60)
  await page.reload()
  await page
    .getByText(/10 so far/)
    .first()
    .waitFor()
})

test('sixty prospects are triaged by the keyboard alone, each with its warnings, one taken back', async (t) => {
  const { page } = editor
  await page.goto(`${server.url}/desk`)
  await editor.current().waitFor()
  await accessible(page)
  const day = await editor.triage(60, (what) =>
    ['triage', 'duplicate'].includes(what) ? picture(page, what) : Promise.resolve(),
  )
  await page.getByRole('heading', { name: 'All done' }).waitFor()
  const { harbour = [], others = [] } = Object.groupBy(day.approved, ({ publisher }) =>
    publisher === 'The Harbour Post' ? 'harbour' : 'others',
  )
  stories = [...harbour, ...others].slice(0, 3).map(({ title }) => title)
  assert.equal(day.refused, 0)
  assert.equal(day.undone, 1)
  for (const [warning, least] of [
    ['duplicate', 3],
    ['paywall', 5],
    ['clickbait', 3],
  ] as const)
    assert.ok((day.warnings.get(warning) ?? 0) >= least, `${warning}: ${day.warnings.get(warning) ?? 0}`)
  const { decisions } = day
  t.diagnostic(
    `60 prospects: ${day.keys} keys, ${day.seconds.toFixed(1)} s; ${JSON.stringify(Object.fromEntries(decisions))}`,
  )
  for (const kind of ['approve', 'schedule', 'reject', 'dismiss', 'later'])
    assert.ok((decisions.get(kind) ?? 0) >= 3, kind)
  assert.ok(day.keys <= 3 * 60, `${day.keys} keys`)
})

test('tomorrow’s board is put in order, something taken off with a reason, and marked as reviewed', async () => {
  const { page, press } = editor
  await page.goto(`${server.url}/desk/schedule`)
  await page.getByRole('heading', { level: 1, name: 'Schedule' }).waitFor()
  await page.getByLabel('Day', { exact: true }).waitFor()
  await press(']')
  const rows = page.getByRole('grid', { name: /^Board of/ }).getByRole('row')
  await rows.nth(2).waitFor()
  const titles = (): Promise<string[]> =>
    rows.evaluateAll((all) => all.map((row) => row.querySelector('[data-action=open]')?.textContent ?? ''))
  const before = await titles()
  const changed = () =>
    page.waitForResponse((answer) => answer.url().includes('/v1/desk/schedule') && answer.request().method() !== 'GET')
  await press('j', 'j')
  const moved = changed()
  await press('K')
  await moved
  await page.getByText(/^Moved “/).waitFor()
  const [first, second] = before
  assert.deepEqual((await titles()).slice(0, 2), [second, first])
  await press('r')
  await page.getByRole('heading', { name: `Remove “${second}”` }).waitFor()
  await press('Space', 'Tab')
  await page.keyboard.type('told last week')
  const removed = changed()
  await press('Enter')
  await removed
  await page.getByRole('heading', { name: 'Removed from this day' }).waitFor()
  await page.getByText(/told last week/).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const reviewed = changed()
  await press('v')
  await reviewed
  await page.getByText(/reviewed by Grace/).waitFor()
  assert.equal((await titles()).length, before.length - 1)
  await accessible(page)
  await picture(page, 'schedule')
})

const sectionTitle = 'By the water'

test('a section is made, filled and enabled, and Home shows it to everybody who reads', async () => {
  const { page, press } = editor
  await reader.goto(server.url)
  await reader.getByRole('article').first().waitFor()
  assert.equal(await reader.getByRole('heading', { level: 2, name: sectionTitle }).count(), 0)
  await page.goto(`${server.url}/desk/sections`)
  await page.getByRole('heading', { level: 1, name: 'Sections' }).waitFor()
  await page.getByRole('button', { name: /New section/ }).waitFor()
  await press('n')
  await page.getByLabel('Title', { exact: true }).fill(sectionTitle)
  await page.getByLabel('Subtitle').fill('Mornings, mills and piers.')
  await page.getByRole('button', { name: 'Make it' }).click()
  for (const [k, story] of stories.entries()) {
    await page.getByLabel('Add a story').fill(story)
    await page.getByRole('option').filter({ hasText: story }).waitFor()
    await press('ArrowDown', 'Enter')
    await page.getByRole('row').filter({ hasText: story }).waitFor()
    await page.getByText(k === 0 ? '1 story' : `${k + 1} stories`).waitFor()
  }
  await page.getByRole('button', { name: `Switch off ${sectionTitle}` }).click()
  await page.getByRole('button', { name: `Enable ${sectionTitle}` }).click()
  await page.getByRole('button', { name: `Switch off ${sectionTitle}` }).waitFor()
  await accessible(page)
  await picture(page, 'sections')
  await reader.reload()
  await reader.getByRole('heading', { level: 2, name: sectionTitle }).waitFor()
  for (const story of stories) await reader.getByRole('article').getByText(story).first().waitFor()
  await reader.getByRole('heading', { level: 2, name: sectionTitle }).scrollIntoViewIfNeeded()
  await picture(reader, 'home')
})

test('a quota is priced from served lists and published; the next list obeys, and one click takes it back', async () => {
  const page = owner
  const perTopic = async () => {
    const { items } = await asJson<{ items: { item: { topic: string | null } }[] }>(reader, '/v1/recommendations?n=30')
    return Map.groupBy(items, ({ item }) => item.topic ?? 'none')
  }
  const before = await perTopic()
  const [topic, own] = [...before].sort(([, a], [, b]) => b.length - a.length)[0]!
  assert.ok(own.length >= 3, 'something to limit')
  await page.goto(`${server.url}/desk/priorities`)
  await page.getByRole('button', { name: 'Add a quota' }).click()
  await page.getByLabel('Name', { exact: true }).fill('One of a kind')
  await page.getByRole('button', { name: /For each/ }).click()
  await page.getByRole('option', { name: 'none: some items' }).click()
  await page.getByLabel('Value', { exact: true }).fill(topic)
  await page.getByRole('spinbutton', { name: 'At most' }).fill('1')
  await page.getByRole('button', { name: 'Price each rule' }).click()
  await page.getByRole('heading', { level: 3, name: 'One of a kind' }).waitFor({ timeout: 90_000 })
  await page.getByText(/from \d+ lists of \d+ readers/).waitFor()
  await accessible(page)
  await page.getByRole('heading', { name: 'What it costs' }).scrollIntoViewIfNeeded()
  await picture(page, 'price')
  await page.getByLabel('Reason').fill('More of everything else')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('More of everything else').waitFor()
  assert.ok(((await perTopic()).get(topic)?.length ?? 0) <= 1)
  await page.getByRole('button', { name: 'Go back to what was in force before' }).click()
  await page.getByText('Went back to').waitFor()
  assert.ok(((await perTopic()).get(topic)?.length ?? 0) > 1)
})

test('the audit log has the whole day, with who did what', async () => {
  const { entries } = await asJson<{ entries: { action: string; whoName: string }[] }>(
    owner,
    '/v1/desk/audit?limit=100',
  )
  const by = Map.groupBy(entries, ({ whoName }) => whoName)
  const done = new Set(by.get('Grace')?.map(({ action }) => action))
  const expected = [
    'feed.add',
    'prospect.approve',
    'prospect.reject',
    'prospect.dismiss',
    'prospect.later',
    'decision.undo',
  ]
  for (const action of [
    ...expected,
    'schedule.add',
    'schedule.move',
    'schedule.remove',
    'section.create',
    'section.add',
  ])
    assert.ok(done.has(action), action)
  const published = entries.filter(({ action }) => action.startsWith('priorities.')).map(({ action }) => action)
  assert.deepEqual(published, ['priorities.back', 'priorities.publish'])
  await owner.goto(`${server.url}/desk/audit`)
  await owner.getByRole('listitem').filter({ hasText: 'Grace' }).first().waitFor()
  await picture(owner, 'audit')
})
