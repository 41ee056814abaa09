// Starts the Firefox ESR of this machine, unmodified and headless, with a profile and policies of the test's own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Marionette, openMarionette } from './marionette.ts'

/** The installed program, or null. */
export function findFirefox(): string | null {
  const found = spawnSync('which', ['firefox-esr']).stdout?.toString().trim() ?? ''
  if (found === '') return null
  const program = realpathSync(found)
  // A command may be a script that starts the program; that lies beside its application.ini.
  const library = [program, '/usr/lib/firefox-esr/firefox-esr']
  return library.find((path) => readdirSync(dirname(path)).includes('application.ini')) ?? null
}

/**
 * The same Firefox with an empty `distribution` folder: its program copied, because it looks for policies beside itself,
 * everything else linked. Answers the program; policies go into `distribution` beside it.
 */
export function withOwnPolicies(program: string, folder: string): string {
  mkdirSync(join(folder, 'distribution'), { recursive: true })
  for (const name of readdirSync(dirname(program))) {
    const from = join(dirname(program), name)
    if (from === program) copyFileSync(from, join(folder, name))
    else if (name !== 'distribution') symlinkSync(from, join(folder, name))
  }
  return join(folder, 'firefox-esr')
}

export interface Browser {
  readonly marionette: Marionette
  /** 153 of 153.7.0esr. */
  readonly version: number
  stop(): Promise<void>
}

interface Session {
  readonly capabilities: { readonly browserVersion: string }
}

/** What only a driven browser needs. The first keeps Marionette from setting up a browser fit for tests: New Tab is off in it. */
const driven = {
  'remote.prefs.recommended': false,
  'marionette.port': 0,
  // The web is a closed port: a test asks nobody but this machine.
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
}
const startWithinMs = 60_000

export async function startBrowser(program: string, profile: string, env: NodeJS.ProcessEnv): Promise<Browser> {
  const lines = Object.entries(driven).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
  appendFileSync(join(profile, 'user.js'), lines.join(''))
  const portFile = join(profile, 'MarionetteActivePort')
  rmSync(portFile, { force: true })
  const args = ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access', '--profile', profile]
  const child = spawn(program, args, { stdio: 'ignore', env: { ...env, HOME: profile } })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    const marionette = await openMarionette(await portOf(child, portFile))
    const session = await marionette.send<Session>('WebDriver:NewSession', { pageLoadStrategy: 'none' })
    return {
      marionette,
      version: Number.parseInt(session.capabilities.browserVersion, 10),
      async stop() {
        marionette.close()
        await stop()
      },
    }
  } catch (cause) {
    await stop()
    throw cause
  }
}

async function portOf(child: ChildProcess, file: string): Promise<number> {
  return await until('Firefox listens', startWithinMs, () => {
    if (child.exitCode !== null) throw new Error(`Firefox ended with ${child.exitCode} before it listened`)
    try {
      return Number(readFileSync(file, 'utf8')) || null
    } catch {
      return null
    }
  })
}

/** Looks again and again until there is something. @throws Error naming what did not come. */
export async function until<T>(what: string, withinMs: number, look: () => Promise<T | null> | T | null): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (Date.now() > deadline) throw new Error(`not within ${withinMs / 1000} s: ${what}`)
    await pause(100)
  }
}
