// The part of app.ts that gathers the background work of every slice.
import { accountJobs } from './accounts/jobs.ts'
import { deskJobs } from './app-desk.ts'
import { merinoJobs } from './compat/merino/jobs.ts'
import { eventJobs } from './events/jobs.ts'
import { blobJobs } from './kernel/blobs/jobs.ts'
import type { Job } from './kernel/jobs/jobs.ts'
import type { Kernel } from './kernel/kernel.ts'
import { trainingJobs } from './training/jobs.ts'

export const allJobs = (kernel: Kernel): Job[] => [
  ...eventJobs(kernel),
  ...trainingJobs(kernel),
  ...accountJobs(kernel),
  ...blobJobs(kernel),
  ...merinoJobs(kernel),
  ...deskJobs(kernel),
]
