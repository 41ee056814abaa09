// The other side of the sandbox: loads a module of jobs and runs what it is sent until the channel closes.
import { serialize } from 'node:v8'
import type { ChildMessage } from './parser-process.ts'
import type { SandboxJobs } from './sandbox.ts'

const [, , module = '', maxResultBytes = ''] = process.argv
const { jobs } = (await import(module)) as { jobs: SandboxJobs }
const send = (message: ChildMessage): void => {
  process.send?.(message)
}

process.on('disconnect', () => process.exit())
process.on('message', async ({ job, input }: { job: string; input: never[] }) => {
  try {
    const bytes = serialize(await jobs[job]!(...input))
    if (bytes.length <= Number(maxResultBytes)) send({ kind: 'done', bytes })
    else send({ kind: 'failed', why: 'too-large', detail: `The result has ${bytes.length} bytes.` })
  } catch (cause) {
    send({ kind: 'failed', why: 'threw', detail: String((cause as Error)?.message ?? cause).slice(0, 500) })
  }
})
send({ kind: 'ready' })
