// What readers did: taking events in, counting each once, keeping them for ever, and reading them back.
// Not here: what follows from them (recommend, training) and the wire format (protocol/events).
// Start at `recordEvents`; imports write history files through `appendCsv`; the whole log is in history.ts, buttons and histories are in signals.ts.
export type { Following } from './announce.ts'
export { followAnnouncedEvents } from './announce.ts'
export { anonymousReader } from './check-event.ts'
export { holdScratch, withScratch } from './duck.ts'
export type { EventKind, StoredEvent } from './event.ts'
export type { EventFeed } from './feed.ts'
export { newEventFeed } from './feed.ts'
export { checkHistoryFiles, historySummary, readHistory } from './history.ts'
export { appendCsv } from './history-write.ts'
export { inTransaction, withConnection } from './locks.ts'
export { recordEvents } from './record.ts'
export { recountSignals } from './recount.ts'
export type { RollStep } from './roll.ts'
export { rollClosedHours } from './roll.ts'
export type { ReaderWord } from './signals.ts'
export { exposuresOf, historyKinds, historyOf, signalsOf, wordsOf } from './signals.ts'
