// What an editor does with a board: done at once with a way back, questions asked in a dialog.

import { removalReasons } from '@lectern/protocol/rest/desk-words.ts'
import type { Item } from '@lectern/protocol/rest/items.ts'
import type { Board, BoardEntry, ChangedBoard, EntryMove } from '@lectern/protocol/rest/schedule.ts'
import { type ReactNode, useState } from 'react'
import { ReasonDialog } from '../../../parts/reason-choice/reason-dialog.tsx'
import { failureOf } from '../../../state/failure.ts'
import { online } from '../../../state/online.ts'
import { queryClient } from '../../../state/query-client.ts'
import {
  addEntry,
  boardQuery,
  copyDay,
  dayWords,
  forgetLists,
  moveEntry,
  removeEntry,
  restoreEntry,
  reviewDay,
  showBoard,
  takeBackEntry,
} from '../../../state/schedule.ts'
import { showToast } from '../../../state/toasts.ts'
import { DayDialog } from './day-dialog.tsx'

type Asking =
  | { readonly kind: 'reason' | 'day'; readonly entry: BoardEntry }
  | { readonly kind: 'copy' }
  | { readonly kind: 'nothing' }

const nothing: Asking = { kind: 'nothing' }

interface BoardWork {
  add(item: Item): void
  move(entry: BoardEntry, to: EntryMove): void
  moveById(id: string, to: EntryMove): void
  restore(id: string): void
  review(reviewed: boolean): void
  askReason(entry: BoardEntry): void
  askDay(entry: BoardEntry): void
  askCopy(): void
  readonly dialog: ReactNode
}

export function useBoardWork(board: Board): BoardWork {
  const [asking, setAsking] = useState<Asking>(nothing)
  const { surface, day, today } = board
  /** Another day's board is another page's. */
  const shown = ({ board: next }: Pick<ChangedBoard, 'board'>): void => {
    if (next.day === day) showBoard(next)
    else void queryClient.invalidateQueries({ queryKey: ['desk', 'board', surface] })
    forgetLists()
  }
  const doing = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      const { title, detail } = failureOf(error, online.get())
      showToast(`${title}. ${detail}`)
      void queryClient.invalidateQueries({ queryKey: boardQuery(surface, day).queryKey })
    }
  }
  const run = (work: () => Promise<void>): void => void doing(work)
  const moveBack = (entry: BoardEntry): void =>
    run(async () => shown(await moveEntry(entry.id, { day, rank: entry.rank })))
  const move = (entry: BoardEntry, to: EntryMove): void =>
    run(async () => {
      shown(await moveEntry(entry.id, to))
      const where = to.day === undefined || to.day === day ? '' : ` to ${dayWords(to.day, today)}`
      showToast(`Moved “${entry.item.title}”${where}`, () => moveBack(entry))
    })
  return {
    add: (item) =>
      run(async () => {
        const done = await addEntry({ surface, day, item: item.id, reason: null })
        shown(done)
        showToast(`Scheduled “${item.title}”`, () => run(async () => shown(await takeBackEntry(done.entry))))
      }),
    move,
    moveById(id, to) {
      const entry = board.entries.find((one) => one.id === id)
      if (entry !== undefined) move(entry, to)
    },
    restore: (id) => run(async () => shown(await restoreEntry(id))),
    review: (reviewed) => run(async () => showBoard(await reviewDay(board, reviewed))),
    askReason: (entry) => setAsking({ kind: 'reason', entry }),
    askDay: (entry) => setAsking({ kind: 'day', entry }),
    askCopy: () => setAsking({ kind: 'copy' }),
    dialog: dialogOf(),
  }

  function dialogOf(): ReactNode {
    const close = (): void => setAsking(nothing)
    switch (asking.kind) {
      case 'nothing':
        return null
      case 'reason': {
        const { entry } = asking
        return (
          <ReasonDialog
            title={`Remove “${entry.item.title}”`}
            reasons={removalReasons}
            onClose={close}
            onDo={(why) => {
              close()
              run(async () => {
                shown(await removeEntry(entry.id, why))
                showToast(`Removed “${entry.item.title}”`, () => run(async () => shown(await restoreEntry(entry.id))))
              })
            }}
          />
        )
      }
      case 'day': {
        const { entry } = asking
        return (
          <DayDialog
            title={`Move “${entry.item.title}”`}
            does="Move"
            today={today}
            day={day}
            onClose={close}
            onDo={(to) => {
              close()
              move(entry, { day: to })
            }}
          />
        )
      }
      case 'copy':
        return (
          <DayDialog
            title={`Copy ${dayWords(day, today)}`}
            does="Copy"
            today={today}
            day={day}
            onClose={close}
            onDo={(to) => {
              close()
              run(async () => {
                const { added, skipped, board: target } = await copyDay(surface, day, to)
                shown({ board: target })
                const also =
                  skipped.length === 0 ? '' : `; ${skipped.length} skipped: “${skipped[0]!.title}” ${skipped[0]!.why}`
                showToast(`${added} copied to ${dayWords(to, today)}${also}`)
              })
            }}
          />
        )
    }
  }
}
