import { givingWay } from '../../kernel/give-way.ts'
import type { Job } from '../../kernel/jobs/jobs.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { countContexts } from './context-counts.ts'
import type { NewtabSettings } from './experiments.ts'
import { interestExamples } from './interest-examples.ts'
import { trainInterests } from './interest-model.ts'
import { keepInterests, keepRates } from './learnt.ts'
import { deleteAnswersBefore, selectContexts, selectOwnAnswers } from './queries.ts'

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
      // Branches are counted whatever ranks them.
      const { newtab } = kernel.config
      if (!learns(newtab, 'contextual') && Object.keys(newtab.experiments).length === 0) return
      const now = kernel.clock()
      const answers = await selectContexts(kernel.database.db, now - keptMs)
      await keepRates(kernel, await countContexts(kernel, { answers, now }), now)
    },
  },
  {
    name: 'merino.learn-interests',
    schedule: '5,25,45 * * * *',
    async run() {
      if (!learns(kernel.config.newtab, 'interests')) return
      const now = kernel.clock()
      const answers = await selectOwnAnswers(kernel.database.db, now - keptMs)
      const model = await trainInterests(await interestExamples(kernel, { answers, now }), givingWay())
      if (model !== null) await keepInterests(kernel, model, now)
    },
  },
]

/** Somebody's New Tab is ranked this way, or by what is above it on the ladder. */
function learns({ ranker, experiments }: NewtabSettings, what: 'contextual' | 'interests'): boolean {
  const branches = Object.values(experiments).flatMap((each) => Object.values(each))
  const rankers = [ranker, ...branches.map((variant) => variant.ranker)]
  return rankers.some((one) => one === 'interests' || one === what)
}
