import type { Kernel } from '../kernel/kernel.ts'
import { selectSectionSlates } from './queries.ts'

/** Which lists of this time (Unix ms) were lists of a section. */
export const sectionSlates = (
  kernel: Pick<Kernel, 'database'>,
  time: { readonly since: number; readonly until: number },
): Promise<readonly { readonly slate: string; readonly section: string }[]> =>
  selectSectionSlates(kernel.database.db, time)
