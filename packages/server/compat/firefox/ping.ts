// One ping as Firefox's Glean sends it: gzip JSON. Read within limits, and only what becomes our events is kept of it.
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { z } from 'zod'

export const maxPackedBytes = 256 * 1024
/** A page with a hundred cards tells some 60 KB; a megabyte packed into one kilobyte is no ping. */
export const maxUnpackedBytes = 2 * 1024 * 1024

const pingEvent = z.object({
  category: z.string(),
  name: z.string(),
  extra: z.record(z.string(), z.string()).default({}),
})
export type PingEvent = z.infer<typeof pingEvent>

const pingShape = z.object({
  client_info: z.object({ client_id: z.uuid() }).optional().catch(undefined),
  metrics: z
    .object({ string: z.record(z.string(), z.string()) })
    .optional()
    .catch(undefined),
  events: z.array(z.unknown()).default([]),
})
const surfaceKey = 'newtab_content.surface_id'
const countryKey = 'newtab_content.country'

export interface Ping {
  /** Glean's random id of the profile; newtab-content has none. */
  readonly clientId: string | null
  /** What we called the surface in our answer; null when the ping does not repeat it. */
  readonly surface: string | null
  /** ISO 3166; Firefox tells it only where it knows the surface. */
  readonly region: string | null
  readonly events: readonly PingEvent[]
}

type ReadPing =
  | { readonly kind: 'ping'; readonly ping: Ping }
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'too-large' }

const unpack = promisify(gunzip)
const gzipMark = [0x1f, 0x8b]

/** Events that have another shape are left out; the others of the ping count. */
export async function readPing(bytes: Uint8Array): Promise<ReadPing> {
  let plain: Uint8Array = bytes
  if (bytes[0] === gzipMark[0] && bytes[1] === gzipMark[1]) {
    try {
      plain = await unpack(bytes, { maxOutputLength: maxUnpackedBytes })
    } catch (cause) {
      const tooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      return tooLarge ? { kind: 'too-large' } : { kind: 'malformed', detail: 'The gzip stream of the ping is broken.' }
    }
  }
  if (plain.length > maxUnpackedBytes) return { kind: 'too-large' }
  const parsed = pingShape.safeParse(parseJson(plain))
  if (!parsed.success) return { kind: 'malformed', detail: 'A ping is a JSON object whose `events` are a list.' }
  const events = parsed.data.events.flatMap((event) => pingEvent.safeParse(event).data ?? [])
  const { client_info: client, metrics } = parsed.data
  const surface = metrics?.string[surfaceKey] ?? ''
  const country = metrics?.string[countryKey] ?? ''
  return {
    kind: 'ping',
    ping: {
      clientId: client?.client_id.toLowerCase() ?? null,
      surface: /^[A-Z_]{1,64}$/.test(surface) ? surface : null,
      region: /^[A-Z]{2}$/.test(country) ? country : null,
      events,
    },
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
