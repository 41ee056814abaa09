import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openSandbox, type Sandbox, type SandboxLimits } from './sandbox.ts'
import type { jobs } from './testing.ts'

type Jobs = typeof jobs
const opened: Sandbox<Jobs>[] = []
const sandboxWith = (limits: Partial<SandboxLimits> = {}): Sandbox<Jobs> => {
  const sandbox = openSandbox<Jobs>(new URL('testing.ts', import.meta.url), limits)
  opened.push(sandbox)
  return sandbox
}
after(() => {
  for (const sandbox of opened) sandbox.close()
})
const opml = new TextEncoder().encode('<opml><body><outline xmlUrl="https://a.example/feed" text="A"/></body></opml>')
const works = async (sandbox: Sandbox<Jobs>): Promise<void> => {
  const got = await sandbox.run('opml', opml)
  assert.ok(got.kind === 'done', JSON.stringify(got))
  assert.equal(got.value[0]?.url, 'https://a.example/feed')
}

test('a job gives its result, also on bytes, and one process does many', async () => {
  const sandbox = sandboxWith()
  await works(sandbox)
  const [first, second] = [await sandbox.run('pid'), await sandbox.run('pid')]
  assert.deepEqual(first, second)
})

test('a parser that hangs is ended by the processor it used, and the next document is parsed', async () => {
  const sandbox = sandboxWith({ processorMs: 300 })
  const got = await sandbox.run('hang')
  assert.ok(got.kind === 'failed' && got.why === 'processor', JSON.stringify(got))
  assert.equal(sandbox.killed(), 1)
  await works(sandbox)
})

test('a parser that waits for ever is ended by the clock', async () => {
  const sandbox = sandboxWith({ wallMs: 300 })
  const got = await sandbox.run('wait')
  assert.ok(got.kind === 'failed' && got.why === 'time', JSON.stringify(got))
  await works(sandbox)
})

test('a parser that eats memory, in the heap or beside it, costs its own process', async () => {
  const sandbox = sandboxWith({ heapMb: 64, memoryMb: 300 })
  for (const job of ['eatHeap', 'eatBuffers'] as const) {
    const got = await sandbox.run(job)
    assert.ok(got.kind === 'failed' && got.why === 'memory', `${job}: ${JSON.stringify(got)}`)
    await works(sandbox)
  }
})

test('a job that throws, dies or answers too much is told, and what waits behind it is done', async () => {
  const sandbox = sandboxWith({ maxResultBytes: 1000 })
  const got = await Promise.all([sandbox.run('throws'), sandbox.run('die'), sandbox.run('much'), works(sandbox)])
  assert.deepEqual(
    got.slice(0, 3).map((each) => each && (each.kind === 'failed' ? each.why : each.kind)),
    ['threw', 'died', 'too-large'],
  )
})

test('a process is replaced after its share of jobs and remembers nothing', async () => {
  const sandbox = sandboxWith({ jobsPerProcess: 2 })
  const lengths: unknown[] = []
  for (let k = 0; k < 4; k++) lengths.push(await sandbox.run('remember', k))
  assert.deepEqual(
    lengths,
    [1, 2, 1, 2].map((value) => ({ kind: 'done', value })),
  )
})

test('a parser reads no file of the data folder, starts nothing, evaluates nothing and sees no environment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-secret-'))
  writeFileSync(join(folder, 'postgres.secret'), 'secret')
  const sandbox = sandboxWith()
  const read = await sandbox.run('readFile', join(folder, 'postgres.secret'))
  const started = await sandbox.run('start')
  const evaluated = await sandbox.run('evaluate')
  rmSync(folder, { recursive: true })
  for (const got of [read, started, evaluated])
    assert.ok(got.kind === 'failed' && got.why === 'threw', JSON.stringify(got))
  assert.deepEqual(await sandbox.run('environment'), { kind: 'done', value: [] })
})
