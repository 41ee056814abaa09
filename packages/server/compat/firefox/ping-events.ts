// From what a New Tab tells to our events. Sponsored cards, what has no id of ours, and all else it tells are left out.
import { createHash } from 'node:crypto'
import type { reportReasons, WireEvent } from '@lectern/protocol/events/events.ts'
import type { PingEvent } from './ping.ts'

/** Where the ping does not tell which of our New Tab surfaces it was. */
const someNewtab = 'NEW_TAB'

/** Where a card was: the list it came in and its place there. */
export interface Served {
  readonly slate: string
  readonly surface: string
  readonly slot: number
  readonly region?: string
}

export interface Telling {
  /** Glean's id of the ping: the same ping sent again makes the same event ids. */
  readonly document: string
  readonly device: string
  readonly surface: string | null
  readonly region: string | null
  /** Unix milliseconds. */
  readonly now: number
  readonly servedAs?: (item: string, recommendedAt: number) => Served | null
}

export function eventsOf(events: readonly PingEvent[], telling: Telling): WireEvent[] {
  return events.flatMap((event, index) => {
    const act = {
      id: derivedUuid(`${telling.document}/${index}`),
      device: telling.device,
      surface: telling.surface ?? someNewtab,
      ...(telling.region === null ? {} : { region: telling.region }),
      at: wholeNumber(event.extra.glean_timestamp) ?? telling.now,
    }
    const made = aboutSection(event, act) ?? aboutItem(event, { ...act, ...placeOf(event, telling) })
    return made === null ? [] : [made]
  })
}

type Act = Pick<WireEvent, 'id' | 'at'> & { device: string; surface: string; region?: string }
type Place = Partial<Served>

function aboutSection({ name, extra }: PingEvent, act: Act): WireEvent | null {
  const { section } = extra
  if (section === undefined) return null
  switch (name) {
    case 'sections_follow_section':
      return { kind: 'follow', ...act, section, on: true }
    case 'sections_unfollow_section':
      return { kind: 'follow', ...act, section, on: false }
    case 'sections_block_section':
      return { kind: 'block', ...act, section, on: true }
    case 'sections_unblock_section':
      return { kind: 'block', ...act, section, on: false }
    default:
      return null
  }
}

function aboutItem({ name, extra }: PingEvent, act: Act & Place): WireEvent | null {
  const item = extra.corpus_item_id
  if (item === undefined || item === '' || extra.is_sponsored === 'true') return null
  const told = { ...act, item }
  switch (name) {
    case 'impression':
      return { kind: 'impression', ...told }
    case 'click':
      return { kind: 'open', ...told }
    case 'dismiss':
      return { kind: 'dismiss', ...told }
    case 'thumb_voting_interaction':
      return thumb(extra, told)
    case 'report_content_submit':
      return { kind: 'report', ...told, reason: reasons.get(extra.report_reason ?? '') ?? 'other' }
    default:
      return null
  }
}

/** Both false: the vote was taken back, which takes back either. */
function thumb(extra: PingEvent['extra'], told: Act & Place & { item: string }): WireEvent | null {
  if (extra.thumbs_up === 'true') return { kind: 'like', ...told }
  if (extra.thumbs_down === 'true') return { kind: 'dismiss', ...told }
  return { kind: 'like', ...told, on: false }
}

const reasons: ReadonlyMap<string, (typeof reportReasons)[number]> = new Map([
  ['inappropriate_or_offensive', 'offensive'],
  ['spam_or_misleading', 'misleading'],
  ['requires_payment_or_subscription', 'paywall'],
])

function placeOf({ extra }: PingEvent, { servedAs }: Telling): Place {
  const recommendedAt = wholeNumber(extra.recommended_at)
  const served = recommendedAt === undefined ? null : (servedAs?.(extra.corpus_item_id ?? '', recommendedAt) ?? null)
  if (served !== null) return served
  const slot = wholeNumber(extra.position)
  return slot === undefined || slot > 10_000 ? {} : { slot }
}

export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** A UUID (version 8 of RFC 9562) that is always the same for the same name and tells nothing of it. */
export function derivedUuid(name: string): string {
  const bytes = createHash('sha256').update(`lectern:firefox:${name}`).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
