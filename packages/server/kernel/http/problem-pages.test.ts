import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newRoutes, problemKinds, problemOf } from './http.ts'
import { serveProblems } from './problem-pages.ts'

const app = newRoutes()
serveProblems(app)

test('the type of each problem is the address of a page that says more', async () => {
  for (const kind of Object.keys(problemKinds) as (keyof typeof problemKinds)[]) {
    const { type, title } = problemOf(kind, 'something')
    const answer = await app.request(type)
    assert.equal(answer.status, 200, type)
    const page = await answer.text()
    assert.ok(page.includes(title) && page.includes(type), type)
  }
})

test('a problem that does not exist is answered with those that do', async () => {
  const answer = await app.request('/problems/toString')
  assert.equal(answer.status, 404)
  assert.match(((await answer.json()) as { detail: string }).detail, /known: invalid, not-signed-in/)
})
