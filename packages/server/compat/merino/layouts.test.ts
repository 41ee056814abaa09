import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Layout, layout } from './answer.ts'
import { cycledLayout, layoutAt, layouts, maxTiles } from './layouts.ts'

const adsOf = ({ responsiveLayouts }: Layout) =>
  Object.fromEntries(
    responsiveLayouts.map(({ columnCount, tiles }) => [
      columnCount,
      tiles.filter(({ hasAd }) => hasAd).map(({ position }) => position),
    ]),
  )

test('there are the four layouts, with their tiles', () => {
  assert.deepEqual(Object.fromEntries(Object.entries(layouts).map(([name, one]) => [name, maxTiles(one)])), {
    '4-medium-small-1-ad': 4,
    '4-large-small-medium-1-ad': 4,
    '6-small-medium-1-ad': 6,
    '8-double-row-2-ad': 8,
  })
  for (const [name, one] of Object.entries(layouts)) assert.equal(one.name, name)
})

test('each layout has exactly four responsive layouts, for one to four columns', () => {
  for (const { responsiveLayouts } of Object.values(layouts))
    assert.deepEqual(responsiveLayouts.map(({ columnCount }) => columnCount).sort(), [1, 2, 3, 4])
})

test('positions run from 0 without a gap and are the same in each responsive layout', () => {
  for (const one of Object.values(layouts))
    for (const { tiles } of one.responsiveLayouts)
      assert.deepEqual(
        tiles.map(({ position }) => position).sort((a, b) => a - b),
        Array.from({ length: maxTiles(one) }, (_, k) => k),
      )
})

test('the order of tiles is how they stack and differs from their positions', () => {
  const { tiles } = layouts['6-small-medium-1-ad'].responsiveLayouts[0]!
  assert.notDeepEqual(
    tiles.map(({ position }) => position),
    tiles.map((_, k) => k),
  )
})

test('no layout leaves a hole: tiles placed as Firefox places them fill whole rows', () => {
  const sizes = { small: [1, 1], medium: [1, 2], large: [2, 2] } as const
  for (const { name, responsiveLayouts } of Object.values(layouts)) {
    for (const { columnCount, tiles } of responsiveLayouts) {
      const taken = new Set<string>()
      let [row, column] = [0, 0]
      for (const { size } of tiles) {
        const [width, height] = sizes[size]
        const cells = () =>
          Array.from({ length: width * height }, (_, k) => `${row + Math.floor(k / width)},${column + (k % width)}`)
        while (column + width > columnCount || cells().some((cell) => taken.has(cell))) {
          column++
          if (column >= columnCount) [row, column] = [row + 1, 0]
        }
        for (const cell of cells()) taken.add(cell)
      }
      const rows = Math.max(...[...taken].map((cell) => Number.parseInt(cell, 10))) + 1
      assert.equal(taken.size, rows * columnCount, `${name} in ${columnCount} columns`)
    }
  }
})

test('advertisements have the places of the contract', () => {
  assert.deepEqual(adsOf(layouts['4-medium-small-1-ad']), { 1: [1], 2: [1], 3: [1], 4: [3] })
  assert.deepEqual(adsOf(layouts['4-large-small-medium-1-ad']), { 1: [1], 2: [1], 3: [1], 4: [1] })
  assert.deepEqual(adsOf(layouts['6-small-medium-1-ad']), { 1: [1], 2: [1], 3: [3], 4: [1] })
  assert.deepEqual(adsOf(layouts['8-double-row-2-ad']), { 1: [1, 5], 2: [1, 5], 3: [1, 5], 4: [1, 5] })
})

test('no advertisement on small or large, no excerpt on small: a layout that has one is refused', () => {
  const broken = (change: object): Layout => {
    const copy = structuredClone(layouts['4-large-small-medium-1-ad'])
    Object.assign(copy.responsiveLayouts[0]!.tiles[0]!, change)
    return copy
  }
  assert.ok(layout.safeParse(broken({})).success)
  for (const change of [
    { hasAd: true },
    { size: 'small', hasAd: true, hasExcerpt: false },
    { size: 'small', hasExcerpt: true },
    { position: 1 },
    { position: 4 },
  ])
    assert.ok(!layout.safeParse(broken(change)).success, JSON.stringify(change))
  const { responsiveLayouts, name } = layouts['6-small-medium-1-ad']
  assert.ok(!layout.safeParse({ name, responsiveLayouts: responsiveLayouts.slice(1) }).success)
})

test('sections after the top stories cycle through six tiles, four with a large one, four medium', () => {
  assert.deepEqual(
    Array.from({ length: 4 }, (_, n) => cycledLayout(n).name),
    ['6-small-medium-1-ad', '4-large-small-medium-1-ad', '4-medium-small-1-ad', '6-small-medium-1-ad'],
  )
})

test('advertisements only at ranks 0, 1, 2, 4 … 18, and only where the section allows them', () => {
  const one = layouts['6-small-medium-1-ad']
  const ranks = Array.from({ length: 25 }, (_, rank) => rank)
  const hasAd = (place: Parameters<typeof layoutAt>[1]) => Object.values(adsOf(layoutAt(one, place))).flat().length > 0
  assert.deepEqual(
    ranks.filter((rank) => hasAd({ rank, allowAds: true })),
    [0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18],
  )
  assert.ok(ranks.every((rank) => !hasAd({ rank, allowAds: false })))
})
