import { available, blocked, language, seen } from '../pipeline/filters.ts'
import { corpus } from '../pipeline/sources.ts'
import type { Recipe } from '../pipeline/stage.ts'
import { editorialValue } from '../pipeline/value.ts'

/** The editors' order and nothing else: no profiling. */
export const editorial: Recipe = {
  name: 'editorial',
  version: '1',
  filters: [available, seen, blocked, language],
  sources: [corpus(500)],
  scorers: [editorialValue],
  rerank: [],
}
