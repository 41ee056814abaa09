import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LecternError, newId } from './call.ts'
import { createClient } from './client.ts'

interface Asked {
  readonly url: string
  readonly init: RequestInit
}

/** A client whose server gives these answers, one after the other; an Error is a broken connection. */
function against(...answers: (Response | Error)[]) {
  const asked: Asked[] = []
  const waits: number[] = []
  const client = createClient({
    url: 'https://lectern.example/',
    key: 'lsk_secret',
    fetch: async (url, init = {}) => {
      asked.push({ url: String(url), init })
      const answer = answers.shift()
      if (answer === undefined) throw new Error('nobody expected another request')
      if (answer instanceof Error) throw answer
      return answer
    },
    wait: async (ms) => void waits.push(ms),
  })
  return { client, asked, waits }
}
const ok = (body: unknown) => Response.json(body)
const notNow = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers })

test('each call is one request that names the key and carries what was asked', async () => {
  const { client, asked } = against(ok({ items: [] }), ok({ items: [] }), ok({ answers: [1] }), ok({ recipes: [2] }))
  await client.recommend('new tab', { reader: 'r1', n: 3 })
  await client.similar('a/b', { n: 4, language: undefined })
  assert.deepEqual(await client.batch([{ kind: 'similar', item: 'a' }]), [1])
  assert.deepEqual(await client.recipes(), [2])
  const host = 'https://lectern.example/v1'
  assert.deepEqual(
    asked.map(({ url, init }) => `${init.method} ${url}`),
    [
      `POST ${host}/surfaces/new%20tab/recommend`,
      `GET ${host}/items/a%2Fb/similar?n=4`,
      `POST ${host}/batch`,
      `GET ${host}/recipes`,
    ],
  )
  assert.equal(asked[0]!.init.body, '{"reader":"r1","n":3}')
  assert.equal(new Headers(asked[0]!.init.headers).get('authorization'), 'Bearer lsk_secret')
})

test('it comes back after the time it is told, else after ever longer', async () => {
  const { client, waits } = against(
    notNow(429, { 'retry-after': '7' }),
    notNow(503),
    new Error('reset'),
    ok({ items: [] }),
  )
  await client.recommend('home')
  assert.equal(waits[0], 7000)
  assert.ok(waits[1]! >= 250 && waits[1]! <= 750, String(waits[1]))
  assert.ok(waits[2]! >= 500 && waits[2]! <= 1500, String(waits[2]))
})

test('a wait that is too long, and a last attempt, end with the answer there is', async () => {
  const far = against(notNow(429, { 'retry-after': '3600' }))
  await assert.rejects(far.client.recommend('home'), (error: LecternError) => error.status === 429)
  const away = against(notNow(503), notNow(503), notNow(503), notNow(503))
  await assert.rejects(away.client.recommend('home'), (error: LecternError) => error.status === 503)
  const broken = against(...Array.from({ length: 4 }, () => new TypeError('fetch failed')))
  await assert.rejects(broken.client.recommend('home'), /fetch failed/)
})

test('what will never be right is not asked again, and the error says what would be', async () => {
  const problem = { type: '/problems/invalid', title: 'The request does not fit', status: 400, detail: 'n: too small' }
  const { client } = against(Response.json(problem, { status: 400 }))
  await assert.rejects(client.recommend('home', { n: 0 }), (error: unknown) => {
    assert.ok(error instanceof LecternError)
    assert.deepEqual(error.problem, problem)
    return error.message === 'The request does not fit: n: too small'
  })
})

test('events get an id once, so that the repeat after a failure counts once', async () => {
  const receipt = { accepted: 1, repeated: 0, refused: [] }
  const { client, asked } = against(new Error('reset'), ok(receipt))
  assert.deepEqual(await client.events([{ kind: 'open', item: 'a', reader: 'r1' }]), receipt)
  assert.equal(asked[0]!.init.body, asked[1]!.init.body)
  const { version, events } = JSON.parse(String(asked[0]!.init.body))
  assert.equal(version, 1)
  assert.match(events[0].id, /^[0-9a-f-]{36}$/)
  assert.ok(events[0].at > 1.7e12)
})

test('ids are UUIDs of version 4 and differ', () => {
  const ids = Array.from({ length: 100 }, newId)
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(new Set(ids).size, 100)
})
