// How good a model is on interactions it has not seen: one point in time, the full catalogue, every reader, intervals.
// Not here: sampled negatives (refuse-sampling.ts says why) and anything online. off-policy/ evaluates policies from logs.
// Start at split.ts (training and targets; time-folds, leave-last-out and given-split beside it), then evaluate.ts (one
// model), report.ts (models side by side). metrics.ts and impression-metrics.ts define accuracy; exposure, novelty,
// diversity, serendipity, calibration and normative.ts what lies beyond; item-slices.ts where it holds.
export type { EvaluatedModel, Evaluation } from './evaluate.ts'
export type { Report } from './report.ts'
export type { TimeSplit } from './split.ts'
