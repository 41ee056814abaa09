// A learned ranker: orders a few hundred candidates by many features at once, and says what each feature did.
// Not here: finding candidates (pipeline/), single models (models/), how good it is (evaluation/).
// Start at boost.ts (training), then boosted-trees.ts (scores, reasons, bytes). lambdamart.ts and objective.ts are the losses;
// bins.ts, histogram.ts, split.ts and grow.ts grow one tree; feature.ts and features/ make the same values in replay and online.
export type { BoostConfig, BoostContext } from './boost.ts'
export type { Attribution, BoostedTrees } from './boosted-trees.ts'
export type { Examples } from './examples.ts'
export type { Feature, FeatureTable, ItemEvent, Moment } from './feature.ts'
