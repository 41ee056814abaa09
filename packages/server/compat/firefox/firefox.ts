// What an unmodified Firefox tells of its New Tab page, taken in as our events.
// Not here: the stories it shows (compat/merino) and how Firefox is pointed at us (cli/firefox).
// Start at `takePing`; what is supported is in README.md.
import { type EventFeed, recordEvents } from '../../events/events.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Ping } from './ping.ts'
import { derivedUuid, eventsOf, type Served, wholeNumber } from './ping-events.ts'
import { selectDevice, upsertDevice } from './queries.ts'

/** A list of stories as it was answered. */
interface ServedList {
  readonly slate: string
  readonly surface: string
  readonly region: string | null
  /** For whom it was made, a UUID; null for everybody. */
  readonly device: string | null
  /** Item ids by section, in the order of the answer. */
  readonly shown: readonly { readonly items: readonly string[] }[]
}

export interface PingWorld {
  readonly kernel: Pick<Kernel, 'database' | 'clock' | 'log'>
  readonly feed: EventFeed
  /** The list that each card came in, beside the cards; undefined when that is forgotten. */
  readonly served: (cards: readonly ToldCard[]) => Promise<readonly (ServedList | undefined)[]>
}

/** What a ping says of where a card was: the time of the answer, Unix milliseconds, and its item. */
interface ToldCard {
  readonly recommendedAt: number
  readonly item: string | null
}

/** Stores what became of it. Answers how many events counted for the first time. */
export async function takePing(world: PingWorld, ping: Ping, document: string): Promise<number> {
  const lists = await listsOf(world, ping)
  const events = eventsOf(ping.events, {
    document,
    device: await deviceOf(world, ping, { document, lists }),
    surface: ping.surface,
    region: ping.region,
    now: world.kernel.clock(),
    servedAs: (item, at) => servedAs(lists.get(keyOf({ recommendedAt: at, item })), item),
  })
  if (events.length === 0) return 0
  const { accepted, repeated, refused } = await recordEvents(
    world.kernel,
    { events },
    { kind: 'anonymous' },
    world.feed,
  )
  world.kernel.log.debug({ accepted, repeated, refused: refused.map(({ reason }) => reason) }, 'a New Tab told')
  return accepted
}

type Lists = ReadonlyMap<string, ServedList | undefined>
const keyOf = ({ recommendedAt, item }: ToldCard): string => `${recommendedAt} ${item ?? ''}`

/** All lists that the ping tells of, looked up at once. */
async function listsOf({ served }: PingWorld, { events }: Ping): Promise<Lists> {
  const cards = new Map<string, ToldCard>()
  for (const { extra } of events) {
    const recommendedAt = wholeNumber(extra.recommended_at)
    if (recommendedAt === undefined) continue
    const card = { recommendedAt, item: extra.corpus_item_id ?? null }
    cards.set(keyOf(card), card)
  }
  if (cards.size === 0) return new Map()
  const lists = await served([...cards.values()])
  return new Map([...cards.keys()].map((key, k) => [key, lists[k]]))
}

/**
 * Whose ping it is. The list that a card came in knows who asked for it, and from then on so does the profile; a profile
 * that never had a list of its own goes by a hash of its id. A ping without a profile is nobody's: it counts, and is never
 * a history that grows.
 */
async function deviceOf(
  { kernel }: PingWorld,
  ping: Ping,
  { document, lists }: { readonly document: string; readonly lists: Lists },
): Promise<string> {
  if (ping.clientId === null) return derivedUuid(`nobody/${document}`)
  const { db } = kernel.database
  const profile = derivedUuid(`profile/${ping.clientId}`)
  const devices = new Set([...lists.values()].flatMap((list) => list?.device ?? []))
  const [device] = devices
  if (devices.size !== 1 || device === undefined) return (await selectDevice(db, profile)) ?? profile
  await upsertDevice(db, profile, { device, now: kernel.clock() })
  return device
}

function servedAs(list: ServedList | undefined, item: string): Served | null {
  const slot = list?.shown.flatMap(({ items }) => items).indexOf(item) ?? -1
  if (list === undefined || slot < 0) return null
  const { slate, surface, region } = list
  return { slate, surface, slot, ...(region === null ? {} : { region }) }
}
