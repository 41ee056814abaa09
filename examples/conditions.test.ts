// The examples of docs/guide/conditions.md, run.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { historyOf } from '@lectern/engine/data/history.ts'
import { createCatalogue } from '@lectern/engine/pipeline/catalogue.ts'
import { conditionMask } from '@lectern/engine/pipeline/condition.ts'
import { condition } from '@lectern/protocol/rest/conditions.ts'

const guide = readFileSync(new URL('../docs/guide/conditions.md', import.meta.url), 'utf8')
const blocks = (kind: string): unknown[] =>
  [...guide.matchAll(new RegExp(`\`\`\`${kind}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, json]) =>
    JSON.parse(json as string),
  )

const hour = 3_600_000
const now = 1_800_000_000_000
const entry = { topic: 'tech', publisher: 'Post', contentType: 'article', minutes: 4, addedAt: now - hour }
const catalogue = createCatalogue([
  { ...entry, item: 'short tech article' },
  { ...entry, item: 'long business article', topic: 'business', minutes: 30, addedAt: now - 99 * hour },
  { ...entry, item: 'tech of a publisher read before', publisher: 'Times', paywalled: true },
  { ...entry, item: 'old food video', topic: 'food', contentType: 'video', addedAt: now - 99 * hour },
  { ...entry, item: 'what was read', topic: 'travel', publisher: 'Times', addedAt: now - 99 * hour },
])
const request = { now, history: historyOf([{ row: 4, at: now - hour }]) }
const meant = (input: unknown): string[] => {
  const mask = conditionMask(condition.parse(input), { request, state: { catalogue, sections: [] } })
  return catalogue.items.ids.filter((_, row) => mask[row] === 1)
}

test('each example means what the guide says', () => {
  assert.deepEqual(blocks('json').map(meant), [
    ['short tech article'],
    ['short tech article', 'long business article'],
    ['short tech article', 'tech of a publisher read before', 'old food video'],
  ])
})

test('each mistake is told as the guide shows it', () => {
  const told = [...guide.matchAll(/```text\n([\s\S]*?)\n```/g)].map(([, text]) => text)
  const issues = blocks('json wrong').map((input) => {
    const { path, message } = condition.safeParse(input).error!.issues[0]!
    return `${path.join('.')}: ${message}`
  })
  assert.equal(issues.length, 2)
  assert.deepEqual(issues, told)
})
