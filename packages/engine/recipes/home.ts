import { uniform } from '../pipeline/explore.ts'
import { available, blocked, language, only, paywall, region, seen } from '../pipeline/filters.ts'
import { byPriorities } from '../pipeline/outcome-value.ts'
import { listRules } from '../pipeline/rerank/rerank.ts'
import { segmentValue } from '../pipeline/segment-value.ts'
import { corpus, fresh, popular, similar } from '../pipeline/sources.ts'
import { spread } from '../pipeline/spread.ts'
import type { Recipe } from '../pipeline/stage.ts'
import { editorialValue, personalValue, popularValue, type ValueWeights } from '../pipeline/value.ts'

const hour = 3_600_000

/** Chosen on the events from 64 % to 80 % of the DeskDrop log (docs/lab-log.md); `personal` for catalogues that last longer. */
const weights: ValueWeights = {
  personal: 0.4,
  session: 0.19,
  popularity: 0.16,
  recent: 0.125,
  freshness: 0.125,
  freshnessHalfLifeMs: 2 * hour,
}

export const home: Recipe = {
  name: 'home',
  version: '5',
  filters: [available, region, language, paywall, only, seen, blocked],
  sources: [corpus(150), popular(150), similar(150), fresh(100)],
  scorers: [
    byPriorities(personalValue(weights)),
    byPriorities(segmentValue({ popularity: 0.8, freshness: 0.2, freshnessHalfLifeMs: 2 * hour })),
    byPriorities(popularValue(weights)),
    editorialValue,
  ],
  rerank: listRules({
    order: [spread({ publisher: 0.7, topic: 0.85 })],
    chance: uniform({ share: 0.05, fromSlot: 5 }),
  }),
}
