import { recordJudgements, unjudgedProspects } from '../desk/desk.ts'
import type { Job } from '../kernel/jobs/jobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Judging, openJudging } from './judging.ts'
import { trainTopics } from './topic-model.ts'

const perBatch = 50
/** News grow old and readers go on: what waits is judged again after so long. */
const againAfterMs = 6 * 3_600_000

export function judgingJobs(kernel: Kernel): Job[] {
  let judging: Judging | null = null
  return [
    {
      name: 'judging.judge',
      schedule: '* * * * *',
      async run(signal) {
        judging ??= openJudging(kernel)
        await judgeWaiting(kernel, judging, signal)
      },
    },
    {
      name: 'judging.train-topics',
      schedule: '17 3 * * *',
      async run(signal) {
        const trained = await trainTopics(kernel, signal)
        if (trained.kind === 'too-few') kernel.log.info({ reason: trained.detail }, 'topics not learnt')
      },
    },
  ]
}

async function judgeWaiting(kernel: Kernel, judging: Judging, signal: AbortSignal): Promise<void> {
  const judgedBefore = kernel.clock() - againAfterMs
  for (;;) {
    signal.throwIfAborted()
    const prospects = await unjudgedProspects(kernel, { limit: perBatch, judgedBefore })
    if (prospects.length === 0) return
    await recordJudgements(kernel, await judging.judge(prospects))
    if (prospects.length < perBatch) return
  }
}
