import type { Job } from '../kernel/jobs/jobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { trainTopics } from './topic-model.ts'

export const judgingJobs = (kernel: Kernel): Job[] => [
  {
    name: 'judging.train-topics',
    schedule: '17 3 * * *',
    async run(signal) {
      const trained = await trainTopics(kernel, signal)
      if (trained.kind === 'too-few') kernel.log.info({ reason: trained.detail }, 'topics not learnt')
    },
  },
]
