// What other processes of this installation announce on the channel `lectern`, and a slow look in case one was missed.
import { listenOn } from '../kernel/db/channel.ts'
import type { Kernel } from '../kernel/kernel.ts'

export type Announcement =
  /** Items with a revision above `after`; all that are not known yet when it is left out. */
  | { readonly kind: 'items'; readonly after?: number }
  | { readonly kind: 'model' | 'history' | 'priorities' | 'schedule' | 'sections' }

/** Calls `heard` for each announcement and `look` now and then, also when the connection is made again. Answers how to stop. */
export function listenForAnnouncements(
  kernel: Pick<Kernel, 'database' | 'log'>,
  options: { heard(announcement: Announcement): void; look(): void; everyMs?: number },
): { close(): Promise<void> } {
  const listening = listenOn(kernel, 'lectern', {
    heard(payload) {
      const announcement = parse(payload)
      if (announcement !== null) options.heard(announcement)
    },
    connected: options.look,
  })
  const timer = setInterval(options.look, options.everyMs ?? 15_000).unref()
  return {
    async close() {
      clearInterval(timer)
      await listening.close()
    },
  }
}

function parse(payload: string): Announcement | null {
  const [kind, after] = payload.split(':')
  if (kind === 'items') return after === undefined ? { kind } : { kind, after: Number(after) }
  return isPlain(kind) ? { kind } : null
}

type Plain = Exclude<Announcement['kind'], 'items'>
const plain: ReadonlySet<string | undefined> = new Set<Plain>([
  'model',
  'history',
  'priorities',
  'schedule',
  'sections',
])
const isPlain = (kind: string | undefined): kind is Plain => plain.has(kind)
