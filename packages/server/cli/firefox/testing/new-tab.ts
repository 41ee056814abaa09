// A reader at the New Tab page of a driven Firefox: looks, clicks, and waits for the next list.
import { until } from './browser.ts'
import type { Marionette } from './marionette.ts'

const cardsWithinMs = 30_000
const pressWithinMs = 5_000
const effectWithinMs = 3_000
const chosenWithinMs = 40_000

/** Opens a new tab and answers the titles of its stories, in the order of the page. */
export async function openNewTab(marionette: Marionette): Promise<string[]> {
  await marionette.send('Marionette:SetContext', { value: 'content' })
  const { handle } = await marionette.send<{ handle: string }>('WebDriver:NewWindow', { type: 'tab', focus: true })
  await marionette.send('WebDriver:SwitchToWindow', { handle })
  await marionette.send('WebDriver:Navigate', { url: 'about:newtab' })
  return await until('stories on New Tab', cardsWithinMs, async () => {
    const titles = await titlesOf(marionette)
    // Nothing at all while the page before is being left.
    return titles !== null && titles.length > 0 ? titles : null
  })
}

/** Cards out of view have no title yet: they come when somebody scrolls to them. */
const titlesOf = (marionette: Marionette): Promise<string[] | null> =>
  marionette.run('return [...document.querySelectorAll(".ds-card a.ds-card-link")].map((link) => link.title)')

/** Clicks the story like a reader does: it opens in this tab, and the New Tab page is gone. */
export async function clickStory(marionette: Marionette, title: string): Promise<void> {
  await marionette.send('Marionette:SetContext', { value: 'content' })
  const element = await marionette.send('WebDriver:FindElement', {
    using: 'css selector',
    value: `.ds-card a.ds-card-link[title=${JSON.stringify(title)}]`,
  })
  const [id] = Object.values(element as Record<string, string>)
  await marionette.send('WebDriver:ElementClick', { id })
}

/** Presses the plus of the first section that has one. Answers its title. */
export async function followSection(marionette: Marionette): Promise<string> {
  return await appears(
    marionette,
    `const section = [...document.querySelectorAll('section.ds-section')].find((one) => one.querySelector('.section-follow moz-button'))
     section?.querySelector('.section-follow moz-button').click()
     return section?.querySelector('.section-title').textContent ?? null`,
  )
}

export async function dismissStory(marionette: Marionette, title: string): Promise<void> {
  await chooseInMenu(marionette, title, {
    entry: 'newtab-menu-dismiss',
    effect: `!${found(cardOf(title))}`,
  })
}

/** `reason` as Firefox names its text: `spam-misleading`. Its value is sometimes an attribute and sometimes not. */
export async function reportStory(marionette: Marionette, title: string, reason: string): Promise<void> {
  const choice = `moz-radio[data-l10n-id="newtab-report-content-${reason}"]`
  await chooseInMenu(marionette, title, { entry: 'newtab-menu-report', effect: found(choice) })
  await press(marionette, choice)
  await press(marionette, '.submit-report-btn')
}

const cardOf = (title: string): string => `.ds-card:has(a.ds-card-link[title=${JSON.stringify(title)}])`
/** The script that looks for a selector. */
const found = (selector: string): string => `document.querySelector(${JSON.stringify(selector)})`

/** A page that is still being drawn may lose a click: as a reader would, again until it had its effect. */
async function chooseInMenu(
  marionette: Marionette,
  title: string,
  { entry, effect }: { readonly entry: string; readonly effect: string },
): Promise<void> {
  const happened = (): Promise<true | null> => marionette.run(`return ${effect} ? true : null`)
  await until(`${entry} of ${title}`, chosenWithinMs, async () => {
    try {
      await press(marionette, `${cardOf(title)} .context-menu-button`)
      await press(marionette, `.context-menu-item button:has([data-l10n-id="${entry}"])`)
      return await until(effect, effectWithinMs, happened)
    } catch {
      return await happened()
    }
  })
}

async function press(marionette: Marionette, selector: string): Promise<void> {
  await appears(marionette, `const one = ${found(selector)}; one?.click(); return one && true`)
}

/** Runs the script in the page until it returns something. */
async function appears<T>(marionette: Marionette, script: string): Promise<T> {
  return await until(script, pressWithinMs, () => marionette.run<T | null>(script))
}

/** What Firefox does when its list is half an hour old, now. */
export async function askAgain(marionette: Marionette): Promise<void> {
  await marionette.run(
    `const { AboutNewTab } = ChromeUtils.importESModule('resource:///modules/AboutNewTab.sys.mjs')
     const feed = AboutNewTab.activityStream.store.feeds.get('feeds.discoverystreamfeed')
     return feed.resetCache().then(() => feed.refreshAll({ updateOpenTabs: true, isSystemTick: false })).then(() => true)`,
    { chrome: true },
  )
}

/** PNG of what is in view. */
export async function screenshot(marionette: Marionette): Promise<Buffer> {
  await marionette.send('Marionette:SetContext', { value: 'content' })
  const base64 = await marionette.send<string>('WebDriver:TakeScreenshot', { full: false, hash: false })
  return Buffer.from(base64, 'base64')
}
