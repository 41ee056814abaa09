// Offers to follow topics: the first sections and those followed stay visible, the rest waits behind the picker.
import type { Random } from '@lectern/engine/random/random.ts'
import type { InterestPicker } from './answer.ts'
import type { PageSection } from './page.ts'
import { type Language, titleOf } from './titles.ts'

const alwaysVisible = 5
const leastHidden = 8

interface Picked {
  readonly picker: InterestPicker
  /** Ids of the sections that wait. */
  readonly hidden: ReadonlySet<string>
}

/** null when too few sections would wait for it to be worth the place. */
export function pickInterests(
  page: readonly PageSection[],
  { language, rng }: { readonly language: Language; readonly rng: Random },
): Picked | null {
  const waiting = page.filter(({ isFollowed }, rank) => rank >= alwaysVisible && !isFollowed)
  const offered = waiting.filter(({ followable, isBlocked }) => followable && !isBlocked)
  if (offered.length < leastHidden) return null
  const follows = page.some(({ isFollowed }) => isFollowed)
  return {
    hidden: new Set(waiting.map(({ id }) => id)),
    picker: {
      receivedFeedRank: follows ? 2 : 1 + rng.integer(2),
      title: titleOf('picker', language),
      subtitle: titleOf('pickerSubtitle', language),
      sections: offered.map(({ id }) => ({ sectionId: id })),
    },
  }
}

/** Ranks without a gap: the picker takes one, what follows moves down. */
export const rankBeside = (rank: number, picker: InterestPicker | null): number =>
  picker !== null && rank >= picker.receivedFeedRank ? rank + 1 : rank
