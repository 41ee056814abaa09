// What people made of what models proposed. Numbers of proposals: no reader is in them.
import type { Mirror } from '@lectern/protocol/rest/mirror.ts'
import { modelProspects } from '../desk/desk.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ChosenRow } from '../schedule/schedule.ts'
import { proposedSections } from '../sections/sections.ts'

interface Time {
  /** Unix ms. */
  readonly since: number
  readonly until: number
}

export async function proposalsOf(
  kernel: Pick<Kernel, 'database'>,
  time: Time,
  of: { readonly boards: readonly ChosenRow[]; readonly surface: string | null },
): Promise<Mirror['proposals']> {
  const here = (surface: string): boolean => of.surface === null || surface === of.surface
  const entries = of.boards.filter(({ source, surface }) => source === 'model' && here(surface))
  const kept = entries.filter(({ removed }) => removed === null)
  const sections = (await proposedSections(kernel, time)).filter(({ surface }) => here(surface))
  const prospects = await modelProspects(kernel, time)
  const accepted = kept.filter(({ waits }) => !waits).length
  const [enabled, deleted] = [
    sections.filter((one) => one.enabled && !one.deleted).length,
    sections.filter((one) => one.deleted).length,
  ]
  return [
    counted('schedule', { accepted, rejected: entries.length - kept.length, waiting: kept.length - accepted }),
    counted('section', { accepted: enabled, rejected: deleted, waiting: sections.length - enabled - deleted }),
    counted('prospect', {
      accepted: prospects.approved,
      rejected: prospects.rejected + prospects.dismissed,
      waiting: prospects.waiting + prospects.later,
    }),
  ]
}

type Proposals = Mirror['proposals'][number]

const counted = (kind: Proposals['kind'], of: Omit<Proposals, 'kind' | 'proposed'>): Proposals => ({
  kind,
  proposed: of.accepted + of.rejected + of.waiting,
  ...of,
})
