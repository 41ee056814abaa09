import { Failure } from '../kernel/failure.ts'
import type { Job } from '../kernel/jobs/jobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { train } from './training.ts'

/** Retrains on schedule. A log too small to learn from, or a training under way, is a quiet day and not a failure. */
export const trainingJobs = (kernel: Kernel): Job[] => [
  {
    name: 'training.train',
    schedule: kernel.config.training.schedule,
    async run(signal) {
      try {
        await train(kernel, { signal })
      } catch (cause) {
        if (!(cause instanceof Failure && ['data', 'busy'].includes(cause.kind))) throw cause
        kernel.log.warn({ reason: cause.message }, 'not retrained')
      }
    },
  },
]
