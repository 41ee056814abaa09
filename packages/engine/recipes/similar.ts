import { available, blocked, language, only, paywall, region, seen, withheld } from '../pipeline/filters.ts'
import { listRules } from '../pipeline/rerank/rerank.ts'
import { sameTopic } from '../pipeline/same-topic.ts'
import { similar as similarRows } from '../pipeline/sources.ts'
import { spread } from '../pipeline/spread.ts'
import type { Recipe } from '../pipeline/stage.ts'
import { editorialValue, personalValue, popularValue } from '../pipeline/value.ts'

const week = 7 * 24 * 3_600_000

/** What goes with one item: the history is that item. Where its readers tell nothing yet, its topic does. */
export const similar: Recipe = {
  name: 'similar',
  version: '2',
  filters: [available, region, language, paywall, withheld, only, seen, blocked],
  sources: [similarRows(200), sameTopic(100)],
  scorers: [
    personalValue({ personal: 0.95, popularity: 0, freshness: 0.05, freshnessHalfLifeMs: week }),
    popularValue({ popularity: 0.8, freshness: 0.2, freshnessHalfLifeMs: week }),
    editorialValue,
  ],
  rerank: listRules({ order: [spread({ publisher: 0.8, topic: 1 })] }),
}
