import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import { withNamedCauses } from './reason-text.ts'

test('the causes that are not named are one number, and the sum stays', () => {
  const because = Array.from({ length: 9 }, (_, k) => ({
    item: `i${k}`,
    title: null,
    contribution: (k % 2 ? -1 : 1) * (k + 1),
  }))
  const score = because.reduce((sum, each) => sum + each.contribution, 0.5)
  const reason = { kind: 'because-you-read', text: '', because, others: 0, base: 0.5 }
  const slate = { items: [{ slot: 0, score, item: {}, reason }] } as unknown as Slate
  const [line] = withNamedCauses(slate, 3).items
  assert.deepEqual(
    line?.reason.because.map((each) => each.contribution),
    [9, 7, -8],
  )
  assert.equal(
    line?.reason.because.reduce((sum, each) => sum + each.contribution, line.reason.others + line.reason.base),
    score,
  )
})
