// One connection that listens to what other processes of this installation announce on a channel of PostgreSQL. It is
// opened again a second after it was lost; what was announced meanwhile is not heard, so `connected` says to look.
import type { Kernel } from '../kernel.ts'
import { newClient } from './connection.ts'

const retryMs = 1000
const askEveryMs = 15_000
const patienceMs = 5000

export interface Channel {
  /** Answers when the first connection was made or refused. */
  readonly opened: Promise<void>
  close(): Promise<void>
}

export function listenOn(
  kernel: Pick<Kernel, 'database' | 'log'>,
  channel: string,
  on: { heard(payload: string): void; connected(): void },
): Channel {
  const closing = new AbortController()
  let next: NodeJS.Timeout | undefined
  let drop: () => Promise<void> = async () => undefined
  const later = (): void => {
    if (!closing.signal.aborted) next = setTimeout(() => void connect(), retryMs).unref()
  }
  const connect = async (): Promise<void> => {
    const client = newClient({
      connectionString: kernel.database.url,
      application_name: 'lectern-listen',
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
      keepAlive: true,
    })
    client.on('notification', ({ payload }) => payload !== undefined && on.heard(payload))
    try {
      await client.connect()
      await client.query(`listen ${channel}`)
    } catch (cause) {
      kernel.log.warn({ err: cause, channel }, 'announcements of other processes are not heard; tried again')
      client.end().catch(() => channel)
      return later()
    }
    // A connection that is half dead says nothing: ask it now and then.
    const asking = setInterval(() => {
      client.query('select 1').catch(() => client.end().catch(() => channel))
    }, askEveryMs).unref()
    client.once('end', () => {
      clearInterval(asking)
      later()
    })
    drop = () => client.end().catch(() => undefined)
    if (closing.signal.aborted) await drop()
    else on.connected()
  }
  const opened = connect()
  return {
    opened,
    async close() {
      closing.abort()
      clearTimeout(next)
      await opened
      await drop()
    },
  }
}
