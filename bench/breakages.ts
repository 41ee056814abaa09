// Ways to break a running publication, each with what mends it.
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '@lectern/server/kernel/config/config.ts'
import { openKernel } from '@lectern/server/kernel/kernel.ts'
import { silentLog } from '@lectern/server/kernel/log/log.ts'

export interface Stage {
  readonly data: string
  readonly worker: ChildProcess
}

export interface Breakage {
  readonly name: string
  /** Breaks it; answers what mends it. */
  cause(stage: Stage): Promise<() => Promise<void>>
}

const nothing = async (): Promise<void> => undefined
const again = 200

const postmaster = (data: string): number =>
  Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

/** The server and its children; a frozen parent alone would leave those at work. */
function family(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return [pid, ...children.split(' ').filter(Boolean).map(Number)]
}

function signal(data: string, name: NodeJS.Signals): void {
  try {
    for (const pid of family(postmaster(data))) process.kill(pid, name)
  } catch {
    // It is gone already, or not back yet.
  }
}

export const breakages: readonly Breakage[] = [
  {
    name: 'database killed (SIGKILL) once',
    async cause({ data }) {
      signal(data, 'SIGKILL')
      return nothing
    },
  },
  {
    name: 'database killed whenever it comes back',
    async cause({ data }) {
      const timer = setInterval(() => signal(data, 'SIGKILL'), again)
      return async () => clearInterval(timer)
    },
  },
  {
    name: 'database frozen (SIGSTOP)',
    async cause({ data }) {
      signal(data, 'SIGSTOP')
      return async () => signal(data, 'SIGCONT')
    },
  },
  {
    name: 'worker killed (SIGKILL)',
    async cause({ worker }) {
      worker.kill('SIGKILL')
      return nothing
    },
  },
  {
    name: 'model files spoiled and published anew',
    async cause({ data }) {
      const folder = join(data, 'files', 'models')
      for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'nothing of a model')
      const kernel = await openKernel(loadConfig({ env: {}, flags: { dataDir: data } }), silentLog)
      await kernel.database.pool.query(
        `with old as (update model_version set state = 'retired' where state = 'published' returning *)
         insert into model_version (version, model, blob, sha256, state, card, created_at)
         select 'spoiled', model, blob, sha256, 'published', card, created_at + 1 from old`,
      )
      await kernel.database.pool.query(`select pg_notify('lectern', 'model')`)
      await kernel.database.close()
      return nothing
    },
  },
  {
    name: 'disk full',
    async cause({ data }) {
      const path = join(data, 'filling')
      const file = openSync(path, 'w')
      const fill = (): void => {
        try {
          for (let block = 1 << 22; block >= 4096; block >>= 1) {
            try {
              for (;;) writeSync(file, Buffer.alloc(block))
            } catch (cause) {
              if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause
            }
          }
        } catch {
          // Closed meanwhile.
        }
      }
      fill()
      const timer = setInterval(fill, again)
      return async () => {
        clearInterval(timer)
        closeSync(file)
        rmSync(path)
      }
    },
  },
]
