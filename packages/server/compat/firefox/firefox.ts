// What an unmodified Firefox tells of its New Tab page, taken in as our events.
// Not here: the stories it shows (compat/merino) and how Firefox is pointed at us (cli/firefox).
// Start at `takePing`; what is supported is in README.md.
import { type EventFeed, recordEvents } from '../../events/events.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { ServedSlate } from '../../recommend/served-slates.ts'
import type { Ping } from './ping.ts'
import { derivedUuid, eventsOf, type Served, wholeNumber } from './ping-events.ts'

export interface PingWorld {
  readonly kernel: Pick<Kernel, 'database' | 'clock' | 'log'>
  readonly feed: EventFeed
  /** The slates that were served at these times, Unix milliseconds. */
  readonly servedAt: (times: readonly number[]) => Promise<readonly ServedSlate[]>
}

const mostAnswers = 50

/** Stores what became of it. Answers how many events counted for the first time. */
export async function takePing(world: PingWorld, ping: Ping, document: string): Promise<number> {
  const slates = ping.clientId === null ? [] : await slatesOf(world, ping)
  const events = eventsOf(ping.events, {
    document,
    device: deviceOf(ping, document, slates),
    now: world.kernel.clock(),
    servedAs: (item, at) => servedAs(slates, item, at),
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

/**
 * Whose ping it is. The answer that a card came in knows the profile that asked for it; without one, the profile's own
 * id behind a hash. A ping that has no profile is nobody's: it counts, and is never a history that grows.
 */
function deviceOf(ping: Ping, document: string, slates: readonly ServedSlate[]): string {
  if (ping.clientId === null) return derivedUuid(`nobody/${document}`)
  const devices = new Set(slates.flatMap(({ reader }) => (reader?.startsWith('device:') ? [reader.slice(7)] : [])))
  const [device] = devices
  return devices.size === 1 && device !== undefined ? device : derivedUuid(`profile/${ping.clientId}`)
}

async function slatesOf({ servedAt }: PingWorld, ping: Ping): Promise<readonly ServedSlate[]> {
  const times = new Set(ping.events.flatMap(({ extra }) => wholeNumber(extra.recommended_at) ?? []))
  return times.size === 0 ? [] : await servedAt([...times].slice(0, mostAnswers))
}

function servedAs(slates: readonly ServedSlate[], item: string, at: number): Served | null {
  for (const slate of slates) {
    const slot = slate.at === at ? slate.items.indexOf(item) : -1
    if (slot >= 0) return { slate: slate.id, slot }
  }
  return null
}
