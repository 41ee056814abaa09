// Experiments on the New Tab: Firefox says which branch its profile is in, the configuration says what differs there.
import type { Config } from '../../kernel/config/config.ts'

/** Key `newtab` of the configuration. */
export type NewtabSettings = Config['newtab']
export type Variant = NewtabSettings['experiments'][string][string]

/** As the client tells it. */
export interface AskedExperiment {
  readonly name: string
  readonly branch: string
}

export interface Branch {
  /** `<experiment>-<branch>`: what is counted for its readers goes by this name. */
  readonly key: string
  readonly variant: Variant
}

/** Firefox Labs and rollouts that a reader joined by hand go by the experiment's name with this before it. */
const optedIn = 'optin-'

/** Matched on the exact name, or `optin-` and the name, and the exact branch; null for everybody else. */
export function branchOf({ experiments }: NewtabSettings, asked: AskedExperiment | null): Branch | null {
  if (asked === null) return null
  for (const [name, branches] of Object.entries(experiments)) {
    if (asked.name !== name && asked.name !== optedIn + name) continue
    if (Object.hasOwn(branches, asked.branch))
      return { key: `${name}-${asked.branch}`, variant: branches[asked.branch]! }
  }
  return null
}

/** Region key of a branch in what is counted, such as `DE-<experiment>-<branch>`. */
export const regionKeyOf = (region: string | null, branch: string): string => `${region ?? 'global'}-${branch}`
