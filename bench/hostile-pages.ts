// What a hung parser, one that eats memory and pages of 50 MB cost: their own process each, nothing else. Good pages are
// read between them.
import { openSandbox } from '@lectern/server/kernel/sandbox/sandbox.ts'
import type { jobs } from './hostile-parsing.ts'

interface HostileSeen {
  /** What became of each, in words. */
  readonly outcomes: Readonly<Record<string, string>>
  readonly goodRead: number
  readonly good: number
  readonly processesEnded: number
  /** Of this process, from before to the most seen between the pages. */
  readonly grownMb: number
  readonly longestPauseMs: number
}

const size = 50 * 1024 * 1024
const from = { url: 'https://paper.example/a', contentType: 'text/html; charset=utf-8' }
const paragraph =
  '<p>The council met on Tuesday evening and spoke for three hours about the bridge over the river.</p>\n'
const filled = (piece: string): Uint8Array =>
  Buffer.from(`<!doctype html><title>Large</title>${piece.repeat(Math.ceil(size / piece.length))}`)

/** Pages of 50 MB, each made to cost something else. */
const pages: Readonly<Record<string, () => Uint8Array>> = {
  '50 MB of paragraphs': () => filled(paragraph),
  '50 MB of elements in one another': () => filled('<div>'),
  '50 MB of text without an element': () => filled('a '),
  '50 MB of one attribute': () => filled('<a title="x').subarray(0, size),
  '50 MB of tags that never end': () => filled('<'),
}

export async function readHostile(): Promise<HostileSeen> {
  const sandbox = openSandbox<typeof jobs>(new URL('hostile-parsing.ts', import.meta.url))
  const good = Buffer.from(
    `<!doctype html><html lang="en"><title>The bridge</title><article>${paragraph.repeat(30)}</article>`,
  )
  const outcomes: Record<string, string> = {}
  let [goodRead, goodCount, most, longest, last] = [0, 0, 0, 0, performance.now()]
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 10)
  const readGood = async (): Promise<void> => {
    const got = await sandbox.run('page', good, from)
    goodCount += 1
    if (got.kind === 'done' && got.value.title === 'The bridge' && (got.value.text ?? '').length > 1000) goodRead += 1
    most = Math.max(most, process.memoryUsage().rss)
  }
  await readGood()
  const before = process.memoryUsage().rss
  for (const job of ['hang', 'eatMemory'] as const) {
    const got = await sandbox.run(job)
    outcomes[job] = got.kind === 'failed' ? got.why : got.kind
    await readGood()
  }
  for (const [name, make] of Object.entries(pages)) {
    // Making it is ours; sending it to the other process is what counts.
    const bytes = make()
    last = performance.now()
    const got = await sandbox.run('page', bytes, from)
    outcomes[name] = got.kind === 'failed' ? got.why : `read, ${got.value.warnings.length} warnings`
    await readGood()
  }
  clearInterval(timer)
  const ended = sandbox.killed()
  sandbox.close()
  return {
    outcomes,
    goodRead,
    good: goodCount,
    processesEnded: ended,
    grownMb: Math.round((most - before) / 1024 / 1024),
    longestPauseMs: Math.round(longest),
  }
}
