import type { Job } from '../kernel/jobs/jobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { rollClosedHours } from './roll.ts'

export const eventJobs = (kernel: Kernel): Job[] => [
  {
    name: 'events.roll',
    schedule: '5 * * * *',
    async run(signal) {
      const { rolled, files, swept } = await rollClosedHours(kernel, signal)
      kernel.log.info({ rolled, files, swept }, 'events rolled into history files')
    },
  },
]
