import { KeptValues } from '../data/kept-values.ts'
import type { Catalogue, Filtered, PipelineState, SlateRequest } from './slate.ts'
import type { Filter } from './stage.ts'

/** What the first filters of a recipe refuse whoever asks. */
interface StandingRefusals {
  /** As `Filtered.by`; kept, so copy it before you write. */
  readonly by: Filtered['by']
  /** How many rows each of these filters refused; the filters after them are not in it. */
  readonly counts: readonly number[]
}

/** So many combinations of languages, regions and so on per catalogue; one byte per row each. */
const combinationsKept = 16
const kept = new KeptValues<Catalogue, StandingRefusals>(combinationsKept)

/**
 * What the leading filters with a key refuse, worked out once for each catalogue and combination of keys: a request copies
 * the rows instead of refusing tens of thousands of them again. So put filters with a key before the others.
 */
export function standingRefusals(
  filters: readonly Filter[],
  request: SlateRequest,
  state: PipelineState,
): StandingRefusals {
  const leading: Filter[] = []
  const keys: string[] = []
  for (const filter of filters) {
    if (filter.keyOf === undefined) break
    leading.push(filter)
    keys.push(`${filter.name}=${filter.keyOf(request, state.catalogue)}`)
  }
  return kept.get(state.catalogue, keys.join('\n'), () => {
    const by = new Uint8Array(state.catalogue.items.size)
    const context = { request, state, refused: by, personal: () => null }
    return { by, counts: leading.map((filter, k) => filter.refuse(context, k + 1)) }
  })
}
