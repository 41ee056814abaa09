import { uniform } from '../pipeline/explore.ts'
import { available, blocked, language, only, paywall, region, seen } from '../pipeline/filters.ts'
import { byPriorities } from '../pipeline/outcome-value.ts'
import { listRules } from '../pipeline/rerank/rerank.ts'
import { corpus, fresh, popular, similar } from '../pipeline/sources.ts'
import { spread } from '../pipeline/spread.ts'
import type { Recipe } from '../pipeline/stage.ts'
import { editorialValue, personalValue, popularValue } from '../pipeline/value.ts'

const day = 24 * 3_600_000

export const home: Recipe = {
  name: 'home',
  version: '3',
  filters: [available, region, language, paywall, only, blocked, seen],
  sources: [corpus(150), popular(150), similar(150), fresh(100)],
  scorers: [
    byPriorities(personalValue({ personal: 0.6, popularity: 0.3, freshness: 0.1, freshnessHalfLifeMs: 2 * day })),
    byPriorities(popularValue({ popularity: 0.8, freshness: 0.2, freshnessHalfLifeMs: 2 * day })),
    editorialValue,
  ],
  rerank: listRules({
    order: [spread({ publisher: 0.7, topic: 0.85 })],
    chance: uniform({ share: 0.05, fromSlot: 5 }),
  }),
}
