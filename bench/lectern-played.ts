// Lectern under a played log: its own routes on a real PostgreSQL, with a clock that follows the log.
import { addReader, createSignInLink, signIn } from '@lectern/server/accounts/accounts.ts'
import { openApp } from '@lectern/server/app.ts'
import { bareItem } from '@lectern/server/imports/format.ts'
import { addItems } from '@lectern/server/items/items.ts'
import { testKernel } from '@lectern/server/kernel/testing.ts'
import type { DeskdropEvent, DeskdropLog } from './deskdrop-replay.ts'
import type { PlayedServer } from './lagged-replay.ts'

const kinds = { VIEW: 'open', LIKE: 'like', BOOKMARK: 'save', FOLLOW: 'save', 'COMMENT CREATED': 'like' } as const
const site = 'http://lectern.test'
const day = 86_400_000
/** Sessions last a month. */
const signInAgainMs = 25 * day
const preloadedTogether = 400
const atOnce = 4
const bare = { explain: 'off', properties: ['id'] }

export async function playedLectern(log: DeskdropLog): Promise<PlayedServer & { close(): Promise<void> }> {
  const test = await testKernel()
  let now = log.events[0]!.at
  const kernel = { ...test, clock: () => now }
  const nameOf = (row: number) => `article-${row}`
  await addItems(kernel, itemsOf(log, nameOf))
  const app = await openApp(kernel, { webFolder: '/nowhere', version: 'played' })
  const readers = new Map<string, { readonly id: string; cookie: string; until: number }>()

  const cookieOf = async (person: string): Promise<string> => {
    let reader = readers.get(person)
    if (reader === undefined) {
      reader = { id: (await addReader(kernel, `person ${person}`, 'reader')).id, cookie: '', until: 0 }
      readers.set(person, reader)
    }
    if (reader.until <= now) {
      const token = await createSignInLink(kernel, reader.id)
      const outcome = await signIn(kernel, token)
      if (outcome.kind !== 'signed-in') throw new Error(`a reader cannot sign in: ${outcome.kind}`)
      reader.cookie = `lectern_session=${outcome.session}`
      reader.until = now + signInAgainMs
    }
    return reader.cookie
  }
  const send = async (path: string, body: unknown, cookie?: string): Promise<Response> => {
    const headers = { 'content-type': 'application/json', origin: site, ...(cookie && { cookie }) }
    const ask = () => app.fetch(new Request(site + path, { method: 'POST', headers, body: JSON.stringify(body) }))
    let answer = await ask()
    // On a busy machine it may be told to come again.
    for (let tries = 0; answer.status === 503 && tries < 20; tries++) {
      await new Promise((done) => setTimeout(done, 250))
      answer = await ask()
    }
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer
  }
  const record = async (person: string, events: readonly DeskdropEvent[]): Promise<void> => {
    const sent = events.map(({ kind, row, at }) => ({
      kind: kinds[kind],
      id: crypto.randomUUID(),
      item: nameOf(row),
      at,
    }))
    const answer = await send('/v1/events', { version: 1, events: sent }, await cookieOf(person))
    const { refused } = (await answer.json()) as { refused: readonly { detail: string }[] }
    if (refused.length > 0) throw new Error(`${refused.length} events were refused: ${refused[0]!.detail}`)
  }
  return {
    async preload(events) {
      for (let from = 0; from < events.length; ) {
        const end = events[from]!.at + day // old events are refused
        const some = events.slice(from, from + preloadedTogether).filter(({ at }) => at <= end)
        from += some.length
        now = some.at(-1)!.at
        const left = [...Map.groupBy(some, ({ reader }) => reader)]
        const worker = async (): Promise<void> => {
          for (let next = left.pop(); next !== undefined; next = left.pop()) await record(...next)
        }
        await Promise.all(Array.from({ length: atOnce }, worker))
      }
    },
    async tell(event) {
      now = event.at
      await record(event.reader, [event])
    },
    async list(person, at, n) {
      now = at
      // What is measured is what is known; chance has no part in it.
      const answer = await send('/v1/surfaces/home/recommend', { n, exploration: 0, ...bare }, await cookieOf(person))
      const { items } = (await answer.json()) as { items: { item: { id: string } }[] }
      return items.map(({ item }) => Number(item.id.slice('article-'.length)))
    },
    async close() {
      await app.close()
      await test.close()
    },
  }
}

/** An article joins the catalogue a moment after it is first read: until then nobody could foresee it. */
function* itemsOf({ events }: DeskdropLog, nameOf: (row: number) => string) {
  const known = new Set<number>()
  for (const { row, at } of events) {
    if (known.has(row)) continue
    known.add(row)
    const name = nameOf(row)
    yield { ...bareItem(name, name, 'deskdrop'), publishedAt: at, addedAt: at + 1 }
  }
}
