// The last rung: for each surface some hundred items as they would be shown to nobody in particular, on disk and in
// memory, with what it takes to filter them. It answers when there is nothing else: the database away since the start.
import { crc32 } from 'node:zlib'
import { type Recommendation, slate as slateSchema } from '@lectern/protocol/rest/recommendations.ts'
import { z } from 'zod'
import type { Kernel } from '../kernel/kernel.ts'

/** So many items a pack holds. */
export const packSize = 300
const everyMs = 60_000
const mostSurfaces = 16

const packSchema = slateSchema.extend({
  /** Beside `items`: the only regions it may be shown in; null: everywhere. */
  regions: z.array(z.array(z.string()).nullable()),
})
export type ListPack = z.infer<typeof packSchema>

interface ListPacks {
  /** From now on the pack of this surface is made anew every minute by `make`, which gives null when it cannot. */
  keep(surface: string, make: () => ListPack | null): void
  /** Makes all packs again now, such as after a takedown. Answers when they are written or could not be. */
  renew(): Promise<void>
  /** The pack of this surface, else of `home`, or null. */
  last(surface: string): Promise<ListPack | null>
  close(): Promise<void>
}

const blobOf = (surface: string): string => `packs/${encodeURIComponent(surface).replaceAll('.', '%2E')}.json`

export function openListPacks(kernel: Pick<Kernel, 'blobs' | 'log'>): ListPacks {
  const known = new Map<string, ListPack>()
  const makers = new Map<string, () => ListPack | null>()
  let writing: Promise<void> = Promise.resolve()
  const read = async (surface: string): Promise<ListPack | null> => {
    const kept = known.get(surface)
    if (kept !== undefined) return kept
    try {
      const bytes = await kernel.blobs.get(blobOf(surface))
      if (bytes === null) return null
      const pack = packSchema.parse(JSON.parse(readSummed(bytes)))
      if (known.size < mostSurfaces) known.set(surface, pack)
      return pack
    } catch (cause) {
      kernel.log.error({ err: cause }, 'the pack of lists cannot be read')
      return null
    }
  }
  const make = (surface: string, maker: () => ListPack | null): void => {
    const pack = maker()
    if (pack === null || pack.items.length === 0) return
    known.set(surface, pack)
    const bytes = writeSummed(JSON.stringify(pack))
    writing = writing
      .then(async () => void (await kernel.blobs.put(blobOf(surface), bytes)))
      .catch((cause) => kernel.log.warn({ err: cause }, 'a pack of lists was not written; the one in memory serves'))
  }
  const renew = (): Promise<void> => {
    for (const [surface, maker] of makers) {
      try {
        make(surface, maker)
      } catch (cause) {
        kernel.log.warn({ err: cause, surface }, 'a pack of lists was not made; the one before serves')
      }
    }
    return writing
  }
  const timer = setInterval(() => void renew(), everyMs).unref()
  return {
    keep(surface, maker) {
      if (makers.has(surface) || makers.size >= mostSurfaces) return
      makers.set(surface, maker)
      make(surface, maker)
    },
    renew,
    last: async (surface) => (await read(surface)) ?? (surface === 'home' ? null : await read('home')),
    async close() {
      clearInterval(timer)
      await writing
    },
  }
}

/** The text and, on a line of its own, its CRC-32. */
function writeSummed(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\n${sumOf(text)}`)
}

/** A file that an earlier Lectern wrote has no sum. @throws RangeError when the text is not as it was written. */
function readSummed(bytes: Uint8Array): string {
  const all = new TextDecoder().decode(bytes)
  const end = all.lastIndexOf('\n')
  if (end < 0) return all
  const text = all.slice(0, end)
  if (all.slice(end + 1) === sumOf(text)) return text
  throw new RangeError('the sum (CRC-32) of the pack is not the one it was written with')
}

const sumOf = (text: string): string => crc32(text).toString(16).padStart(8, '0')

/** Is there anything on disk to serve? */
export async function hasListPacks(kernel: Pick<Kernel, 'blobs'>): Promise<boolean> {
  return await kernel.blobs.get(blobOf('home')).then(
    (bytes) => bytes !== null,
    () => false,
  )
}

interface PackAsk {
  readonly surface: string
  readonly n: number
  readonly language?: string | undefined
  readonly region?: string | undefined
}

/** The first items of a pack that fit the ask and are not left out; slots and the id are new. */
export function listFromPack(
  { regions, ...pack }: ListPack,
  ask: PackAsk,
  of: { readonly slate: string; readonly allows?: (item: string) => boolean },
): z.infer<typeof slateSchema> {
  const items: Recommendation[] = []
  for (const [k, each] of pack.items.entries()) {
    if (items.length === ask.n) break
    const { item } = each
    const spoken = ask.language === undefined || item.language === null || speaks(item.language, ask.language)
    const here = regions[k] == null || (ask.region !== undefined && regions[k].includes(ask.region))
    if (spoken && here && (of.allows?.(item.id) ?? true)) items.push({ ...each, slot: items.length })
  }
  return { ...pack, slate: of.slate, surface: ask.surface, rung: 'stored', items }
}

/** `en` speaks for `en-GB`. */
const speaks = (language: string, wanted: string): boolean => language === wanted || language.startsWith(`${wanted}-`)
