// How good a model is on interactions it has not seen: one point in time, the full catalogue, every reader, intervals.
// Not here: sampled negatives (they change the order of models: Krichene & Rendle, KDD 2020) and anything online.
// Start at split.ts (training and targets), then evaluate.ts (one model), report.ts (models side by side).
export type { EvaluatedModel, Evaluation } from './evaluate.ts'
export type { Report } from './report.ts'
export type { TimeSplit } from './split.ts'
