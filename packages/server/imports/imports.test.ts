import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { historySummary, readHistory } from '../events/events.ts'
import { allItems } from '../items/items.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { type ImportResult, importPath } from './imports.ts'

let kernel: TestKernel
beforeEach(async () => {
  kernel = await testKernel()
})
afterEach(() => kernel.close())

const fixture = (name: string): string => fileURLToPath(new URL(`../../../fixtures/imports/${name}`, import.meta.url))
const bring = (format: string, path: string): Promise<ImportResult> =>
  importPath(kernel, { format, path, signal: new AbortController().signal })

async function log(): Promise<string[]> {
  const rows: string[] = []
  for await (const { size, reader, item, kind, at, on } of readHistory(kernel))
    for (let row = 0; row < size; row += 1)
      rows.push(`${reader[row]} ${on[row] ? '' : 'un'}${kind[row]} ${item[row]} ${at[row]}`)
  return rows
}
const titles = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await allItems(kernel)).map(({ id, title }) => [id, title]))
const reasons = (result: ImportResult): unknown[] => result.firstRejected.map(({ line, reason }) => [line, reason])

test('globo: clicks are opens with their session', async () => {
  const result = await bring('globo', fixture('globo'))
  assert.deepEqual([result.events, result.rejected], [3, 0])
  assert.deepEqual(await log(), [
    'globo:7 open globo:100 1506000001000',
    'globo:7 open globo:101 1506000031000',
    'globo:8 open globo:100 1506086400000',
  ])
  for await (const batch of readHistory(kernel)) assert.equal(batch.detail[0], 'session:1506000000000001')
  assert.deepEqual(await titles(), { 'globo:100': 'globo:100', 'globo:101': 'globo:101' })
  const signals = await kernel.database.pool.query('select detail from signal')
  assert.deepEqual([...new Set(signals.rows.map((row) => row.detail))], [null])
})

test('deskdrop: 64-bit ids survive as text, every kind has its meaning, an unknown one is rejected with its line', async () => {
  const result = await bring('deskdrop', fixture('deskdrop'))
  assert.deepEqual(await log(), [
    'deskdrop:9007199254740993 open deskdrop:-9000000000000000001 1460000000000',
    'deskdrop:9007199254740993 like deskdrop:-9000000000000000001 1460000001000',
    'deskdrop:-5 save deskdrop:9000000000000000002 1460000002000',
    'deskdrop:-5 share deskdrop:9000000000000000002 1460000003000',
    'deskdrop:-5 save deskdrop:9000000000000000002 1460000004000',
  ])
  assert.deepEqual(reasons(result), [[7, 'eventType is not one of VIEW, LIKE, BOOKMARK, FOLLOW, COMMENT CREATED']])
  const saved = await kernel.database.pool.query("select at from signal where kind = 'save'")
  assert.deepEqual(saved.rows, [{ at: 1460000004000 }])
})

test('ibm-watson: articles give titles, rows without times keep their order, lines are counted through line breaks', async () => {
  const result = await bring('ibm-watson', fixture('ibm-watson'))
  const first = Date.UTC(2018, 0, 1)
  assert.deepEqual(await log(), [
    `ibm-watson:aaaa open ibm-watson:12 ${first + 60_000}`,
    `ibm-watson:bbbb open ibm-watson:14 ${first + 120_000}`,
    `ibm-watson:aaaa open ibm-watson:13 ${first + 240_000}`,
  ])
  assert.deepEqual(await titles(), {
    'ibm-watson:12': 'First Article',
    'ibm-watson:13': 'Second Article',
    'ibm-watson:14': 'a title\nof two lines',
  })
  assert.deepEqual(reasons(result), [[5, 'no email, so no reader']])
  assert.match(result.notes.join(), /no times/)
})

test('mind: shown items are impressions, clicked ones opens as well, a history counts once per reader', async () => {
  const result = await bring('mind', fixture('mind'))
  const at = Date.UTC(2019, 10, 12)
  assert.deepEqual((await log()).sort(), [
    `mind:U1 impression mind:N1 ${at + 13 * 3_600_000}`,
    `mind:U1 impression mind:N2 ${at}`,
    `mind:U1 impression mind:N3 ${at}`,
    `mind:U1 open mind:N1 ${at - 60_000}`,
    `mind:U1 open mind:N2 ${at}`,
    `mind:U1 open mind:N9 ${at - 120_000}`,
  ])
  assert.deepEqual(reasons(result), [
    [3, 'the time is missing or not a time'],
    [4, 'an impression does not end in -0 or -1'],
  ])
  assert.equal((await titles())['mind:N1'], 'One "quoted')
})

test('movielens: four layouts read alike, and a rating of 4 or more is a like', async () => {
  const result = await bring('movielens', fixture('movielens'))
  assert.deepEqual(await log(), [
    'movielens:1 open movielens:2 964982224000',
    'movielens:1 like movielens:1 964982703000',
  ])
  assert.equal((await titles())['movielens:1'], 'Toy, The (1995)')
  assert.deepEqual(reasons(result), [
    [4, 'rating is not a number'],
    [5, 'the time is before 1995'],
  ])
  await bring('movielens', fixture('movielens-100k'))
  await bring('movielens', fixture('movielens-1m'))
  const before = await historySummary(kernel)
  assert.equal(before.events, 6)
  const inter = await bring('movielens', fixture('movielens-recbole'))
  assert.equal(inter.events, 2)
  assert.equal((await log()).filter((row) => row === 'movielens:186 like movielens:302 891717742000').length, 2)
})

test('plain csv: items and events as the guide says, and each bad row with its reason', async () => {
  const result = await bring('csv', fixture('csv'))
  assert.deepEqual(await log(), [
    'ann open bread 1767225600000',
    'ann unsave sea 1767225660000',
    'bob like new 1767225661000',
    'ann read bread 1767225900000',
  ])
  const bread = (await allItems(kernel)).find(({ id }) => id === 'bread')
  assert.deepEqual([bread?.title, bread?.minutes, bread?.publishedAt], ['Bread, at home', 7, 1767225600000])
  assert.equal(result.items, 2)
  const told = result.firstRejected.map(({ file, line, reason }) => `${file}:${line} ${reason}`)
  assert.match(told[0] ?? '', /^items.csv:4 id: /)
  assert.match(told[1] ?? '', /^events.csv:6 kind: .*"open"/)
  assert.match(told[2] ?? '', /^events.csv:7 at: must be Unix milliseconds or an ISO 8601 time/)
  assert.deepEqual(told.slice(3), [
    'events.csv:8 the time is in the future',
    'events.csv:9 the time is before 1995',
    'events.csv:10 the row has not as many cells as the header',
  ])
  assert.equal(result.reports.length, 2)
  const report = readFileSync(result.reports[1] as string, 'utf8')
    .trim()
    .split('\n')
  assert.deepEqual(JSON.parse(report[0] as string), result.firstRejected[1])
})

test('plain JSON Lines read like csv', async () => {
  const result = await bring('csv', fixture('jsonl'))
  assert.deepEqual((await log()).sort(), ['ann open bread 1767225600000', 'ann unsave sea 1767225600000'])
  assert.deepEqual(
    result.firstRejected.map(({ line }) => line),
    [3, 5],
  )
})

const deskdrop = fileURLToPath(new URL('../../../../shared/data/deskdrop', import.meta.url))
test('the real deskdrop counts as its publisher says', { skip: !existsSync(deskdrop) }, async () => {
  const result = await bring('deskdrop', deskdrop)
  const { events, readers, items } = await historySummary(kernel)
  assert.deepEqual([result.events, result.rejected, events, readers, items], [72_312, 0, 72_312, 1895, 2987])
  const kinds: Record<string, number> = {}
  const sessions = new Set<string | null>()
  for await (const batch of readHistory(kernel)) {
    for (const kind of batch.kind) kinds[kind] = (kinds[kind] ?? 0) + 1
    for (const session of batch.detail) sessions.add(session)
  }
  assert.deepEqual(kinds, { open: 61_086, like: 5745, save: 2463 + 1407, share: 1611 })
  assert.equal(sessions.size, 28_740)
})
