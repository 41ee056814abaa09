import { available, blocked, language, only, paywall, region, seen, withheld } from '../pipeline/filters.ts'
import { listRules } from '../pipeline/rerank/rerank.ts'
import { corpus } from '../pipeline/sources.ts'
import type { Recipe } from '../pipeline/stage.ts'
import { editorialValue } from '../pipeline/value.ts'

/** The editors' order and nothing else: no profiling. */
export const editorial: Recipe = {
  name: 'editorial',
  version: '3',
  filters: [available, region, language, paywall, withheld, only, seen, blocked],
  sources: [corpus(500)],
  scorers: [editorialValue],
  rerank: listRules({}),
}
