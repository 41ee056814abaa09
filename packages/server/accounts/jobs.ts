import type { Job } from '../kernel/jobs/jobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { sweepAccounts } from './accounts.ts'

export const accountJobs = (kernel: Kernel): Job[] => [
  { name: 'accounts.sweep', schedule: '41 2 * * *', run: () => sweepAccounts(kernel) },
]
