// Load on a server from a process of its own, so that what is measured does not share a thread with who measures.
import { spawn } from 'node:child_process'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What every load generator tells at its end. */
export interface Load {
  readonly requests: number
  readonly medianMs: number
  readonly p99Ms: number
  readonly failed: number
}

/** Runs a load generator, a program that takes one JSON argument and prints one JSON line. */
export function loadFromOutside<Seen extends Load>(program: string, options: object): Promise<Seen> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.on('close', (code) =>
      code === 0 ? done(JSON.parse(out)) : fail(new Error(`the load generator ended with ${code}`)),
    )
  })
}

/** Listens on any free port of this machine; the address of its root. */
export async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
