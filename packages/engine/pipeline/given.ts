import type { Source } from './stage.ts'

/** The rows of a list that the caller wants in order, as far as filters allow; score 1 / (1 + position). */
export function given(rows: Int32Array): Source {
  return {
    name: 'given',
    about: 'The list that the caller gave',
    propose: ({ refused }) => {
      const allowed = rows.filter((row) => refused[row] === 0)
      return { rows: allowed, scores: Float64Array.from(allowed, (_, k) => 1 / (1 + k)) }
    },
  }
}
