// What `gorse` asks of either server, in the words of each.
import type { MadeData } from './gorse-data.ts'
import type { GorseServer } from './gorse-server.ts'
import type { Report } from './measurement.ts'

const items = 30
const mostWaitMs = 30_000
const ingested = { batches: 40, size: 1000, atOnce: 4 }

export interface Served {
  readonly name: string
  /** Whether lists are made in passes, so that waiting for a change takes long. */
  readonly cycles: boolean
  /** For the load generator. */
  readonly load: {
    readonly url: string
    readonly path: string
    readonly body?: string
    readonly headers: Readonly<Record<string, string>>
  }
  list(reader: string): Promise<string[]>
  open(reader: string, item: string): Promise<void>
  /** One batch of events of many readers. */
  send(events: readonly { readonly reader: string; readonly item: string }[]): Promise<void>
}

export function servedLectern(of: { url: string; secret: string; explain: 'exact' | 'off' }): Served {
  const { url, secret, explain } = of
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` }
  const path = '/v1/surfaces/home/recommend'
  const lean = explain === 'off' ? { explain, properties: ['id'] } : {}
  const body = JSON.stringify({ reader: '{reader}', n: items, ...lean })
  const post = async (to: string, text: string): Promise<unknown> => {
    const answer = await fetch(url + to, { method: 'POST', headers, body: text })
    if (!answer.ok) throw new Error(`Lectern answered ${answer.status} to ${to}: ${await answer.text()}`)
    return await answer.json()
  }
  const send: Served['send'] = async (events) => {
    const sent = events.map((event) => ({ kind: 'open', id: crypto.randomUUID(), at: Date.now(), ...event }))
    const { accepted } = (await post('/v1/events', JSON.stringify({ version: 1, events: sent }))) as {
      accepted: number
    }
    if (accepted !== events.length) throw new Error(`Lectern took ${accepted} of ${events.length} events`)
  }
  return {
    name: explain === 'off' ? 'Lectern, ids alone' : 'Lectern, with cards and reasons',
    cycles: false,
    load: { url, path, body, headers },
    async list(reader) {
      const made = (await post(path, body.replace('{reader}', reader))) as { items: { item: { id: string } }[] }
      return made.items.map(({ item }) => item.id)
    },
    open: (reader, item) => send([{ reader, item }]),
    send,
  }
}

export function servedGorse(gorse: GorseServer): Served {
  const send: Served['send'] = (events) =>
    gorse.post(
      '/api/feedback',
      events.map(({ reader, item }) => ({
        FeedbackType: 'open',
        UserId: reader,
        ItemId: item,
        Timestamp: new Date().toISOString(),
      })),
    )
  return {
    name: 'Gorse, ids alone',
    cycles: true,
    load: { url: gorse.url, path: `/api/recommend/{reader}?n=${items}`, headers: {} },
    list: (reader) => gorse.list(reader, items),
    open: (reader, item) => send([{ reader, item }]),
    send,
  }
}

/**
 * Opens the first item of a list and asks until the list ranks differently: not merely without what was just read and one
 * more at its end. Milliseconds from sending; null when it did not within half a minute.
 */
export async function eventToList(side: Served, reader: string): Promise<number | null> {
  const before = await side.list(reader)
  const [first, ...rest] = before
  if (first === undefined) return null
  const begun = performance.now()
  await side.open(reader, first)
  while (performance.now() - begun < mostWaitMs) {
    const now = await side.list(reader)
    const took = performance.now() - begun
    if (!now.includes(first) && rest.some((item, k) => now[k] !== item)) return took
    await new Promise((done) => setTimeout(done, side.cycles ? 250 : 1))
  }
  return null
}

/** Events a second through the public API, in batches, several at once; by the name of the side. */
export async function ingestRates(
  sides: readonly Served[],
  data: MadeData,
  report: Report,
): Promise<ReadonlyMap<string, number>> {
  const rates = new Map<string, number>()
  for (const side of sides) {
    let next = 0
    const begun = performance.now()
    const worker = async (): Promise<void> => {
      while (next < ingested.batches) {
        const from = next++ * ingested.size
        await side.send(
          Array.from({ length: ingested.size }, (_, k) => ({
            reader: data.readers[(from + k) % data.readers.length]!,
            item: data.items[((from + k) * 31) % data.items.length]!.id,
          })),
        )
      }
    }
    await Promise.all(Array.from({ length: ingested.atOnce }, worker))
    const rate = (ingested.batches * ingested.size) / ((performance.now() - begun) / 1000)
    rates.set(side.name, Math.round(rate))
    report.line(`${side.name}: ${Math.round(rate)} events/s`)
  }
  return rates
}
