// What is believed of click rates in a branch of an experiment: its own readers decide, all or nothing, so that a branch is
// never judged half by what the other branches clicked.
import { type BetaPosteriors, betaPosteriors, blendPosteriors } from '@lectern/engine/bandits/beta-posterior.ts'
import { optimisticPrior } from '@lectern/engine/bandits/optimistic-prior.ts'
import type { ItemCounts } from './context-counts.ts'
import type { Stories } from './stories.ts'

const branchShare = 0.95

/** null while the branch has no clicks to make a prior of: then all is as in the region. */
export function branchBeliefs(
  { stories }: Stories,
  counts: ReadonlyMap<string, Readonly<ItemCounts>>,
  everybodys: BetaPosteriors | null,
): BetaPosteriors | null {
  const column = (of: keyof ItemCounts): Float64Array =>
    Float64Array.from(stories, ({ id }) => counts.get(id)?.[of] ?? 0)
  const own = { shows: column('shows'), clicks: column('clicks') }
  const prior = optimisticPrior(own)
  if (prior === null) return null
  const posteriors = betaPosteriors(own, prior)
  if (everybodys === null) return posteriors
  const blended = blendPosteriors(posteriors, everybodys, { share: branchShare, known: () => true })
  return { ...blended, prior: blendedPrior(prior, everybodys.prior) }
}

function blendedPrior(own: { alpha: number; beta: number }, other = own): { alpha: number; beta: number } {
  const mix = (side: 'alpha' | 'beta'): number => branchShare * own[side] + (1 - branchShare) * other[side]
  return { alpha: mix('alpha'), beta: mix('beta') }
}
