// Our own plain files, CSV or JSON Lines: what docs/guide/import.md describes.
import { itemEventKinds } from '@lectern/protocol/events/events.ts'
import { z } from 'zod'
import { csv, type FileKind, type Format, type Layout } from '../format.ts'

const text = (most: number) => z.string().min(1).max(most)
const maybe = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())
const time = z.union(
  [z.string().regex(/^\d+$/).transform(Number), z.iso.datetime({ offset: true }).transform(Date.parse)],
  {
    error: 'must be Unix milliseconds or an ISO 8601 time with its offset',
  },
)

const eventRow = z.object({
  reader: text(128),
  item: text(256),
  kind: maybe(z.enum(itemEventKinds as [string, ...string[]])),
  at: time,
  surface: maybe(text(64)),
  slot: maybe(z.coerce.number().int().min(0).max(10_000)),
  dwell_ms: maybe(z.coerce.number().int().min(0).max(86_400_000)),
  fraction: maybe(z.coerce.number().min(0).max(1)),
  on: maybe(z.stringbool()),
  detail: maybe(text(256)),
})

const itemRow = z.object({
  id: text(256),
  title: text(500),
  url: maybe(z.url()),
  excerpt: maybe(z.string()),
  publisher: maybe(text(200)),
  topic: maybe(text(100)),
  language: maybe(text(35)),
  minutes: maybe(z.coerce.number().int().min(0).max(10_000)),
  image_url: maybe(z.url()),
  published_at: maybe(time),
})

/** Columns of the two plain files, as the guide lists them. */
const plainColumns = { events: Object.keys(eventRow.shape), items: Object.keys(itemRow.shape) }

const jsonLines: Layout = { delimiter: 'jsonl', quoted: false, header: true }

function events(layout: Layout, example: string): FileKind {
  const columns = ['reader', 'item', 'at']
  return {
    holds: 'events',
    name: layout === csv ? /^events.*\.csv$/ : /^events.*\.(jsonl|ndjson)$/,
    example,
    layout,
    columns,
    optional: plainColumns.events.filter((name) => !columns.includes(name)),
    open(at) {
      const place = plainColumns.events.map((name) => [name, at(name)] as const)
      return (cells, out) => {
        const parsed = eventRow.safeParse(objectOf(place, cells))
        if (!parsed.success) return why(parsed.error)
        const { kind = 'open', dwell_ms: dwellMs, ...rest } = parsed.data
        out.event({ ...rest, dwellMs, kind: kind as (typeof itemEventKinds)[number] })
        return null
      }
    },
  }
}

function items(layout: Layout, example: string): FileKind {
  const columns = ['id', 'title']
  return {
    holds: 'items',
    name: layout === csv ? /^items.*\.csv$/ : /^items.*\.(jsonl|ndjson)$/,
    example,
    layout,
    columns,
    optional: plainColumns.items.filter((name) => !columns.includes(name)),
    open(at) {
      const place = plainColumns.items.map((name) => [name, at(name)] as const)
      return (cells, out) => {
        const parsed = itemRow.safeParse(objectOf(place, cells))
        if (!parsed.success) return why(parsed.error)
        const { id, title, url = null, excerpt = null, publisher = null, topic = null } = parsed.data
        const {
          language = null,
          minutes = null,
          image_url: imageUrl = null,
          published_at: publishedAt = null,
        } = parsed.data
        const rest = { language, minutes, imageUrl, publishedAt, origin: 'import:csv', editorialRank: null }
        out.item({ id, title, url, excerpt, publisher, topic, ...rest })
        return null
      }
    },
  }
}

export const plain: Format = {
  name: 'csv',
  about: 'plain files of your own: events*.csv or .jsonl, items*.csv or .jsonl (docs/guide/import.md)',
  kinds: [
    items(csv, 'items.csv'),
    items(jsonLines, 'items.jsonl'),
    events(csv, 'events.csv'),
    events(jsonLines, 'events.jsonl'),
  ],
  notes: [],
}

function objectOf(place: readonly (readonly [string, number])[], cells: readonly string[]): Record<string, string> {
  const row: Record<string, string> = {}
  for (const [name, index] of place) if (index >= 0 && cells[index] !== undefined) row[name] = cells[index]
  return row
}

function why(error: z.ZodError): string {
  const issue = error.issues[0]
  return `${issue?.path.join('.')}: ${issue?.message}`
}
