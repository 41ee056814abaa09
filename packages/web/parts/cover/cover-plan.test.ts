import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coverPalettes, planCover, small, wide } from './cover-plan.ts'
import { fitWord, keyWord } from './key-word.ts'
import { motifKinds } from './motifs.ts'

const source = (id: string) => ({ id, title: 'The Long History of Lighthouses', publisher: 'Coast Review' })

test('the same item has the same cover', () => {
  assert.deepEqual(planCover(source('a'), wide), planCover(source('a'), wide))
})

test('items differ, and every palette is used', () => {
  const plans = Array.from({ length: 400 }, (_, i) => planCover(source(`item-${i}`), wide))
  assert.equal(new Set(plans.map((plan) => plan.palette)).size, coverPalettes)
  assert.ok(new Set(plans.map((plan) => JSON.stringify(plan.shapes))).size > 390)
})

test('palette and motif are the same at every size', () => {
  const large = planCover(source('a'), wide)
  const little = planCover(source('a'), small)
  assert.equal(little.palette, large.palette)
  assert.deepEqual(
    little.shapes.map((shape) => shape.kind).slice(0, 1),
    large.shapes.map((shape) => shape.kind).slice(0, 1),
  )
  assert.ok(motifKinds.length >= 6)
})

test('no shape carries a number that is not finite', () => {
  for (let i = 0; i < 200; i++)
    assert.doesNotMatch(JSON.stringify(planCover(source(`${i}`), wide)), /null|NaN|Infinity/)
})

test('the cover word is the longest that fits, in any script', () => {
  assert.equal(keyWord('The Long History of Lighthouses'), 'Lighthouses')
  assert.equal(keyWord('Donaudampfschifffahrtsgesellschaft am Ende'), 'Ende')
  assert.equal(keyWord('Why Iceland’s volcano sleeps'), 'Iceland')
  assert.equal(keyWord('東京の静かな図書館を歩く日曜日の午後'), '東京の静かな図書')
  assert.equal(keyWord('???'), '???')
})

test('a long word is set smaller, and no word is wider than the cover', () => {
  assert.equal(fitWord('Art', 270, 56), 56)
  assert.ok(fitWord('Administratio', 270, 56) < 40)
})
