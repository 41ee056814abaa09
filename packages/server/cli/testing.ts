// Starts the real program for a test and stops it: a data folder of its own, a free port, the owner's one-time token.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface RunningServer {
  readonly url: string
  /** Where it listens for https; null when there is no certificate. */
  readonly securePort: number | null
  readonly token: string
  readonly data: string
  readonly process: ChildProcess
  /** Asks it to stop and answers its exit code. */
  stop(): Promise<number | null>
}

const program = fileURLToPath(new URL('../bin/lectern.js', import.meta.url))

export const temporaryData = (): string => mkdtempSync(join(tmpdir(), 'lectern-serve-'))

interface StartOptions {
  /** A module that is loaded before the program. */
  readonly preload?: URL
}

/** @throws Error with what the program said when it ends before it is ready. */
export async function startServer(
  data: string,
  args: readonly string[] = [],
  { preload }: StartOptions = {},
): Promise<RunningServer> {
  const before = preload === undefined ? [] : ['--import', preload.href]
  const command = [...before, program, 'serve', '--data', data, '--port', '0', '--json', ...args]
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-4000)
  })
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('{')) continue
    const { url, securePort, token } = JSON.parse(line) as Pick<RunningServer, 'url' | 'securePort' | 'token'>
    child.stdout.resume()
    const stop = (): Promise<number | null> => {
      child.kill('SIGTERM')
      return ended
    }
    return { url, securePort, token, data, process: child, stop }
  }
  throw new Error(`the server ended with ${await ended} before it was ready: ${said}`)
}

export function removeData(data: string): void {
  rmSync(data, { recursive: true, force: true })
}
