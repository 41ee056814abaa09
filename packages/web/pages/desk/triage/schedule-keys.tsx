// On which board and day it is put when it is approved: the surface of before, a key for the day.
import type { Prospect } from '@lectern/protocol/rest/desk-prospects.ts'
import type { Surface } from '@lectern/protocol/rest/surfaces.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { ChoiceInput } from '../../../parts/fields/fields.tsx'
import { getJson } from '../../../state/api.ts'
import { type EditedField, lackOf } from '../../../state/approval.ts'
import { cell, useCell } from '../../../state/cell.ts'
import { mayEditDesk } from '../../../state/desk.ts'
import { meQuery } from '../../../state/reader.ts'
import type { Triage } from '../../../state/triage.ts'
import { Asked } from './asked.tsx'

/** Of the one before: editors work for a surface at a time. */
const chosen = cell<string | null>(null)
const days = 7
const dayMs = 86_400_000

interface ScheduleKeysProps {
  readonly prospect: Prospect
  readonly triage: Triage
  readonly onLeave: () => void
  readonly onEdit: (focus: EditedField) => void
}

export function ScheduleKeys({ prospect, triage, onLeave, onEdit }: ScheduleKeysProps): ReactNode {
  const { data: me } = useQuery(meQuery)
  const { data } = useQuery({
    queryKey: ['surfaces'],
    queryFn: ({ signal }) => getJson<{ surfaces: Surface[] }>('/v1/surfaces', signal),
  })
  const before = useCell(chosen)
  const own = (data?.surfaces ?? []).map(({ name }) => name).filter((name) => mayEditDesk(me?.reader ?? null, name))
  const wanted = prospect.surface ?? before ?? 'home'
  const surface = own.includes(wanted) ? wanted : (own[0] ?? wanted)
  const [lack] = Object.keys(lackOf(prospect)) as EditedField[]
  useEffect(() => {
    if (lack !== undefined) onEdit(lack)
  }, [lack, onEdit])
  const answers = Array.from({ length: days }, (_, k) => {
    const at = Date.now() + (k + 1) * dayMs
    return {
      key: String(k + 1),
      does: k === 0 ? 'Tomorrow' : new Date(at).toLocaleDateString(undefined, { weekday: 'long' }),
      run: () => triage.decide(prospect, { kind: 'approve', schedule: { surface, day: dayOf(at) } }),
    }
  })
  return (
    <Asked question={`Approve and put on the board of ${surface} for`} answers={answers} onLeave={onLeave}>
      {own.length > 1 && (
        <ChoiceInput
          label="Surface"
          value={surface}
          options={own.map((id) => ({ id, name: id }))}
          onChange={(id) => chosen.set(id)}
        />
      )}
    </Asked>
  )
}

/** In the time zone of the editor. */
function dayOf(at: number): string {
  const date = new Date(at)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
