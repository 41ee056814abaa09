// What each kind of event means to the rest of the server. The compiler asks here for every kind the wire has, so that a
// new one is counted where it should be and nowhere else.
import { wireEvent } from '@lectern/protocol/events/events.ts'
import type { EventKind } from './event.ts'

/**
 * `interest` puts the item into the reader's history, from which models learn; `attention` counts for popularity; `done` ends
 * that a save waits to be read; `choice` is a word of the reader that lists heed.
 */
type Meaning = 'interest' | 'attention' | 'done' | 'choice'

const meanings: Readonly<Record<EventKind, readonly Meaning[]>> = {
  impression: [],
  open: ['interest', 'attention', 'done'],
  read: ['interest', 'done'],
  finish: ['interest', 'attention', 'done'],
  save: ['interest', 'attention'],
  archive: ['done', 'choice'],
  like: ['interest', 'attention'],
  dismiss: ['choice'],
  hide: ['choice'],
  share: ['interest', 'attention'],
  report: ['choice'],
  follow: ['choice'],
  block: ['choice'],
}

/** The kinds that mean one of these, in the order of the wire format. */
export const kindsOf = (...wanted: readonly Meaning[]): readonly EventKind[] =>
  (Object.keys(meanings) as EventKind[]).filter((kind) => meanings[kind].some((one) => wanted.includes(one)))

/** Whether an event of this kind may say `on: false` and so take an earlier one back. */
export const canBeTakenBack = (kind: EventKind): boolean => takenBack.has(kind)

const takenBack: ReadonlySet<EventKind> = new Set(
  wireEvent.options.filter(({ shape }) => 'on' in shape).map(({ shape }) => shape.kind.value),
)
