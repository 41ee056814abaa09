import { allJobs } from '../app-jobs.ts'
import { Failure } from '../kernel/failure.ts'
import { startJobs } from '../kernel/jobs/jobs.ts'
import type { CliCommand } from './command.ts'
import { untilAborted } from './serve.ts'
import { withKernel } from './with-kernel.ts'

export const workCommand: CliCommand = {
  name: 'work',
  stage: 'Run',
  about: 'Run background jobs without serving pages, or one job now with --once.',
  example: 'lectern work --once events.roll',
  options: [{ flags: '--once <job>', about: 'run this job now and stop' }],
  async run(call) {
    await withKernel(call, async (kernel) => {
      const jobs = allJobs(kernel)
      const once = call.options.once
      if (typeof once === 'string') {
        const job = jobs.find((each) => each.name === once)
        if (!job)
          throw new Failure('usage', `There is no job "${once}".`, {
            advice: `Known: ${jobs.map((each) => each.name).join(', ')}.`,
          })
        await job.run(call.signal)
        call.screen.line(`${job.name} done.`)
        call.screen.result({ job: job.name, done: true })
        return
      }
      const running = await startJobs(kernel.database, jobs, call.log)
      call.screen.table(
        ['job', 'schedule (UTC)'],
        jobs.map((job) => [job.name, job.schedule ?? 'when sent']),
      )
      await untilAborted(call.signal)
      await running.stop()
      call.screen.result({ jobs: jobs.map((job) => job.name) })
    })
  },
}
