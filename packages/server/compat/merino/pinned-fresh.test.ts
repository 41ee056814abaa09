import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { choosePinned } from './pinned-fresh.ts'
import { noon, plainSettings, publication, type TestItem, type TestMerino, testMerino, viewOf } from './testing.ts'

const opened: TestMerino[] = []
after(() => Promise.all(opened.map((one) => one.close())))

const settings = { ...plainSettings, experiments: { pin: { control: {}, treatment: { pinnedFresh: true } } } }
const treatment = { experimentName: 'pin', experimentBranch: 'treatment' }
/** Four stories of each topic are on trial. */
const isNew = (id: string): boolean => /-[0-3]$/.test(id)
const items = publication().map((item): TestItem => (isNew(item.id) ? { ...item, addedAt: noon } : item))
const clicks = (id: string) => (isNew(id) ? { shows: 0, clicks: 0 } : { shows: 1e4, clicks: 100 })
function open(of = items): TestMerino {
  const one = testMerino(viewOf(of, { clicks }), { settings })
  opened.push(one)
  return one
}
async function topOf(one: TestMerino, body: object): Promise<string[]> {
  const { feeds } = await one.ask({ feeds: ['sections'], ...body })
  return feeds!.top_stories_section!.recommendations.map(({ corpusItemId }) => corpusItemId)
}

test('with pinned fresh one story on trial stands at position 4, another from minute to minute', async () => {
  const one = open()
  const pinned = new Set<string>()
  for (let minute = 0; minute < 12; minute++) {
    one.advance(60_000)
    const top = await topOf(one, treatment)
    assert.equal(top.length, 14)
    assert.ok(isNew(top[4]!), top[4])
    pinned.add(top[4]!)
  }
  assert.ok(pinned.size > 3, `${pinned.size}`)
})

test('with pinned fresh 3 % of the other places go to stories on trial instead of 15 %', async () => {
  const one = open()
  const fresh = async (body: object): Promise<number> => (await topOf(one, body)).filter(isNew).length
  assert.ok((await fresh(treatment)) <= 2, 'the pinned one and the one place of 3 %, rounded up')
  const control = await fresh({ ...treatment, experimentBranch: 'control' })
  assert.ok(control <= 3)
})

test('a pinned story of gaming is not among the top stories', async () => {
  const gaming = items.map((item) => (item.topic === 'hobbies' ? item : { ...item, addedAt: noon - 1e10 }))
  const top = await topOf(open(gaming), treatment)
  assert.ok(top.every((id) => !id.startsWith('hobbies')))
})

test('which story is pinned is drawn by how many shows it still needs', () => {
  const prior = { alpha: 1, beta: 1000 }
  // The first needs 700 more shows, the second 100, the third is on trial no longer, the fourth never was.
  const posteriors = { alpha: new Float64Array(4).fill(1), beta: Float64Array.of(1000, 1600, 1800, 1000), prior }
  const fresh = Uint8Array.of(1, 1, 0, 0)
  const times = new Map<number | null, number>()
  for (let n = 0; n < 800; n++) {
    const pinned = choosePinned(posteriors, { fresh, seed: `s${n}` })
    times.set(pinned, (times.get(pinned) ?? 0) + 1)
  }
  assert.ok(Math.abs(times.get(0)! - 700) < 40, `${times.get(0)}`)
  assert.equal(times.get(0)! + times.get(1)!, 800)
})

test('where far more is shown than stories on trial need, the pin is skipped most of the time', () => {
  const prior = { alpha: 1, beta: 100 }
  // 70 shows needed; a tenth of ten minutes of this day is 700.
  const posteriors = { alpha: Float64Array.of(1, 1), beta: Float64Array.of(100, 700 * 1440 + 100), prior }
  let pinned = 0
  for (let n = 0; n < 1000; n++)
    if (choosePinned(posteriors, { fresh: Uint8Array.of(1, 0), seed: `s${n}` }) === 0) pinned++
  assert.ok(Math.abs(pinned - 100) < 30, `${pinned}`)
})

test('without a story on trial nothing is pinned', () => {
  const posteriors = { alpha: Float64Array.of(1), beta: Float64Array.of(10), prior: { alpha: 1, beta: 10 } }
  assert.equal(choosePinned(posteriors, { fresh: Uint8Array.of(0), seed: 's' }), null)
})
