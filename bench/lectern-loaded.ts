// Lectern with a large publication in it: imported, trained, serving on its embedded PostgreSQL, with a key for programs.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createKey } from '@lectern/server/accounts/accounts.ts'
import { type RunningServer, startServer, temporaryData } from '@lectern/server/cli/testing.ts'
import { loadConfig } from '@lectern/server/kernel/config/config.ts'
import { openKernel } from '@lectern/server/kernel/kernel.ts'
import { silentLog } from '@lectern/server/kernel/log/log.ts'
import type { MadeData } from './gorse-data.ts'
import { treeMb } from './gorse-server.ts'

const program = fileURLToPath(new URL('../packages/server/cli/main.ts', import.meta.url))
/** More than any load reaches: a rate limit is not what is measured. */
const perMinute = 1_000_000

export interface LoadedLectern {
  readonly server: RunningServer
  readonly secret: string
  readonly importSeconds: number
  readonly trainSeconds: number
  /** Resident memory of the server and its database now. */
  memoryMb(): number
  remove(): Promise<void>
}

/** @param options.folder an empty data folder; one in the temporary folder when left out. */
export async function loadedLectern(
  data: MadeData,
  line: (text: string) => void,
  options: { readonly folder?: string; readonly args?: readonly string[] } = {},
): Promise<LoadedLectern> {
  const [files, folder] = [mkdtempSync(join(tmpdir(), 'lectern-made-')), options.folder ?? temporaryData()]
  try {
    mkdirSync(files, { recursive: true })
    writeRows(join(files, 'items.csv'), 'id,title,topic,language,published_at', data.items, (item) =>
      [item.id, `What ${item.id} is about`, `topic-${item.topic}`, 'en', item.addedAt].join(),
    )
    writeRows(join(files, 'events.csv'), 'reader,item,kind,at', data.events, ({ reader, item, at }) =>
      [reader, item, 'open', at].join(),
    )
    line('Lectern: importing')
    const importSeconds = run(['import', 'csv', files, '--data', folder])
    line(`Lectern: imported in ${importSeconds.toFixed(0)} s, training`)
    const trainSeconds = run(['train', '--data', folder])
    const secret = await secretKey(folder)
    const server = await startServer(folder, options.args)
    return {
      server,
      secret,
      importSeconds,
      trainSeconds,
      memoryMb: () => treeMb(server.process.pid ?? 0) + treeMb(databaseOf(folder)),
      async remove() {
        await server.stop()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } finally {
    rmSync(files, { recursive: true, force: true })
  }
}

function run(args: readonly string[]): number {
  const begun = performance.now()
  const child = spawnSync(process.execPath, [program, ...args, '--json'], { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (child.status !== 0) throw new Error(`lectern ${args[0]} ended with ${child.status}: ${child.stderr.slice(-500)}`)
  return (performance.now() - begun) / 1000
}

function writeRows<T>(path: string, head: string, rows: readonly T[], row: (of: T) => string): void {
  const file = openSync(path, 'w')
  writeSync(file, `${head}\n`)
  for (let from = 0; from < rows.length; from += 10_000)
    writeSync(
      file,
      `${rows
        .slice(from, from + 10_000)
        .map(row)
        .join('\n')}\n`,
    )
  closeSync(file)
}

export async function secretKey(dataDir: string): Promise<string> {
  const kernel = await openKernel(loadConfig({ env: {}, flags: { dataDir } }), silentLog)
  try {
    const made = await createKey(kernel, {
      name: 'bench',
      kind: 'secret',
      surface: null,
      scopes: ['recommend', 'events'],
      perMinute,
    })
    if (made.kind === 'refused') throw new Error(made.detail)
    return made.secret
  } finally {
    await kernel.database.close()
  }
}

const databaseOf = (folder: string): number =>
  Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

/** A process that loads a server from outside and tells what it saw as JSON. */
export function outside<T>(script: URL, options: object): Promise<T> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [fileURLToPath(script), JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let out = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.on('close', (code) =>
      code === 0 ? done(JSON.parse(out) as T) : fail(new Error(`the load generator ended with ${code}`)),
    )
  })
}
