// Jobs that go wrong in each way, for tests of the sandbox. Loaded in the other process.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { env } from 'node:process'
import { readOpml } from '@lectern/content/feeds/opml.ts'

const kept: unknown[] = []

export const jobs = {
  opml: (bytes: Uint8Array) => readOpml(new TextDecoder().decode(bytes)).feeds,
  hang(): void {
    for (;;) kept.length = 0
  },
  wait: () => new Promise<void>((done) => setTimeout(done, 3_600_000)),
  eatHeap(): void {
    for (;;) kept.push({ a: kept.length, b: String(kept.length).repeat(100).split('') })
  },
  eatBuffers(): void {
    for (;;) kept.push(new Uint8Array(8 * 1024 * 1024).fill(1))
  },
  throws(): void {
    throw new RangeError('such a page')
  },
  die: () => process.exit(3),
  much: () => new Uint8Array(1024 * 1024),
  remember: (value: number) => kept.push(value),
  readFile: (path: string) => readFileSync(path, 'utf8').length,
  start: () => spawnSync('true').error?.message ?? 'started',
  evaluate: () => new Function('return 1')() as number,
  environment: () => Object.keys(env),
  pid: () => process.pid,
}
