// What other processes of this installation announce on the channel `lectern`, and a slow look in case one was missed.
import pg from 'pg'
import type { Kernel } from '../kernel/kernel.ts'

export type Announcement = 'items' | 'model' | 'history' | 'priorities'
const known: ReadonlySet<string> = new Set<Announcement>(['items', 'model', 'history', 'priorities'])

/** Calls `heard` for each announcement and `look` now and then, also after the connection was lost. Answers how to stop. */
export function listenForAnnouncements(
  kernel: Pick<Kernel, 'database' | 'log'>,
  options: { heard(announcement: Announcement): void; look(): void; everyMs?: number },
): { close(): Promise<void> } {
  const everyMs = options.everyMs ?? 15_000
  let client: pg.Client | null = null
  let closed = false
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: kernel.database.url, application_name: 'lectern-listen' })
    next.on('error', () => {
      if (client === next) client = null
    })
    next.on('notification', ({ payload }) => {
      if (payload !== undefined && known.has(payload)) options.heard(payload as Announcement)
    })
    await next.connect()
    await next.query('listen lectern')
    if (closed) await next.end()
    else client = next
  }
  const connectOrWait = (): Promise<void> =>
    connect().catch((cause) =>
      kernel.log.warn({ err: cause }, 'announcements of other processes are not heard; looking instead'),
    )
  let connecting = connectOrWait()
  const timer = setInterval(() => {
    if (client === null) connecting = connectOrWait()
    options.look()
  }, everyMs)
  timer.unref()
  return {
    async close() {
      closed = true
      clearInterval(timer)
      await connecting
      await client?.end().catch(() => undefined)
    },
  }
}
