// Whole dialogues to the last bit. A difference here is one that every browser sees.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type TestItem, testMerino, viewOf } from './testing.ts'

const folder = fileURLToPath(new URL('../../../../fixtures/merino/', import.meta.url))

const stories: TestItem[] = ['food', 'tech', 'sports'].flatMap((topic) =>
  Array.from({ length: 13 }, (_, n) => ({
    id: `${topic}-${n}`,
    topic,
    publisher: `publisher-${n % 5}`,
    imageUrl: n % 4 === 0 ? null : `https://images.example/${topic}-${n}.jpg`,
    excerpt: n % 6 === 0 ? null : `What ${topic} ${n} is about.`,
    editorialRank: n,
  })),
)
const small = viewOf(stories, { popularity: (id) => id.length + Number(id.split('-')[1]) })

interface Asked {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

const names = readdirSync(folder).flatMap((name) => /^(.*)\.request\.json$/.exec(name)?.[1] ?? [])

for (const name of names) {
  test(`${name} is answered as it always was`, async () => {
    const asked = JSON.parse(readFileSync(`${folder}${name}.request.json`, 'utf8')) as Asked
    const one = testMerino(small)
    after(() => one.close())
    const response = await one.app.request(asked.path, {
      method: asked.method,
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    })
    const answered = { status: response.status, body: await response.json() }
    const file = `${folder}${name}.answer.json`
    if (process.env.LECTERN_WRITE_GOLDEN === '1') writeFileSync(file, `${JSON.stringify(answered, null, 1)}\n`)
    assert.deepEqual(answered, JSON.parse(readFileSync(file, 'utf8')))
  })
}

test('the dialogues are there', () => assert.ok(names.length >= 6))
