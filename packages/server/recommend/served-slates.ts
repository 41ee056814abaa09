// Which slates were served at given moments: for clients that send back the time of a list in place of its id.
import type { Kernel } from '../kernel/kernel.ts'
import { selectServedAt } from './queries.ts'

export interface ServedSlate {
  readonly id: string
  /** null for an anonymous reader. */
  readonly reader: string | null
  /** Unix milliseconds. */
  readonly at: number
  /** In the order of their slots; none when the record is private. */
  readonly items: readonly string[]
}

export async function slatesServedAt(
  kernel: Pick<Kernel, 'database'>,
  surface: string,
  times: readonly number[],
): Promise<ServedSlate[]> {
  return await selectServedAt(kernel.database.db, surface, times)
}
