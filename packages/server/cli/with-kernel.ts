// Opens the kernel for one command and closes it whatever happens.
import { explainBroken } from '../kernel/db/broken.ts'
import { type Kernel, openKernel } from '../kernel/kernel.ts'
import type { Call } from './command.ts'

export async function withKernel<T>(call: Call, work: (kernel: Kernel) => Promise<T>): Promise<T> {
  try {
    const kernel = await openKernel(call.config, call.log)
    try {
      return await work(kernel)
    } finally {
      await kernel.database.close()
    }
  } catch (cause) {
    throw explainBroken(cause, call.config)
  }
}
