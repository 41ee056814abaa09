// The plain data every other folder computes on: ids and rows, interactions, histories, files, lists of the best rows.
// Not here: anything that learns, and anything that reads a disk or a database.
// Start at interactions.ts (who read what), then history.ts (one reader) and vocabulary.ts (ids to rows).
// model-file.ts is how trained arrays become bytes, model-pack.ts what is shipped of them; top-rows.ts how scores become a list; portable-math.ts gives the
// same bits in every JavaScript engine.
export type { History, HistoryEntry } from './history.ts'
export type { Interaction, InteractionSource } from './interaction-source.ts'
export type { Interactions } from './interactions.ts'
export type { Vocabulary } from './vocabulary.ts'
