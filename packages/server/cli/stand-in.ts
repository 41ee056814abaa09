// While the database is not there yet: the same program on a kernel without one. Lists come from the packs on disk, writes
// are told to come back, and it is not ready. It hands over when the database answers, without a restart.
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, openApp } from '../app.ts'
import { explainBroken } from '../kernel/db/broken.ts'
import { Failure } from '../kernel/failure.ts'
import type { Listener } from '../kernel/http/listen.ts'
import { type Kernel, openKernel, openKernelWithoutDatabase } from '../kernel/kernel.ts'
import { silentLog } from '../kernel/log/log.ts'
import { hasListPacks } from '../recommend/recommend.ts'
import type { Call } from './command.ts'

const retryMs = 2000
/** What passes by itself or is mended while we wait; a wrong configuration or newer data is not. */
const passing: ReadonlySet<string> = new Set(['unavailable', 'storage', 'busy'])

/** null when there is nothing on disk to serve. */
export async function openStandIn(
  call: Call,
  server: Pick<Listener, 'handle'>,
  options: { webFolder: string; version: string },
): Promise<App | null> {
  // It would tell of each part that the database is away; whoever waits for the database says so once.
  const kernel = openKernelWithoutDatabase(call.config, silentLog)
  if (!(await hasListPacks(kernel))) return null
  const app = await openApp(kernel, options)
  server.handle(app.fetch)
  return {
    ...app,
    async close() {
      await app.close()
      await kernel.database.close()
    },
  }
}

/** Opens the kernel, again and again when somebody stands in meanwhile. @throws at once when nobody does. */
export async function openKernelPatiently(call: Call, standIn: App | null): Promise<Kernel> {
  for (;;) {
    try {
      return await openKernel(call.config, call.log)
    } catch (cause) {
      const explained = explainBroken(cause, call.config)
      if (standIn === null || !(explained instanceof Failure && passing.has(explained.kind))) throw explained
      call.log.error({ err: explained }, 'no database yet; lists come from the packs on disk, and it is tried again')
      await sleep(retryMs, undefined, { signal: call.signal }).catch(() => undefined)
      if (call.signal.aborted) throw explained
    }
  }
}
