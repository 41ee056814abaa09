import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { BulkAnswer, BulkBody } from '@lectern/protocol/rest/desk-prospects.ts'
import { openTestApp, type TestApp } from '../../cli/app-testing.ts'
import { cookieOf, deskOf, prospectOf } from '../testing.ts'

let app: TestApp
let chief: ReturnType<typeof deskOf>
before(async () => {
  app = await openTestApp({ sample: false })
  chief = deskOf(app.kernel, app.call, await cookieOf(app.kernel, 'Cleo', { role: 'chief' }))
})
after(() => app.close())

const bulk = async (body: BulkBody) => await chief.ask<BulkAnswer & { detail?: string }>('POST', '/v1/desk/bulk', body)
const spam = (n: number) =>
  Array.from({ length: n }, (_, k) =>
    prospectOf(`spam-${k}`, { domain: 'spam.example', url: `https://spam.example/${k}` }),
  )

test('bulk reject of a domain: a dry run says how many, the same with its token does it, each can be taken back', async () => {
  await chief.add(...spam(12), prospectOf('kept'))
  const body: BulkBody = {
    of: 'prospects',
    filter: { domain: 'spam.example' },
    action: { kind: 'reject', reason: 'COMMERCIAL' },
  }
  const dry = (await bulk(body)).body
  assert.deepEqual(
    [dry.done, dry.count, dry.titles.length, dry.publishers],
    [false, 12, 10, [{ id: 'spam.example', count: 12 }]],
  )
  assert.equal((await chief.queue()).length, 13)
  const real = (await bulk({ ...body, token: dry.token! })).body
  assert.deepEqual([real.done, real.count, real.decisions.length], [true, 12, 12])
  assert.deepEqual(await chief.queue(), ['kept'])
  await chief.undo(real.decisions[0]!)
  assert.equal((await chief.queue()).length, 2)
})

test('a token is good only while exactly the same is meant', async () => {
  const body: BulkBody = { of: 'prospects', filter: { domain: 'spam.example' }, action: { kind: 'dismiss' } }
  const dry = (await bulk(body)).body
  await chief.add(prospectOf('one more', { domain: 'spam.example', url: 'https://spam.example/more' }))
  const refused = await bulk({ ...body, token: dry.token! })
  assert.deepEqual([refused.status, /now 2 are meant/.test(refused.body.detail ?? '')], [409, true])
  const other = await bulk({ ...body, action: { kind: 'reject', reason: 'COMMERCIAL' }, token: dry.token! })
  assert.equal(other.status, 409)
})

test('what is approved of a domain can be rejected at once, out of lists too', async () => {
  for (const id of ['a', 'b']) {
    await chief.add(prospectOf(id, { domain: 'turned.example', url: `https://turned.example/${id}` }))
    await chief.decide(id, { kind: 'approve' })
  }
  const body: BulkBody = {
    of: 'corpus',
    filter: { domain: 'turned.example' },
    action: { kind: 'reject', reason: 'PUBLISHER_REQUEST' },
  }
  const dry = (await bulk(body)).body
  assert.equal(dry.count, 2)
  assert.equal((await bulk({ ...body, token: dry.token! })).status, 200)
  const shown = await chief.shown()
  assert.ok(!shown.includes('a') && !shown.includes('b'))
})

test('everything at once, and a comment that is missing, are refused before anything happens', async () => {
  const all = await bulk({ of: 'prospects', filter: {}, action: { kind: 'dismiss' } })
  assert.equal(all.status, 400)
  const body: BulkBody = {
    of: 'prospects',
    filter: { domain: 'spam.example' },
    action: { kind: 'reject', reason: 'OTHER' },
  }
  const dry = (await bulk(body)).body
  const before = await chief.queue()
  assert.equal((await bulk({ ...body, token: dry.token! })).status, 400)
  assert.deepEqual(await chief.queue(), before)
})
