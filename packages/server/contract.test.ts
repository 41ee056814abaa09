// The contract of the whole app: every route is told, every name leads somewhere, and people can read it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestApp, type TestApp } from './cli/app-testing.ts'

let app: TestApp
let contract: { paths: Record<string, Record<string, object>>; components: { schemas: Record<string, object> } }

before(async () => {
  app = await openTestApp({ sample: false })
  contract = (await app.call<typeof contract>('GET', '/openapi.json')).body
})
after(() => app.close())

test('every route under /v1 is in the contract', () => {
  const told = new Set(
    Object.entries(contract.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  )
  const served = app.app().routes.routes
  const missing = served
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/') && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`)
    .filter((route) => !told.has(route))
  assert.deepEqual(missing, [])
  assert.ok(told.has('POST /v1/surfaces/{surface}/recommend'))
})

test('a type stands in it once, and every reference leads to one', () => {
  const text = JSON.stringify(contract)
  const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!)
  assert.ok(named.length > 20)
  for (const name of named) assert.ok(name in contract.components.schemas, name)
  for (const name of ['Condition', 'RecommendAsk', 'RankAsk', 'List', 'Item', 'Problem', 'Surface', 'Recipe', 'Key'])
    assert.ok(named.includes(name), name)
  assert.equal(
    text.match(/"readBefore"/g)?.length,
    JSON.stringify(contract.components.schemas.Condition).match(/"readBefore"/g)?.length,
  )
})

test('its page has every type with every field, once', async () => {
  const response = await app.app().fetch(new Request('http://localhost/docs'))
  const page = await response.text()
  for (const name of Object.keys(contract.components.schemas)) assert.equal(page.split(`id="${name}"`).length, 2, name)
  assert.match(page, /minimumRelevance/)
})

test('a body without its content type is told which header is missing', async () => {
  const request = new Request('http://localhost/v1/surfaces/home/recommend', { method: 'POST', body: '{"n":2}' })
  const response = await app.app().fetch(request)
  assert.equal(response.status, 400)
  assert.match(((await response.json()) as { detail: string }).detail, /content-type: application\/json/)
})
