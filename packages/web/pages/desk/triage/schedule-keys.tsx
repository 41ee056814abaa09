// On which board and day it is put when it is approved: the surface of before, a key for the day as that surface counts it.
import type { Prospect } from '@lectern/protocol/rest/desk-prospects.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { ChoiceInput } from '../../../parts/fields/fields.tsx'
import { type EditedField, lackOf } from '../../../state/approval.ts'
import { cell, useCell } from '../../../state/cell.ts'
import { mayEditDesk } from '../../../state/desk.ts'
import { meQuery } from '../../../state/reader.ts'
import { daysLater, surfacesQuery } from '../../../state/schedule.ts'
import { surfaceDay } from '../../../state/surface-day.ts'
import type { Triage } from '../../../state/triage.ts'
import { Asked } from './asked.tsx'

/** Of the one before: editors work for a surface at a time. */
const chosen = cell<string | null>(null)
const days = 7

interface ScheduleKeysProps {
  readonly prospect: Prospect
  readonly triage: Triage
  readonly onLeave: () => void
  readonly onEdit: (focus: EditedField) => void
}

export function ScheduleKeys({ prospect, triage, onLeave, onEdit }: ScheduleKeysProps): ReactNode {
  const { data: me } = useQuery(meQuery)
  const { data } = useQuery(surfacesQuery)
  const before = useCell(chosen)
  const own = (data?.surfaces ?? []).map(({ name }) => name).filter((name) => mayEditDesk(me?.reader ?? null, name))
  const wanted = prospect.surface ?? before ?? 'home'
  const surface = own.includes(wanted) ? wanted : (own[0] ?? wanted)
  const [lack] = Object.keys(lackOf(prospect)) as EditedField[]
  useEffect(() => {
    if (lack !== undefined) onEdit(lack)
  }, [lack, onEdit])
  const settings = data?.surfaces.find(({ name }) => name === surface)
  const today = settings === undefined ? null : surfaceDay(settings, Date.now())
  const answers = Array.from({ length: today === null ? 0 : days }, (_, k) => {
    const day = daysLater(today!, k + 1)
    return {
      key: String(k + 1),
      does: k === 0 ? 'Tomorrow' : new Date(day).toLocaleDateString(undefined, { weekday: 'long', timeZone: 'UTC' }),
      run: () => triage.decide(prospect, { kind: 'approve', schedule: { surface, day } }),
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
