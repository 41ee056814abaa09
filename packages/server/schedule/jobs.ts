import { addDays } from '../kernel/clock/days.ts'
import type { Job } from '../kernel/jobs/jobs.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { selectItemsOfDays } from './queries.ts'

/** Boards this old were told before. */
const toldDays = 7

/** `shown` is told of items that stood on a board on a day that is past everywhere. */
export const scheduleJobs = (
  kernel: Pick<Kernel, 'database' | 'clock'>,
  shown: (items: readonly string[]) => Promise<void>,
): Job[] => [
  {
    name: 'schedule.tell-shown',
    schedule: '17 * * * *',
    async run() {
      const today = new Date(kernel.clock()).toISOString().slice(0, 10)
      // West of UTC yesterday may not be over.
      const [from, until] = [addDays(today, -toldDays), addDays(today, -1)]
      const items = await selectItemsOfDays(kernel.database.db, from, until)
      if (items.length > 0) await shown(items)
    },
  },
]
