import type { Job } from '../../kernel/jobs/jobs.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { countContexts } from './context-counts.ts'
import type { NewtabSettings } from './experiments.ts'
import { keepRates } from './learnt.ts'
import { deleteAnswersBefore, selectContexts } from './queries.ts'

/** A Firefox may paint at start what it was sent a week ago; what it then tells may be another day on its way. */
const keptMs = 8 * 24 * 3_600_000

export const merinoJobs = (kernel: Kernel): Job[] => [
  {
    name: 'merino.sweep',
    schedule: '53 2 * * *',
    run: () => deleteAnswersBefore(kernel.database.db, kernel.clock() - keptMs),
  },
  {
    name: 'merino.learn-rates',
    schedule: '*/10 * * * *',
    async run() {
      if (!learnsRates(kernel.config.newtab)) return
      const now = kernel.clock()
      const answers = await selectContexts(kernel.database.db, now - keptMs)
      await keepRates(kernel, await countContexts(kernel, { answers, now }), now)
    },
  },
]

/** Somebody ranks by them. */
const learnsRates = ({ ranker, experiments }: NewtabSettings): boolean =>
  ranker !== 'thompson' || Object.keys(experiments).length > 0
