// One event of a batch: does it fit the contract, is it the sender's own, is its time believable?
import { type EventReceipt, eventKinds, maxAgeMs, maxFutureMs, wireEvent } from '@lectern/protocol/events/events.ts'
import type { Caller } from '../kernel/http/http.ts'
import { isStorable, storableDetail } from '../kernel/http/storable-text.ts'
import type { StoredEvent } from './event.ts'

type Refusal = EventReceipt['refused'][number]
export type Checked =
  | { readonly kind: 'event'; readonly index: number; readonly event: StoredEvent }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Everything but whether the item exists, which is asked once for the whole batch. */
export function checkEvent(input: unknown, index: number, from: { caller: Caller; now: number }): Checked {
  const refuse = (reason: Refusal['reason'], detail: string): Checked => ({
    kind: 'refused',
    refusal: { index, id: idOf(input), reason, detail },
  })
  const parsed = wireEvent.safeParse(input)
  if (!parsed.success) return refuse('invalid', explain(input, parsed.error.issues[0]))
  const { data } = parsed
  const subject = 'item' in data ? data.item : `section:${data.section}`
  if (![subject, data.surface ?? '', data.reader ?? ''].every(isStorable))
    return refuse('invalid', `item, section, surface, reader: ${storableDetail}`)
  const reader = readerOf(data, from.caller)
  if (reader.kind === 'not-yours') return refuse('not-yours', reader.detail)
  if (data.at > from.now + maxFutureMs)
    return refuse(
      'future',
      `at: ${data.at} is more than ${maxFutureMs / 60_000} minutes after the server's ${from.now}`,
    )
  if (data.at < from.now - maxAgeMs)
    return refuse(
      'too-old',
      `at: ${data.at} is more than ${maxAgeMs / 86_400_000} days before the server's ${from.now}`,
    )
  const event: StoredEvent = {
    id: data.id.toLowerCase(),
    reader: reader.id,
    item: subject,
    kind: data.kind,
    surface: data.surface ?? (from.caller.kind === 'key' ? from.caller.surface : null),
    slate: 'slate' in data ? (data.slate?.toLowerCase() ?? null) : null,
    slot: 'slot' in data ? (data.slot ?? null) : null,
    dwellMs: 'dwellMs' in data ? (data.dwellMs ?? null) : null,
    fraction: 'fraction' in data ? data.fraction : null,
    on: 'on' in data ? data.on : true,
    detail: 'target' in data ? data.target : 'reason' in data ? data.reason : null,
    at: data.at,
    receivedAt: from.now,
    region: data.region ?? null,
  }
  return { kind: 'event', index, event }
}

export const anonymousReader = (device: string): string => `device:${device.toLowerCase()}`

interface Sent {
  readonly reader?: string | undefined
  readonly device?: string | undefined
  readonly surface?: string | undefined
}
type Whose = { kind: 'reader'; id: string } | { kind: 'not-yours'; detail: string }

function readerOf(sent: Sent, caller: Caller): Whose {
  switch (caller.kind) {
    case 'reader':
      if (sent.reader === undefined || sent.reader === caller.reader) return { kind: 'reader', id: caller.reader }
      return { kind: 'not-yours', detail: 'reader: leave it out, or name the signed-in reader' }
    case 'anonymous':
      if (sent.reader !== undefined) return { kind: 'not-yours', detail: 'reader: sign in first, or send a device' }
      if (sent.device !== undefined) return { kind: 'reader', id: anonymousReader(sent.device) }
      return { kind: 'not-yours', detail: 'device: without a signed-in reader an event names its device, a UUID' }
    case 'key':
      return ofKey(sent, caller)
    case 'unknown':
      throw caller.cause
  }
}

/** A server speaks for readers it knows; what stands in a page for everyone to read speaks for devices only. */
function ofKey(sent: Sent, key: Extract<Caller, { kind: 'key' }>): Whose {
  if (key.surface !== null && sent.surface !== undefined && sent.surface !== key.surface)
    return { kind: 'not-yours', detail: `surface: this key is for "${key.surface}"; leave it out or name that one` }
  if (sent.reader !== undefined) {
    if (!key.publishable) return { kind: 'reader', id: sent.reader }
    return {
      kind: 'not-yours',
      detail: 'reader: a publishable key speaks for devices; send a device, or use a secret key',
    }
  }
  if (sent.device !== undefined) return { kind: 'reader', id: anonymousReader(sent.device) }
  return { kind: 'not-yours', detail: 'reader, device: with a key an event names its reader, or its device, a UUID' }
}

function idOf(input: unknown): string | null {
  const id = (input as { id?: unknown } | null | undefined)?.id
  return typeof id === 'string' ? id.slice(0, 64) : null
}

interface Issue {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function explain(input: unknown, issue: Issue | undefined): string {
  if (issue === undefined) return 'The event does not fit the contract.'
  const path = issue.path.join('.')
  if (issue.code === 'invalid_union' && path === 'kind') return `kind: must be one of ${eventKinds.join(', ')}`
  if (issue.code === 'unrecognized_keys') return `${issue.message}; allowed: ${keysOf(input).join(', ')}`
  return path === '' ? `An event is an object: ${issue.message}` : `${path}: ${issue.message}`
}

function keysOf(input: unknown): string[] {
  const kind = (input as { kind?: unknown }).kind
  return Object.keys(wireEvent.options.find((option) => option.shape.kind.value === kind)?.shape ?? {})
}
