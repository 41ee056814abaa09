// Policies that learn what readers click while they choose: counts of shows and clicks with decay, their Beta posteriors,
// Thompson sampling without and with features, and the propensities that make their logs worth evaluating.
// Not here: estimating what another policy would have earned (evaluation/off-policy/), and slates (pipeline/).
// Start at engagement.ts (counts), then beta-posterior.ts and thompson.ts; linear-thompson.ts where items have features.
export type { BetaPosteriors, BetaPrior } from './beta-posterior.ts'
export type { Engagement } from './engagement.ts'
export type { LinearThompson } from './linear-thompson.ts'
