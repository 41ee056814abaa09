import type { TrainContext } from '@lectern/engine/models/model.ts'
import { openKernelThreads } from '@lectern/server/training/kernel-threads.ts'

/** Kernels on two threads, as many as a peer is given, for one training. */
export const onTwoThreads: TrainContext['withPool'] = async (bytes, use) => {
  const pool = await openKernelThreads({ threads: 2, bytes })
  return use(pool).finally(() => pool.close())
}
