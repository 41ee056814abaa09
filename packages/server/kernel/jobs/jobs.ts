// Background work and schedules on pg-boss, in the same database. A slice exports its jobs as data; `startJobs` runs
// them. A job must be safe to run twice: it is retried after a crash.
import { PgBoss } from 'pg-boss'
import type { Database } from '../db/db.ts'
import type { Log } from '../log/log.ts'

export interface Job {
  /** Unique, `slice.verb`. */
  readonly name: string
  /** A cron line in UTC; without it the job runs only when sent. */
  readonly schedule?: string
  run(signal: AbortSignal): Promise<void>
}

interface Jobs {
  /** Runs a job soon; sent again while it waits, it still runs once. */
  send(name: string): Promise<void>
  /** Waits for running jobs, at most 10 s. */
  stop(): Promise<void>
}

export async function startJobs(database: Database, jobs: readonly Job[], log: Log): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: database.url, max: 3, application_name: 'lectern-jobs' })
  const stopping = new AbortController()
  boss.on('error', (cause) => log.error({ err: cause }, 'job queue'))
  const stop = async (): Promise<void> => {
    stopping.abort()
    await boss.stop({ graceful: true, timeout: 10_000 })
  }
  try {
    await begin(boss, jobs, { log, signal: stopping.signal })
  } catch (cause) {
    await stop()
    throw cause
  }
  return {
    async send(name) {
      await boss.send(name, {})
    },
    stop,
  }
}

async function begin(
  boss: PgBoss,
  jobs: readonly Job[],
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<void> {
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name, { policy: 'stately', retryLimit: 2, expireInSeconds: 3600 })
    await boss.work(job.name, { pollingIntervalSeconds: 2 }, async () => {
      log.info({ job: job.name }, 'job started')
      await job.run(signal)
      log.info({ job: job.name }, 'job done')
    })
    if (job.schedule === undefined) await boss.unschedule(job.name)
    else await boss.schedule(job.name, job.schedule, null, { tz: 'UTC' })
  }
}
