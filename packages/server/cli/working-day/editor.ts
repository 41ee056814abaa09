// An editor who decides by what the page shows, without the mouse, and counts her keys.
import type { Locator, Page } from 'playwright-core'

interface TriagedDay {
  readonly keys: number
  readonly seconds: number
  readonly undone: number
  /** Decisions that the server did not take. */
  readonly refused: number
  /** How often each kind of decision was made, of warning was seen. */
  readonly decisions: ReadonlyMap<string, number>
  readonly approved: readonly { readonly publisher: string; readonly title: string }[]
  readonly warnings: ReadonlyMap<string, number>
}

export interface Editor {
  readonly page: Page
  current(): Locator
  press(...keys: string[]): Promise<void>
  /** `see` is called once with a name for the first prospect and for each kind of warning. */
  triage(count: number, see: (what: string) => Promise<void>): Promise<TriagedDay>
}

interface Shown {
  readonly publisher: string
  readonly title: string
  /** Without it the form opens before it is approved. */
  readonly lacks: 'topic' | 'author' | null
  readonly warnings: readonly string[]
}

type Choice = 'approve' | 'schedule' | 'reject' | 'dismiss' | 'later'

const keysOf: Record<Exclude<Choice, 'reject'>, readonly string[]> = {
  approve: ['a'],
  schedule: ['s', '1'],
  dismiss: ['d'],
  later: ['l', '1'],
}

/** What a paper mostly writes about, as far as it has to be typed. */
const topicOf: Readonly<Record<string, string>> = {
  'Field Notes': 'sci',
  'Ledger Week': 'mon',
  'Table & Road': 'tra',
  'Open Court': 'spo',
}

export function editorOf(page: Page): Editor {
  let keys = 0
  const press = async (...names: string[]): Promise<void> => {
    for (const name of names) await page.keyboard.press(name)
    keys += names.length
  }
  const current = () => page.locator('#prospect-title')
  const shown = () =>
    page.evaluate<Shown>(`({
      publisher: document.querySelector('article strong').textContent,
      title: document.querySelector('#prospect-title').textContent,
      lacks: /No topic/.test(document.querySelector('article').innerText) ? 'topic'
        : /No author/.test(document.querySelector('article').innerText) ? 'author' : null,
      warnings: [...document.querySelectorAll('[aria-label=Warnings] [data-kind]')].map((each) => each.dataset.kind),
    })`)
  const done = (count: number) => page.getByText(new RegExp(`^${count} done now`)).waitFor()

  async function decide(choice: Choice, shown: Shown): Promise<void> {
    if (choice === 'reject') return press('r', shown.warnings.includes('paywall') ? 'p' : 'q')
    await press(...keysOf[choice])
    if (choice === 'approve' && shown.lacks !== null) await complete(shown)
  }

  /** The form has the focus where something is missing: letters choose a topic, for an author the publisher stands there. */
  async function complete({ lacks, publisher }: Shown): Promise<void> {
    await page.getByRole('heading', { name: /missing before it can be approved/ }).waitFor()
    if (lacks === 'topic') await press(...(topicOf[publisher] ?? 'soc'))
    await press('Control+Enter')
  }

  return {
    page,
    current,
    press,
    async triage(count, see) {
      const decisions = new Map<string, number>()
      const warnings = new Map<string, number>()
      const add = (to: Map<string, number>, name: string): unknown => to.set(name, (to.get(name) ?? 0) + 1)
      const answers: Promise<number>[] = []
      page.on('request', (request) => {
        if (/\/(decision|undo)$/.test(new URL(request.url()).pathname))
          answers.push(request.response().then((answer) => answer?.status() ?? 0))
      })
      keys = 0
      let undone = 0
      const approved: { publisher: string; title: string }[] = []
      let began = performance.now()
      for (let k = 0; k < count; k++) {
        const prospect = await shown()
        for (const kind of k === 0 ? ['triage', ...prospect.warnings] : prospect.warnings) {
          if (kind === 'triage' || !warnings.has(kind)) {
            const at = performance.now()
            await see(kind)
            began += performance.now() - at
          }
          if (kind !== 'triage') add(warnings, kind)
        }
        const choice = choiceOf(prospect, k)
        await decide(choice, prospect)
        await done(k + 1)
        if (k === 9) {
          await press('u')
          await done(k)
          undone += 1
          await decide(choice, prospect)
          await done(k + 1)
        }
        add(decisions, choice)
        if (choice === 'approve') approved.push(prospect)
      }
      const seconds = (performance.now() - began) / 1000
      const statuses = await Promise.all(answers)
      return {
        keys,
        seconds,
        undone,
        refused: statuses.filter((status) => status !== 200).length,
        approved,
        decisions,
        warnings,
      }
    },
  }
}

/** What she thinks of it: not twice, nothing behind a wall, no bait; of the rest most. */
function choiceOf({ warnings, lacks }: Shown, k: number): Choice {
  if (warnings.includes('duplicate')) return 'dismiss'
  if (warnings.includes('paywall') || warnings.includes('clickbait')) return 'reject'
  if (k % 12 === 7) return 'later'
  return k % 3 === 0 && lacks === null ? 'schedule' : 'approve'
}
