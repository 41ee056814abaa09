// Settings chosen by trying them, within a stated budget: a space, a sampler that learns from earlier trials, a log to
// resume from. Not here: what is measured. An objective should train before a point in time and measure after it, both
// before the test (evaluation/validation-split.ts); settings chosen on the test are worth nothing.
// Start at space.ts, then tune.ts (one value per trial) or successive-halving.ts (cheap looks first).
export type { Params, Space } from './space.ts'
export type { Trial, Tuned } from './tune.ts'
