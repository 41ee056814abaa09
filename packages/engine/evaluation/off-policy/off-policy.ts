// What a policy would have earned, from the log of another one: replay, importance weights, reward models and their
// doubly robust mixtures, for single items and for slates. Every estimate comes with what it rests on (weights.ts).
// Needs propensities: a log without them cannot be evaluated by any of these. Not here: taking decisions (bandits/).
// Start at logged-rounds.ts (what a log is), then estimate.ts (`offPolicy`); one file per estimator; slope.ts chooses how much
// to clip or shrink.
export type { Estimate, Estimator, OffPolicyReport } from './estimate.ts'
export type { LoggedRounds, ModelledRounds } from './logged-rounds.ts'
export type { LoggedSlates, ModelledSlates } from './logged-slates.ts'
