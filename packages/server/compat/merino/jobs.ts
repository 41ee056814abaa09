import type { Job } from '../../kernel/jobs/jobs.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { deleteAnswersBefore } from './queries.ts'

/** A Firefox may paint at start what it was sent a week ago; what it then tells may be another day on its way. */
const keptMs = 8 * 24 * 3_600_000

export const merinoJobs = (kernel: Kernel): Job[] => [
  {
    name: 'merino.sweep',
    schedule: '53 2 * * *',
    run: () => deleteAnswersBefore(kernel.database.db, kernel.clock() - keptMs),
  },
]
