// In which context a New Tab is shown: region, time zone, and the reader's cohort. What is learnt of a story is looked up
// from the narrowest context to the widest.
import type { Interests } from './interests.ts'

export interface Context {
  /** ISO 3166. */
  readonly region: string | null
  /** Hours ahead of UTC, 0 to 23 around the world. */
  readonly utcOffset: number | null
  readonly cohort: string
}

/** Cohort of who did not click yet, or tells nothing. */
const noCohort = '-1'

/** The topic whose unit vector is nearest to the interests: the strongest, the first of equals. */
export function cohortOf(interests: Interests | null): string {
  let [best, most] = [noCohort, 0]
  for (const [topic, interest] of interests ?? []) if (interest > most) [best, most] = [topic, interest]
  return best
}

export const everywhere = 'global'

/** Keys of what is learnt, narrowest first: region_cohort_tz, region_cohort, region, global. */
export function contextKeys({ region, utcOffset, cohort }: Context): string[] {
  if (region === null) return [everywhere]
  const ofCohort = `${region}_${cohort}`
  return [...(utcOffset === null ? [] : [`${ofCohort}_${utcOffset}`]), ofCohort, region, everywhere]
}
