// For a start without a database: what was ranked last on each surface, with what was believed of it, on disk.
import { z } from 'zod'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Ranking } from './ranking.ts'
import { columnsOf } from './stories.ts'
import { type SurfaceId, surfaceIds } from './surfaces.ts'
import { topicIds } from './topics.ts'

const everyMs = 5 * 60_000

const pack = z.object({
  version: z.literal(1),
  surface: z.enum(surfaceIds),
  stories: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      title: z.string(),
      excerpt: z.string(),
      publisher: z.string(),
      imageUrl: z.string(),
      topic: z.enum(topicIds).nullable(),
      tileId: z.number(),
      addedAt: z.number(),
      topicName: z.string().nullable(),
      subtopic: z.string().nullable().default(null),
      publishedAt: z.number().nullable().default(null),
      isCrawled: z.boolean().default(false),
      cluster: z.number(),
    }),
  ),
  editorial: z.array(
    z.object({
      name: z.string(),
      members: z.array(z.int().min(0)),
      told: z
        .object({
          title: z.string(),
          subtitle: z.string().nullable(),
          followable: z.boolean(),
          allowAds: z.boolean(),
          iab: z.array(z.string()),
        })
        .optional(),
    }),
  ),
  alpha: z.array(z.number().positive()),
  beta: z.array(z.number().positive()),
  fresh: z.array(z.number()),
  out: z.array(z.number()),
})

export type StoredRanking = Pick<Ranking, 'stories' | 'rung' | 'posteriors' | 'fresh' | 'out'>

interface StoredRankings {
  /** Keeps it, at most once in five minutes per surface unless `atOnce`: what was taken down must not come back. */
  offer(ranking: Ranking, of: { readonly now: number; readonly atOnce: boolean }): void
  last(surface: SurfaceId): Promise<StoredRanking | null>
  /** Takes out of what is kept all that may not be shown any more; also for surfaces nobody asks for. */
  purge(mayShow: (item: string) => boolean): Promise<void>
  close(): Promise<void>
}

const blobOf = (surface: SurfaceId): string => `merino/${surface}.json`

export function openStoredRankings(kernel: Pick<Kernel, 'blobs' | 'log'>): StoredRankings {
  const writtenAt = new Map<SurfaceId, number>()
  let writing: Promise<unknown> = Promise.resolve()
  const purgeOne = async (surface: SurfaceId, mayShow: (item: string) => boolean): Promise<void> => {
    try {
      const bytes = await kernel.blobs.get(blobOf(surface))
      const kept = bytes === null ? null : parse(bytes)
      if (kept === null || kept.stories.every(({ id }) => mayShow(id))) return
      await kernel.blobs.put(blobOf(surface), bytesOf(onlyShown(kept, mayShow)))
    } catch (cause) {
      kernel.log.error({ err: cause, surface }, 'the New Tab for emergencies still holds what was taken down')
    }
  }
  return {
    offer(ranking, { now, atOnce }) {
      const { surface, stories } = ranking.stories
      const due = Math.abs(now - (writtenAt.get(surface) ?? Number.NEGATIVE_INFINITY)) >= everyMs
      if (stories.length === 0 || !(due || atOnce)) return
      writtenAt.set(surface, now)
      const bytes = encode(ranking)
      writing = writing
        .then(() => kernel.blobs.put(blobOf(surface), bytes))
        .catch((cause) => kernel.log.warn({ err: cause }, 'the New Tab for emergencies was not kept'))
    },
    async last(surface) {
      try {
        const bytes = (await kernel.blobs.get(blobOf(surface))) ?? (await kernel.blobs.get(blobOf('NEW_TAB_EN_US')))
        return bytes === null ? null : decode(bytes, surface)
      } catch (cause) {
        kernel.log.error({ err: cause }, 'the New Tab kept for emergencies cannot be read')
        return null
      }
    },
    purge(mayShow) {
      // Behind what is being written, which may hold it still.
      writing = writing.then(async () => {
        for (const surface of surfaceIds) await purgeOne(surface, mayShow)
      })
      return writing.then(() => undefined)
    },
    async close() {
      await writing
    },
  }
}

function encode({ stories, posteriors, fresh, out }: Ranking): Uint8Array {
  return bytesOf({
    version: 1,
    surface: stories.surface,
    stories: [...stories.stories],
    editorial: stories.editorial.map(({ name, members }) => ({ name, members: [...members] })),
    alpha: [...posteriors.alpha],
    beta: [...posteriors.beta],
    fresh: [...fresh],
    out: [...out],
  })
}

type Pack = z.infer<typeof pack>
const bytesOf = (kept: Pack): Uint8Array => new TextEncoder().encode(JSON.stringify(kept))
const parse = (bytes: Uint8Array): Pack => pack.parse(JSON.parse(new TextDecoder().decode(bytes)))

/** The same with fewer stories: columns and members keep in step. */
function onlyShown(kept: Pack, mayShow: (item: string) => boolean): Pack {
  const stays = kept.stories.map(({ id }) => mayShow(id))
  const only = <T>(column: readonly T[]): T[] => column.filter((_, k) => stays[k])
  const places = new Map(only([...stays.keys()]).map((k, place) => [k, place]))
  return {
    ...kept,
    stories: only(kept.stories),
    editorial: kept.editorial.map(({ name, members }) => ({
      name,
      members: members.flatMap((k) => places.get(k) ?? []),
    })),
    alpha: only(kept.alpha),
    beta: only(kept.beta),
    fresh: only(kept.fresh),
    out: only(kept.out),
  }
}

function decode(bytes: Uint8Array, surface: SurfaceId): StoredRanking {
  const kept = parse(bytes)
  const columns = [kept.alpha, kept.beta, kept.fresh, kept.out]
  if (columns.some((column) => column.length !== kept.stories.length)) throw new Error('columns of different lengths')
  return {
    stories: columnsOf(kept.stories, { surface, editorial: kept.editorial }),
    rung: 'stored',
    posteriors: { alpha: Float64Array.from(kept.alpha), beta: Float64Array.from(kept.beta) },
    fresh: Uint8Array.from(kept.fresh),
    out: Uint8Array.from(kept.out),
  }
}
