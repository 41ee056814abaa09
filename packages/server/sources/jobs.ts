import type { Job } from '../kernel/jobs/jobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { openParsers } from './parsers.ts'
import { pollDue } from './pass.ts'
import { deleteSeenBefore } from './queries.ts'
import { subscribeToHubs } from './websub.ts'

/** What was in no feed for so long is forgotten: it would be new if it came again. */
const keptMs = 180 * 24 * 3_600_000

export function sourceJobs(kernel: Kernel): Job[] {
  const parsers = openParsers()
  return [
    {
      name: 'sources.poll',
      schedule: '* * * * *',
      async run(signal) {
        const pass = await pollDue({ ...kernel, parsers }, { signal })
        const asked = await subscribeToHubs(kernel)
        const idle = Object.keys(pass.feeds).length + Object.keys(pass.pages).length + asked === 0
        kernel.log[idle ? 'debug' : 'info']({ ...pass, hubs: asked, parsersKilled: parsers.killed() }, 'feeds polled')
      },
    },
    {
      name: 'sources.forget',
      schedule: '23 3 * * *',
      run: () => deleteSeenBefore(kernel.database.db, kernel.clock() - keptMs),
    },
  ]
}
