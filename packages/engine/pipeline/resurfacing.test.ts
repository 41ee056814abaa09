import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomServingRequest, randomServingState } from '../testing/random-serving.ts'
import { randomStateNow } from '../testing/random-state.ts'
import { available } from './filters.ts'
import { nothingKnown } from './priorities.ts'
import { resurfacing } from './resurfacing.ts'
import { run } from './run.ts'
import type { SlateRequest } from './slate.ts'
import { popular } from './sources.ts'
import type { Recipe } from './stage.ts'
import { editorialValue } from './value.ts'

const day = 86_400_000
const state = { ...randomServingState({ seed: 'saves', rows: 300, modelItems: 0 }), ...nothingKnown }
const open = state.catalogue.items.ids.map((_, row) => row).filter((row) => state.catalogue.available[row] === 1)
const saved = open.slice(0, 40).map((row) => ({ row, at: randomStateNow - 10 * day }))
const request: SlateRequest = {
  ...randomServingRequest(state, { seed: 1, historyItems: 5 }),
  seen: new Set(saved.map(({ row }) => row)),
  saved,
}
const saves = resurfacing({ perDay: 3, olderThanDays: 3 })
const recipe: Recipe = {
  name: 'saves',
  version: '1',
  filters: [available, saves.seen],
  sources: [popular(100), saves.source],
  scorers: [editorialValue],
  rerank: [],
}
const resurfaced = (asked: Partial<SlateRequest> = {}) => {
  const slate = run(recipe, { ...request, take: 300, ...asked }, state)
  return slate.items.filter(({ sources }) => sources.includes('resurfaced')).map(({ row }) => row)
}
const sorted = (rows: readonly number[]) => [...rows].sort((a, b) => a - b)

test('so many saves a day come back, and no other save is shown', () => {
  const rows = resurfaced()
  assert.equal(rows.length, 3)
  const shown = run(recipe, { ...request, take: 300 }, state).items.map(({ row }) => row)
  assert.deepEqual(sorted(shown.filter((row) => request.seen.has(row))), sorted(rows))
})

test('all day the same ones, on another day or with another seed others', () => {
  const midnight = Math.floor(randomStateNow / day) * day
  const at = (now: number) => resurfaced({ now })
  assert.deepEqual(at(midnight + day - 1), at(midnight))
  assert.notDeepEqual(at(midnight + day), at(midnight))
  assert.notDeepEqual(resurfaced({ seed: 2 }), resurfaced({ seed: 1 }))
})

test('opening one of them brings one other save, and leaves the rest', () => {
  const [first, ...rest] = resurfaced()
  const after = resurfaced({ saved: saved.filter(({ row }) => row !== first) })
  assert.equal(after.length, 3)
  assert.deepEqual(
    rest.filter((row) => after.includes(row)),
    rest,
  )
})

test('in two months nearly every save has had its day', () => {
  const met = new Set(Array.from({ length: 60 }, (_, k) => resurfaced({ now: randomStateNow + k * day })).flat())
  assert.ok(met.size >= 36, `${met.size} of 40`)
})

test('young saves rest, and a save that another filter refuses does not come back', () => {
  assert.deepEqual(resurfaced({ saved: saved.map((one) => ({ ...one, at: randomStateNow - 3 * day + 1 })) }), [])
  const strict: Recipe = { ...recipe, filters: [{ ...available, keyOf: () => 'all', refuse: refuseAll }, saves.seen] }
  assert.deepEqual(run(strict, request, state).items, [])
})

const refuseAll = ({ refused }: { refused: Uint8Array }, code: number) => {
  refused.fill(code)
  return refused.length
}

test('options that cannot be are named', () => {
  assert.throws(() => resurfacing({ perDay: 0 }), /perDay is 0/)
  assert.throws(() => resurfacing({ olderThanDays: -1 }), /olderThanDays is -1/)
})
