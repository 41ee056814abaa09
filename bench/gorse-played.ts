// Gorse under a played log. Its lists know the items and the feedback it was given; its own clock runs on, and that what it
// answers is joined at request time from its newest items is the freshest it can be: lists it keeps are remade by the hour.
import type { DeskdropEvent } from './deskdrop-replay.ts'
import { type GorseServer, startGorse } from './gorse-server.ts'
import type { PlayedServer } from './lagged-replay.ts'

const together = 1000

export async function playedGorse(program: string): Promise<PlayedServer & { readonly gorse: GorseServer }> {
  const gorse = await startGorse(program, { ranker: 'none', recommenders: ['latest'], epochs: 10 })
  const known = new Set<number>()
  const tell = async (events: readonly DeskdropEvent[]): Promise<void> => {
    const fresh = events.filter(({ row }) => !known.has(row) && known.add(row))
    if (fresh.length > 0) {
      await gorse.post(
        '/api/items',
        fresh.map(({ row, at }) => ({ ItemId: `article-${row}`, Timestamp: new Date(at).toISOString() })),
      )
    }
    await gorse.post(
      '/api/feedback',
      events.map(({ reader, row, at }) => ({
        FeedbackType: 'open',
        UserId: reader,
        ItemId: `article-${row}`,
        Timestamp: new Date(at).toISOString(),
      })),
    )
  }
  return {
    gorse,
    async preload(events) {
      for (let from = 0; from < events.length; from += together) await tell(events.slice(from, from + together))
    },
    tell: (event) => tell([event]),
    list: async (reader, _, n) => (await gorse.list(reader, n)).map((id) => Number(id.slice('article-'.length))),
  }
}
