import type { Outcome, PipelineState, Priorities } from './slate.ts'

export const outcomes = ['open', 'finish', 'save', 'like', 'dismiss', 'report'] as const satisfies readonly Outcome[]

/** What the publisher asks for when nobody wrote priorities: reading to the end before clicking, and no regret. */
export const defaultPriorities: Priorities = {
  version: 'default-1',
  outcomes: { open: 1, finish: 1, save: 1, like: 0.5, dismiss: -1, report: -20 },
}

/** The parts of a state that nobody filled in yet. */
export const nothingKnown = {
  sections: [],
  engagement: null,
  outcomes: null,
  sessions: null,
  priorities: defaultPriorities,
} as const satisfies Partial<PipelineState>
