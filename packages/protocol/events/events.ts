// What happened between a reader and an item, as it crosses the wire. A closed, versioned union: a new kind is added
// here first and every exhaustive switch then asks for it. Not here: how events are stored (server/events).
// Start at `wireEvent`; `eventKinds` is the whole list.
import { z } from 'zod'

/** 2 added `follow` and `block`; a batch of version 1 is a batch of version 2 that has none of them. */
const eventsVersion = 2
export const maxEventsPerBatch = 1000
/** How far ahead of the server's clock an event may claim to be, in milliseconds. */
export const maxFutureMs = 5 * 60_000
/** How old an event may be when it arrives, in milliseconds: a queue that was offline for a week still counts. */
export const maxAgeMs = 7 * 24 * 3_600_000

const act = {
  id: z.uuid().describe('Chosen by the sender; the same id sent again is counted once.'),
  reader: z.string().min(1).max(128).optional().describe('Only for callers allowed to speak for several readers.'),
  device: z.uuid().optional().describe('Anonymous device, when there is no signed-in reader.'),
  surface: z.string().min(1).max(64).optional(),
  at: z.int().min(0).describe('When it happened, Unix milliseconds.'),
  region: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters of ISO 3166, such as DE')
    .optional()
    .describe('Where the reader was, ISO 3166; leave it out when the reader did not tell.'),
}
const occurrence = {
  ...act,
  item: z.string().min(1).max(256),
  slate: z.uuid().optional().describe('The slate the item was shown in.'),
  slot: z.int().min(0).max(10_000).optional().describe('Position in that slate, from 0.'),
}
const section = z.string().min(1).max(64).describe('Name of the section on its surface.')
const dwellMs = z.int().min(0).max(86_400_000)
const on = z.boolean().default(true).describe('false takes an earlier event of this kind back.')

export const reportReasons = ['broken', 'paywall', 'spam', 'misleading', 'offensive', 'other'] as const

export const wireEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('impression'), ...occurrence }),
  z.strictObject({ kind: z.literal('open'), ...occurrence }),
  z.strictObject({ kind: z.literal('read'), ...occurrence, dwellMs, fraction: z.number().min(0).max(1) }),
  z.strictObject({ kind: z.literal('finish'), ...occurrence, dwellMs: dwellMs.optional() }),
  z.strictObject({ kind: z.literal('save'), ...occurrence, on }),
  z.strictObject({ kind: z.literal('archive'), ...occurrence, on }),
  z.strictObject({ kind: z.literal('like'), ...occurrence, on }),
  z.strictObject({ kind: z.literal('dismiss'), ...occurrence, on }),
  z.strictObject({ kind: z.literal('hide'), ...occurrence, on, target: z.enum(['publisher', 'topic']) }),
  z.strictObject({ kind: z.literal('share'), ...occurrence }),
  z.strictObject({ kind: z.literal('report'), ...occurrence, reason: z.enum(reportReasons) }),
  z.strictObject({ kind: z.literal('follow'), ...act, section, on }),
  z.strictObject({ kind: z.literal('block'), ...act, section, on }),
])

/** An event as its sender writes it: `on` may be left out. */
export type WireEvent = z.input<typeof wireEvent>
export type EventKind = WireEvent['kind']
/** What happens to an item; the other kinds are about a section. */
export type ItemEvent = Extract<WireEvent, { item: string }>

export const eventKinds = wireEvent.options.map((option) => option.shape.kind.value) as readonly EventKind[]
export const itemEventKinds = wireEvent.options
  .filter((option) => 'item' in option.shape)
  .map((option) => option.shape.kind.value) as readonly ItemEvent['kind'][]

/** The batch envelope. Events are validated one by one, so that one bad event does not cost the others. */
export const eventBatch = z.strictObject({
  version: z.literal([1, eventsVersion]),
  events: z.array(z.unknown()).min(1).max(maxEventsPerBatch),
})

const eventRefusals = ['invalid', 'future', 'too-old', 'unknown-item', 'not-yours'] as const

export const eventReceipt = z.object({
  accepted: z.int().describe('Durable now and counted for the first time.'),
  repeated: z.int().describe('Already known by id; not counted again.'),
  refused: z.array(
    z.object({
      index: z.int().describe('Position in the batch, from 0.'),
      id: z.string().nullable(),
      reason: z.enum(eventRefusals),
      detail: z.string(),
    }),
  ),
})
export type EventReceipt = z.infer<typeof eventReceipt>
