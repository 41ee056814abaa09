// The board of a surface and day: its order, what it is made of, what was taken off.
import type { ScheduleReason } from '@lectern/protocol/rest/desk-words.ts'
import type { Board, BoardEntry } from '@lectern/protocol/rest/schedule.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useRef, useState } from 'react'
import { PageHead } from '../../../parts/desk/page-head.tsx'
import { DeskState } from '../../../parts/desk/state.tsx'
import { FindItem } from '../../../parts/find-item/find-item.tsx'
import { KeyButton } from '../../../parts/key-button/key-button.tsx'
import { currentRow } from '../../../parts/keyed-list/keyed-list.tsx'
import { OrderedList } from '../../../parts/ordered-list/ordered-list.tsx'
import { restoreFocus } from '../../../state/card-focus.ts'
import { mayEditDesk } from '../../../state/desk.ts'
import { type PageKey, usePageKeys } from '../../../state/page-keys.ts'
import { meQuery } from '../../../state/reader.ts'
import { boardQuery, daysLater, dayWords } from '../../../state/schedule.ts'
import { Counters } from './counters.tsx'
import { DayBar } from './day-bar.tsx'
import { Entry } from './entry.tsx'
import { Removed } from './removed.tsx'
import styles from './schedule.module.css'
import { useBoardWork } from './use-board-work.tsx'
import { WhyAdded } from './why-added.tsx'

export function Schedule(): ReactNode {
  const { surface = 'home', day } = useSearch({ from: '/desk/schedule' })
  const navigate = useNavigate({ from: '/desk/schedule' })
  const { data: me } = useQuery(meQuery)
  const board = useQuery(boardQuery(surface, day))
  const go = (to: { surface?: string; day?: string | undefined }): void =>
    void navigate({ search: (now) => ({ ...now, ...to }) })
  return (
    <>
      <PageHead title="Schedule" about="Drag a story, or step to it with j and k and move it with Shift." />
      <DayBar surface={surface} board={board.data} onGo={go} />
      <DeskState query={board} empty={false} nothing="">
        {board.data && (
          <BoardOfDay
            key={`${surface} ${board.data.day}`}
            board={board.data}
            mayEdit={mayEditDesk(me?.reader ?? null, surface) && board.data.day >= board.data.today}
            onDay={(next) => go({ day: next })}
          />
        )}
      </DeskState>
    </>
  )
}

interface BoardOfDayProps {
  readonly board: Board
  readonly mayEdit: boolean
  readonly onDay: (day: string) => void
}

function BoardOfDay({ board, mayEdit, onDay }: BoardOfDayProps): ReactNode {
  const find = useRef<HTMLInputElement>(null)
  const why = useRef<HTMLDivElement>(null)
  const [reason, setReason] = useState<ScheduleReason | null>(null)
  const work = useBoardWork(board)
  const { entries, day, today, reviewed } = board
  const current = (): BoardEntry | undefined => currentRow(entries, ({ id }) => id)
  const onCurrent = (act: (entry: BoardEntry) => void) => (): unknown => {
    const entry = mayEdit ? current() : undefined
    return entry === undefined ? false : act(entry)
  }
  const step = (by: number): (() => unknown) =>
    onCurrent((entry) => {
      const place = entry.rank + by
      if (place < 0 || place >= entries.length) return
      restoreFocus(entry.id)
      work.move(entry, { rank: place })
    })
  const keys = {
    up: { key: 'K', does: 'Move the story up', run: step(-1), shown: '⇧ K' },
    down: { key: 'J', does: 'Move the story down', run: step(1), shown: '⇧ J' },
    top: { key: 't', does: 'Move the story to the top', run: onCurrent((entry) => work.move(entry, { rank: 0 })) },
    day: { key: 'm', does: 'Move the story to another day', run: onCurrent(work.askDay) },
    remove: { key: 'r', does: 'Remove the story, with a reason', run: onCurrent(work.askReason) },
    add: { key: 'a', does: 'Add a story', run: () => (mayEdit ? find.current?.focus() : false) },
    why: {
      key: 'w',
      does: 'Say why the next story is added',
      run: () => (mayEdit ? why.current?.querySelector('button')?.focus() : false),
    },
    before: { key: '[', does: 'The day before', run: () => onDay(daysLater(day, -1)) },
    after: { key: ']', does: 'The next day', run: () => onDay(daysLater(day, 1)) },
    review: {
      key: 'v',
      does: reviewed === null ? 'Mark as reviewed' : 'Not reviewed after all',
      run: () => (mayEdit ? work.review(reviewed === null) : false),
    },
    copy: { key: 'y', does: 'Copy this day', run: () => (entries.length > 0 ? work.askCopy() : false) },
  } satisfies Record<string, PageKey>
  usePageKeys(Object.values(keys))
  return (
    <div className={styles.columns}>
      <div>
        <div className={styles.tools}>
          {mayEdit && (
            <div className={styles.find}>
              <FindItem
                label="Add a story"
                onFound={(item) => {
                  work.add(item, reason)
                  // Said of this one; the next may have another.
                  setReason(null)
                }}
                input={find}
              />
            </div>
          )}
          {mayEdit && <WhyAdded reason={reason} onChange={setReason} place={why} />}
          {mayEdit && <KeyButton entry={keys.review} pressed={reviewed !== null} />}
          {entries.length > 0 && <KeyButton entry={keys.copy} />}
        </div>
        <Said board={board} />
        {entries.length === 0 ? (
          <p className={styles.empty}>
            Nothing is scheduled for {dayWords(day, today)}.{' '}
            {day >= today && 'Until it is, readers get the boards before it.'}
          </p>
        ) : (
          <OrderedList
            label={`Board of ${dayWords(day, today)}`}
            rows={entries}
            idOf={({ id }) => id}
            nameOf={({ item }) => item.title}
            onMove={mayEdit ? (id, rank) => work.moveById(id, { rank }) : undefined}
          >
            {(entry) => <Entry entry={entry} mayEdit={mayEdit} onDay={work.askDay} onRemove={work.askReason} />}
          </OrderedList>
        )}
        <Removed board={board} mayEdit={mayEdit} onRestore={work.restore} />
      </div>
      {entries.length > 0 && <Counters counters={board.counters} total={entries.length} />}
      {work.dialog}
    </div>
  )
}

function Said({ board: { warnings, reviewed, entries } }: { board: Board }): ReactNode {
  return (
    <div className={styles.said} role="status">
      <p>
        {entries.length === 1 ? '1 story' : `${entries.length} stories`}
        {reviewed !== null &&
          ` · reviewed by ${reviewed.by}, ${new Date(reviewed.at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}`}
      </p>
      {warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          {warning}
        </p>
      ))}
    </div>
  )
}
