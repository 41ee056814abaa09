// Which board: the surface, the day, and when readers get it.
import type { Board } from '@lectern/protocol/rest/schedule.ts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import button from '../../../parts/button.module.css'
import { ChoiceInput, TextInput } from '../../../parts/fields/fields.tsx'
import { daysLater, dayWords, surfacesQuery } from '../../../state/schedule.ts'
import styles from './schedule.module.css'

interface DayBarProps {
  readonly surface: string
  readonly board: Board | undefined
  readonly onGo: (to: { surface?: string; day?: string | undefined }) => void
}

export function DayBar({ surface, board, onGo }: DayBarProps): ReactNode {
  const surfaces = useQuery(surfacesQuery)
  const names = surfaces.data?.surfaces.map(({ name }) => name) ?? [surface]
  const options = [...new Set([...names, surface])].map((name) => ({ id: name, name }))
  return (
    <div className={styles.bar}>
      <div className={styles.surface}>
        <ChoiceInput
          label="Surface"
          value={surface}
          options={options}
          onChange={(name) => onGo({ surface: name, day: undefined })}
        />
      </div>
      {board && (
        <>
          <div className={styles.day}>
            <TextInput label="Day" type="date" value={board.day} onChange={(day) => day !== '' && onGo({ day })} />
          </div>
          <div className={styles.steps}>
            <button type="button" className={button.quiet} onClick={() => onGo({ day: daysLater(board.day, -1) })}>
              Day before
            </button>
            <button
              type="button"
              className={button.quiet}
              onClick={() => onGo({ day: undefined })}
              aria-pressed={board.day === board.today}
            >
              Today
            </button>
            <button type="button" className={button.quiet} onClick={() => onGo({ day: daysLater(board.day, 1) })}>
              Next day
            </button>
          </div>
          <p className={styles.when}>
            <strong>{dayWords(board.day, board.today)}</strong>
            <span>{whenShown(board)}</span>
          </p>
        </>
      )}
    </div>
  )
}

function whenShown({ day, today, beginsAt, endsAt, timeZone }: Board): string {
  const clock = (at: number): string =>
    new Date(at).toLocaleString('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' })
  const hours = (endsAt - beginsAt) / 3_600_000
  const unusual = hours === 24 ? '' : ` This day has ${hours} hours.`
  if (day === today) return `Readers get this board until ${clock(endsAt)} (${timeZone}).${unusual}`
  if (day < today) return `Readers got this board until ${clock(endsAt)} (${timeZone}).${unusual}`
  return `Readers get this board from ${clock(beginsAt)} (${timeZone}).${unusual}`
}
