// From everything that could be shown to one list with reasons: filters, sources, scorers, rerank, select.
// Pure and synchronous: the same recipe, state and request give the same bytes on a server, in a replay and in a browser.
// Not here: which stages a surface uses (recipes/), learning (models/), loading and logging (the server).
// Start at run.ts (the runner), then slate.ts (values in and out) and stage.ts (what a stage is).
export type { PipelineState, Slate, SlateRequest } from './slate.ts'
export type { Recipe } from './stage.ts'
