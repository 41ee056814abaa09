// What happens behind a day at the Desk, done at once instead of at the next full minute: the work of `lectern work`, and
// lists that were served some hours before.
import { addReader, createSignInLink, grantRole } from '../../accounts/accounts.ts'
import { newEventFeed, recordEvents } from '../../events/events.ts'
import { uuid } from '../../events/testing.ts'
import { judgingJobs } from '../../judging/jobs.ts'
import { trainTopics } from '../../judging/judging.ts'
import { loadConfig } from '../../kernel/config/config.ts'
import type { Caller } from '../../kernel/http/http.ts'
import { type Kernel, openKernel } from '../../kernel/kernel.ts'
import { silentLog } from '../../kernel/log/log.ts'
import { openRecommender } from '../../recommend/recommend.ts'
import { fillSample } from '../../samples/samples.ts'
import { openParsers } from '../../sources/parsers.ts'
import { pollDue } from '../../sources/pass.ts'

export interface Background {
  readonly kernel: Kernel
  /** A new person with this role for Home; answers the token of a sign-in link. */
  editorOfHome(name: string): Promise<string>
  learnTopics(): Promise<void>
  /** Polls what is due and judges what was found. */
  work(): Promise<void>
  close(): Promise<void>
}

export async function openBackground(data: string): Promise<Background> {
  const kernel = await openKernel(loadConfig({ env: {}, flags: { dataDir: data } }), silentLog)
  const parsers = openParsers()
  const judging = judgingJobs(kernel).find(({ name }) => name === 'judging.judge')!
  return {
    kernel,
    async editorOfHome(name) {
      const { id } = await addReader(kernel, name, 'reader')
      await grantRole(kernel, id, { role: 'editor', surface: 'home', by: { id: 'command line', name: 'command line' } })
      return await createSignInLink(kernel, id)
    },
    async learnTopics() {
      await trainTopics(kernel)
    },
    async work() {
      // The papers are on this machine: they need no pauses.
      await pollDue({ ...kernel, parsers }, { wait: async () => undefined })
      await judging.run(new AbortController().signal)
    },
    async close() {
      parsers.close()
      await kernel.database.close()
    },
  }
}

const lists = 40
const depth = 12

/** Fills a new data folder. Lists of so many readers, three hours ago, looked down and opened: what prices are taken from. */
export async function serveListsBefore(data: string): Promise<void> {
  const kernel = await openKernel(loadConfig({ env: {}, flags: { dataDir: data } }), silentLog)
  const at = kernel.clock() - 3 * 3_600_000
  const then: Kernel = { ...kernel, clock: () => at }
  await fillSample(then)
  const feed = newEventFeed()
  const recommender = await openRecommender(then, feed)
  const program = {
    kind: 'key',
    key: 'k',
    scopes: new Set(['recommend', 'events']),
    surface: null,
  } as unknown as Caller
  for (let k = 0; k < lists; k++) {
    const reader = `reader ${k}`
    const { slate, items } = await recommender.recommend({ surface: 'home', n: depth }, { kind: 'reader', reader })
    const event = (kind: string, slot: number) => ({
      ...{ kind, reader, slate, slot, at, surface: 'home', item: items[slot]!.item.id },
      id: uuid(70_000 + k * 20 + slot + (kind === 'open' ? depth : 0)),
    })
    const seen = Array.from({ length: 1 + (k % depth) }, (_, slot) => event('impression', slot))
    await recordEvents(then, { events: [...seen, event('open', k % seen.length)] }, program, feed)
  }
  await recommender.settled()
  await recommender.close()
  await kernel.database.close()
}
