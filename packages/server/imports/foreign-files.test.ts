// Files as strangers make them: rows that do not fit are rejected with a reason, the good ones around them are taken, and a
// file that is none at all is refused in words.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { readHistory } from '../events/events.ts'
import { allItems } from '../items/items.ts'
import { Failure } from '../kernel/failure.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { type ImportResult, importPath } from './imports.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
})
after(() => kernel.close())

const at = Date.UTC(2025, 5, 1)
async function bring(format: string, name: string, content: string | Uint8Array): Promise<ImportResult> {
  const folder = join(kernel.config.dataDir, 'foreign')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, content)
  return await importPath(kernel, { format, path, signal: new AbortController().signal })
}

async function readersIn(prefix: string): Promise<string[]> {
  const found: string[] = []
  for await (const { size, reader } of readHistory(kernel))
    for (let row = 0; row < size; row++) if (reader[row]!.startsWith(prefix)) found.push(reader[row]!)
  return found.sort()
}

const strangeTexts = [
  '\0',
  'a\0',
  '__proto__',
  'constructor',
  'toString',
  '1e999',
  '-1',
  'NaN',
  '\u202e',
  ' ',
  '"',
  '\u{10ffff}',
]
const cell = fc.oneof(fc.constantFrom(...strangeTexts), fc.string({ unit: 'binary', maxLength: 12 }))
const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] => fc.sample(arbitrary, { seed: 11, numRuns: count })

test('csv: whatever stands between good rows, those are all taken, and each other row is taken or has a reason', async () => {
  const bare = cell.map((text) => text.replace(/[",\r\n]/g, ' '))
  const strange = sample(fc.array(bare, { minLength: 1, maxLength: 6 }), 300).map((cells) => cells.join(','))
  const rows = strange.flatMap((row, k) => [row, `csv-${k},item,${at + k}`])
  const result = await bring('csv', 'events.csv', `reader,item,at\n${rows.join('\n')}\n`)
  assert.equal((await readersIn('csv-')).length, strange.length)
  assert.ok(result.rejected > 0 && result.events + result.rejected <= rows.length)
})

test('csv: quotes that are not as CSV has them cost their own rows', async () => {
  const broken = ['"a"b,c,1', 'a"b,c,1', '"a,b', 'x"', '"a""b",c,1']
  for (const [k, row] of broken.entries()) {
    const text = `reader,item,at\nquoted-${k},item,${at}\n${row}\n`
    const result = await bring('csv', `events-${k}.csv`, text)
    assert.equal(result.events + result.rejected, 2, row)
  }
  assert.equal((await readersIn('quoted-')).length, broken.length)
})

test('jsonl: lines of any type, depth and size of number cost only themselves', async () => {
  const deep = 200_000
  const lines = [
    ...['null', '[]', '1e999', '{', '{"reader":{}}', '{"__proto__":{"reader":"x"}}', '\ufeff{}', '{"reader":1e999}'],
    `{"reader":${'['.repeat(deep)}${']'.repeat(deep)},"item":"a","at":${at}}`,
    `{"reader":"lone \\ud800","item":"a","at":${at}}`,
    `{"reader":"nul \\u0000","item":"a","at":${at}}`,
    `{"reader":"r","item":"a","at":1e400}`,
    ...sample(fc.jsonValue(), 200).map((value) => JSON.stringify(value)),
  ]
  const rows = lines.flatMap((line, k) => [line, JSON.stringify({ reader: `jsonl-${k}`, item: 'item', at: at + k })])
  const result = await bring('csv', 'events.jsonl', `${rows.join('\n')}\n`)
  assert.equal((await readersIn('jsonl-')).length, lines.length)
  assert.deepEqual([result.events, result.rejected], [lines.length, lines.length])
})

test('items with texts that cannot be stored are rejected, those beside them are stored', async () => {
  const lines = ['\0', 'a\0b', '\ud800'].flatMap((text, k) => [
    { id: `bad-${k}`, title: text },
    { id: `bad-too-${k}`, title: 'fine', excerpt: text },
    { id: `good-${k}`, title: 'fine' },
  ])
  const result = await bring('csv', 'items.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'))
  assert.deepEqual([result.items, result.rejected], [3, 6])
  const ids = (await allItems(kernel)).map(({ id }) => id).filter((id) => /^(good|bad)/.test(id))
  assert.deepEqual(ids.sort(), ['good-0', 'good-1', 'good-2'])
})

test('public data: strange cells in every column are taken or rejected, and good rows stay', async () => {
  const plainCell = cell.map((text) => text.replace(/[",:\t\r\n]/g, ' '))
  const seconds = at / 1000
  const sets = [
    {
      format: 'deskdrop',
      name: 'users_interactions.csv',
      head: 'timestamp,eventType,contentId,personId,sessionId',
      good: (k: number) => [seconds, 'VIEW', 'item', `good${k}`, 1],
    },
    {
      format: 'movielens',
      name: 'ratings.csv',
      head: 'userId,movieId,rating,timestamp',
      good: (k: number) => [`good${k}`, 1, 4, seconds],
    },
    {
      format: 'globo',
      name: 'clicks_hour_000.csv',
      head: 'user_id,session_id,click_article_id,click_timestamp',
      good: (k: number) => [`good${k}`, 1, 2, at],
    },
  ]
  for (const { format, name, head, good } of sets) {
    const width = head.split(',').length
    const rows = sample(fc.tuple(fc.nat(width - 1), plainCell), 150).flatMap(([column, text], k) => {
      const strange = good(k).map((value, index) => (index === column ? text : String(value).replace('good', 'other')))
      return [strange.join(','), good(k).join(',')]
    })
    await bring(format, name, `${head}\n${rows.join('\n')}\n`)
    assert.equal((await readersIn(`${format}:good`)).length, 150, format)
  }
  const { rows } = await kernel.database.pool.query('select distinct kind from signal')
  for (const { kind } of rows) assert.match(kind, /^[a-z]+$/)
})

test('bytes that are no data set are refused in words', async () => {
  const packed = gzipSync(
    `reader,item,at\n${Array.from({ length: 2000 }, (_, k) => `gz-${k},i${(k * 7919) % 977},${at}`).join('\n')}\n`,
  )
  const damaged = packed.slice()
  damaged[packed.length >> 1]! ^= 0xff
  const noData: [string, string | Uint8Array][] = [
    ['events-empty.csv', ''],
    ['events-binary.csv', Uint8Array.from({ length: 5000 }, (_, k) => (k * 167) % 256)],
    ['events-damaged.csv.gz', damaged],
    ['events-mark.csv.gz', packed.subarray(0, 3)],
    ['events-line.csv', 'x'.repeat(5 * 1024 * 1024)],
  ]
  for (const [name, content] of noData)
    await assert.rejects(bring('csv', name, content), (cause) => cause instanceof Failure, name)
})
