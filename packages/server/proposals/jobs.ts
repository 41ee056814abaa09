import type { Job } from '../kernel/jobs/jobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { openSurfaces } from '../surfaces/surfaces.ts'
import { proposeAll } from './proposals.ts'

export const proposalJobs = (kernel: Kernel): Job[] => [
  {
    name: 'proposals.propose',
    schedule: '20 5 * * *',
    async run() {
      const surfaces = await openSurfaces(kernel)
      const proposed = await proposeAll({ kernel, settingsOf: surfaces.settings })
      kernel.log.info(proposed, 'proposals wait at the Desk')
    },
  },
]
