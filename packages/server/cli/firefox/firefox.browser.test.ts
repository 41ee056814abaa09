// Debian's Firefox ESR, unmodified, against a real Lectern: our stories on its New Tab, a click arrives as an event, and
// the next list differs. `npm run test:firefox` also keeps the picture for the guide.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadConfig } from '../../kernel/config/config.ts'
import { type Kernel, openKernel } from '../../kernel/kernel.ts'
import { silentLog } from '../../kernel/log/log.ts'
import { type RunningServer, removeData, startServer, temporaryData } from '../testing.ts'
import { deviceIn } from './setup-files.ts'
import { type Browser, findFirefox, startBrowser, until, withOwnPolicies } from './testing/browser.ts'
import {
  askAgain,
  clickStory,
  dismissStory,
  followSection,
  openNewTab,
  reportStory,
  screenshot,
} from './testing/new-tab.ts'

const program = fileURLToPath(new URL('../../bin/lectern.js', import.meta.url))
const picture = fileURLToPath(new URL('../../../../docs/guide/images/firefox-newtab.png', import.meta.url))
const installed = findFirefox()
const skip = installed === null && 'Firefox is not installed (apt-get install firefox-esr)'

/** The page of 140 has no button to follow, and another to report. */
const buttonsSince = 153

interface Told {
  readonly reader: string
  readonly item: string
  readonly detail: string | null
  readonly surface: string
  readonly slate: string | null
}

suite('Firefox', { skip, timeout: 300_000 }, () => {
  const root = temporaryData()
  const data = join(root, 'data')
  let server: RunningServer
  let kernel: Kernel
  let firefox: string
  let browser: Browser | null = null
  /** Item ids by title. */
  let items: Map<string, string>

  const lectern = (...args: string[]): void => {
    const run = spawnSync(process.execPath, [program, ...args, '--data', data, '--json'])
    assert.equal(run.status, 0, run.stderr.toString())
  }
  const profileFor = (mode: string): string => {
    const profile = join(root, mode)
    mkdirSync(profile)
    const ports = ['--port', new URL(server.url).port, '--tls-port', String(server.securePort)]
    lectern(
      'firefox',
      '--policies',
      join(root, 'firefox', 'distribution'),
      ...ports,
      '--profile',
      profile,
      '--mode',
      mode,
    )
    return profile
  }
  const told = async (kind: string): Promise<Told[]> => {
    const { rows } = await kernel.database.pool.query<Told>(
      'select reader, item, detail, surface, slate from event where kind = $1 order by received_at, slot',
      [kind],
    )
    return rows
  }
  const arrives = (kind: string, fits: (one: Told) => boolean): Promise<Told> =>
    until(`an event of kind ${kind} in the log`, 30_000, async () => (await told(kind)).find(fits) ?? null)
  const restart = async (profile: string): Promise<Browser> => {
    await browser?.stop()
    browser = await startBrowser(firefox, profile, process.env)
    return browser
  }

  before(async () => {
    lectern('firefox')
    server = await startServer(data, ['--tls-port', '0'])
    kernel = await openKernel(loadConfig({ env: {}, flags: { dataDir: data } }), silentLog)
    const { rows } = await kernel.database.pool.query<{ id: string; title: string }>('select id, title from item')
    items = new Map(rows.map(({ id, title }) => [title, id]))
    firefox = withOwnPolicies(installed ?? '', join(root, 'firefox'))
  })
  after(async () => {
    await browser?.stop()
    await kernel?.database.close()
    await server?.stop()
    removeData(root)
  })

  test('New Tab shows our stories and no others; a click arrives as an event of the profile; the next list does without it', async () => {
    const profile = profileFor('personal')
    const reader = `device:${deviceIn(readFileSync(join(profile, 'user.js'), 'utf8'))}`
    const { marionette, version } = await restart(profile)
    await marionette.send('WebDriver:SetWindowRect', { width: 1600, height: 1250 })

    const first = await openNewTab(marionette)
    assert.deepEqual(
      first.filter((title) => !items.has(title)),
      [],
      'every story is ours',
    )
    assert.ok(first.length >= 4, `${first.length} stories in view`)
    if (process.env.npm_lifecycle_event === 'test:firefox') {
      mkdirSync(join(picture, '..'), { recursive: true })
      writeFileSync(picture, await screenshot(marionette))
    }

    const [clicked = '', dismissed = ''] = first
    if (version >= buttonsSince) await followSection(marionette)
    await dismissStory(marionette, dismissed)
    await clickStory(marionette, clicked)
    const opened = await arrives('open', (one) => one.reader === reader)
    assert.equal(opened.item, items.get(clicked))
    assert.match(opened.surface, /^NEW_TAB_/)
    assert.notEqual(opened.slate, null)
    const own = async (kind: string) => (await told(kind)).filter((one) => one.reader === reader)
    assert.ok((await own('impression')).some(({ item, slate }) => item === opened.item && slate === opened.slate))
    assert.deepEqual(
      (await own('dismiss')).map(({ item }) => item),
      [items.get(dismissed)],
    )
    if (version >= buttonsSince) assert.match((await own('follow'))[0]?.item ?? '', /^section:/)

    await askAgain(marionette)
    const next = await openNewTab(marionette)
    assert.equal(next.includes(clicked), false, 'what was read is not shown again')
    assert.equal(next.includes(dismissed), false, 'nor what was dismissed')
    assert.notDeepEqual(next, first)
    assert.deepEqual(
      next.filter((title) => !items.has(title)),
      [],
    )
  })

  test('in anonymous mode a click and a report count and are nobody’s', async () => {
    const before = new Set((await told('open')).map(({ reader }) => reader))
    const { marionette, version } = await restart(profileFor('anonymous'))
    const [clicked = '', reported = ''] = await openNewTab(marionette)
    if (version >= buttonsSince) await reportStory(marionette, reported, 'spam-misleading')
    await clickStory(marionette, clicked)
    const opened = await arrives('open', ({ reader }) => !before.has(reader))
    assert.equal(opened.item, items.get(clicked))
    assert.match(opened.surface, /^NEW_TAB_/)
    assert.equal(opened.slate, null)
    if (version < buttonsSince) return
    const report = await arrives('report', () => true)
    assert.deepEqual([report.item, report.detail], [items.get(reported), 'misleading'])
  })
})
