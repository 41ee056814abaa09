// A page of sections from one ranking of all its stories: what leads, which section comes where, no story twice.
// Everything is an order of candidates (0, 1, 2, ... in columns beside each other) in, an order out; no state, no chance
// but what is passed in. Not here: scores (bandits/, models/) and single lists with reasons (pipeline/).
// Start at balanced-pick.ts (the top stories), then section-order.ts; the rules follow Merino, the recommender behind
// Firefox's New Tab.
export type { Limit } from './balanced-pick.ts'
export type { SectionStanding } from './section-order.ts'
