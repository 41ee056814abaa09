// Surfaces by name: which recipe makes their lists, what a request there need not say, whose pages may ask. In memory, so
// that a list costs no query and goes on without the database. Start at `openSurfaces`; HTTP is in routes.ts.
import { type SurfaceSettings, surfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { deleteSurface, selectSurfaces, upsertSurface } from './queries.ts'

/** A change made by another process counts within this time. */
const lookEveryMs = 10_000

const ofHome: SurfaceSettings = surfaceSettings.parse({})
const builtIn: ReadonlyMap<string, SurfaceSettings> = new Map([
  ['home', ofHome],
  ['newtab', { ...ofHome, defaults: { n: 24 } }],
  ['digest', { ...ofHome, defaults: { n: 10, exploration: 0 } }],
])

export interface NamedSurface extends SurfaceSettings {
  readonly name: string
}

export interface Surfaces {
  /** One without settings of its own is like home. */
  settings(name: string): SurfaceSettings
  /** By name. */
  all(): readonly NamedSurface[]
  /** May pages of this origin ask for this surface? */
  allowsOrigin(surface: string, origin: string): boolean
  /** May pages of this origin ask for any? */
  knowsOrigin(origin: string): boolean
  put(name: string, settings: SurfaceSettings): Promise<void>
  /** Back to what is built in. False when it had no settings of its own. */
  remove(name: string): Promise<boolean>
}

export async function openSurfaces(kernel: Pick<Kernel, 'database' | 'clock' | 'log'>): Promise<Surfaces> {
  const { db } = kernel.database
  let own: ReadonlyMap<string, SurfaceSettings> = new Map()
  let readAt = kernel.clock()
  let reading: Promise<void> | null = null
  const read = async (): Promise<void> => {
    readAt = kernel.clock()
    const rows = await selectSurfaces(db)
    own = new Map(rows.flatMap(({ name, settings }) => sound(kernel, name, settings)))
  }
  /** In the background: whoever asks gets what is known. */
  const look = (): void => {
    if (reading !== null || kernel.clock() - readAt < lookEveryMs) return
    reading = readOrKeep().finally(() => {
      reading = null
    })
  }
  const readOrKeep = (): Promise<void> =>
    read().catch((cause) => kernel.log.warn({ err: cause }, 'surfaces cannot be read; those known go on'))
  const settings = (name: string): SurfaceSettings => {
    look()
    return own.get(name) ?? builtIn.get(name) ?? own.get('home') ?? ofHome
  }
  await readOrKeep()
  return {
    settings,
    all: () => {
      look()
      const names = [...new Set([...builtIn.keys(), ...own.keys()])].sort()
      return names.map((name) => ({ name, ...settings(name) }))
    },
    allowsOrigin: (surface, origin) => settings(surface).origins.includes(origin),
    knowsOrigin(origin) {
      look()
      return [...own.values()].some(({ origins }) => origins.includes(origin))
    },
    async put(name, next) {
      await upsertSurface(db, name, { settings: next, now: kernel.clock() })
      await read()
    },
    async remove(name) {
      const was = await deleteSurface(db, name)
      await read()
      return was
    },
  }
}

/** What an older or newer version wrote and this one cannot read is like home, and said in the log. */
function sound(kernel: Pick<Kernel, 'log'>, name: string, stored: unknown): [string, SurfaceSettings][] {
  const parsed = surfaceSettings.safeParse(stored)
  if (parsed.success) return [[name, parsed.data]]
  kernel.log.error({ surface: name, err: parsed.error }, 'settings of a surface cannot be read; it is served like home')
  return []
}
