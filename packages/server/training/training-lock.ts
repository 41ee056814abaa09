import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'

/** One number for the whole installation, free of other locks of this program. */
const lockKey = 7031

/** Runs `work` while no other process of this installation trains. @throws Failure 'busy' when one does. */
export async function withTrainingLock<T>(kernel: Pick<Kernel, 'database'>, work: () => Promise<T>): Promise<T> {
  const client = await kernel.database.pool.connect()
  let lost: Error | undefined
  const onError = (cause: Error): void => {
    lost = cause
  }
  client.on('error', onError)
  try {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [lockKey])
    if (!rows[0]?.locked) {
      throw new Failure('busy', 'Another training is under way.', {
        advice: 'Wait for it, or stop it with Ctrl-C there.',
      })
    }
    try {
      return await work()
    } finally {
      if (lost === undefined) await client.query('select pg_advisory_unlock($1)', [lockKey])
    }
  } finally {
    client.off('error', onError)
    client.release(lost)
  }
}
