// The last rung: the last unpersonal list of each surface, on disk, for when nothing else is there.
import { type Slate, slate as slateSchema } from '@lectern/protocol/rest/recommendations.ts'
import type { Kernel } from '../kernel/kernel.ts'

const everyMs = 60_000
const mostSurfaces = 16

export interface StoredSlates {
  /** Keeps an answer that holds nothing personal, at most once a minute per surface. */
  offer(slate: Slate): void
  /** The kept list of this surface, else of `home`, or null. */
  last(surface: string): Promise<Slate | null>
  /** Waits for a write that is under way. */
  close(): Promise<void>
}

const blobOf = (surface: string): string => `slates/${encodeURIComponent(surface).replaceAll('.', '%2E')}.json`

export function openStoredSlates(kernel: Pick<Kernel, 'blobs' | 'clock' | 'log'>): StoredSlates {
  const writtenAt = new Map<string, number>()
  let writing: Promise<unknown> = Promise.resolve()
  const read = async (surface: string): Promise<Slate | null> => {
    try {
      const bytes = await kernel.blobs.get(blobOf(surface))
      return bytes === null ? null : slateSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
    } catch (cause) {
      kernel.log.error({ err: cause }, 'the list kept for emergencies cannot be read')
      return null
    }
  }
  return {
    offer(slate) {
      const before = writtenAt.get(slate.surface)
      if (slate.items.length === 0 || (before !== undefined && slate.at - before < everyMs)) return
      if (before === undefined && writtenAt.size >= mostSurfaces) return
      writtenAt.set(slate.surface, slate.at)
      const bytes = new TextEncoder().encode(JSON.stringify(slate))
      writing = writing
        .then(() => kernel.blobs.put(blobOf(slate.surface), bytes))
        .catch((cause) => kernel.log.warn({ err: cause }, 'the list for emergencies was not kept'))
    },
    last: async (surface) => (await read(surface)) ?? (surface === 'home' ? null : await read('home')),
    async close() {
      await writing
    },
  }
}
