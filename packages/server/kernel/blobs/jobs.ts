import type { Job } from '../jobs/jobs.ts'
import type { Kernel } from '../kernel.ts'

const day = 24 * 3_600_000

export const blobJobs = (kernel: Pick<Kernel, 'blobs' | 'clock' | 'log'>): Job[] => [
  {
    name: 'blobs.sweep',
    schedule: '23 3 * * *',
    async run() {
      const swept = await kernel.blobs.sweep(kernel.clock() - day)
      if (swept > 0) kernel.log.info({ swept }, 'half-written files of writers that died were removed')
    },
  },
]
