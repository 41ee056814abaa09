// What a ranker may look at, one file each: popularity (decayed-share.ts, segment-lift.ts), the item (item-life.ts, item-group.ts), scores of
// live models (live-score.ts, by-segment.ts), the reader (reader-past.ts, passed-over.ts, alike-readers.ts, since-visit.ts)
// and the visit (session-state.ts, shown-place.ts). Each is one `Feature` of ../feature.ts: learn an event, tell the values of candidates.
// Not here: models themselves; they are passed in. Start at decayed-share.ts.
export type { HalfLife } from './decayed-share.ts'
export type { ItemGroupOptions } from './item-group.ts'
export type { LiveScorer } from './live-score.ts'
export type { ReaderEvent, ReaderMoment } from './reader-past.ts'
