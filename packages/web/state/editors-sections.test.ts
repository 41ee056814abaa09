import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recommendation, Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { ShownSection } from '@lectern/protocol/rest/sections.ts'
import { withoutSections } from './editors-sections.ts'

const list = (...ids: string[]): Slate =>
  ({ items: ids.map((id, slot) => ({ item: { id }, slot }) as Recommendation) }) as Slate
const section = (...ids: string[]): ShownSection => ({ list: list(...ids) }) as ShownSection
const shown = ({ items }: Slate) => items.map(({ item, slot }) => `${item.id}${slot}`)

test('what stands in a section of the editors is not in the list below, whose slots stay as they were logged', () => {
  assert.deepEqual(shown(withoutSections(list('a', 'b', 'c', 'd'), [section('b'), section('d')])), ['a0', 'c2'])
})

test('without sections the list is the same object', () => {
  const slate = list('a')
  assert.equal(withoutSections(slate, []), slate)
})
