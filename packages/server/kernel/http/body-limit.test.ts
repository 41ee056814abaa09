import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, test } from 'node:test'
import { limitBody } from './body-limit.ts'
import { newRoutes, problemResponse } from './http.ts'
import { listen } from './listen.ts'

const limit = limitBody(100, (c) => problemResponse(c, 'too-large', '100 bytes at most'))
const app = newRoutes()
app.use(limit)
app.post('/', async (c) => c.text(await c.req.text()))
app.options('/', (c) => c.text('fine'))
const server = await listen({ host: '127.0.0.1', port: 0, publicUrl: null } as Parameters<typeof listen>[0])
server.handle(app.fetch)
after(() => server.close())

/** `declared`: with a content-length, else in chunks. */
function send(method: string, body: string, declared: boolean): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const headers = declared ? { 'content-length': String(body.length) } : {}
    const sending = request({ port: server.port, host: '127.0.0.1', method, headers }, async (response) => {
      const parts: Buffer[] = []
      for await (const part of response) parts.push(part as Buffer)
      done({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() })
    })
    sending.once('error', fail)
    if (declared) return sending.end(body)
    for (const piece of body.match(/.{1,40}/gs) ?? []) sending.write(piece)
    sending.end()
  })
}

for (const declared of [true, false]) {
  test(`a body ${declared ? 'of declared length' : 'in chunks'} arrives whole up to the limit and is refused above`, async () => {
    assert.deepEqual(await send('POST', 'x'.repeat(100), declared), { status: 200, text: 'x'.repeat(100) })
    const refused = await send('POST', 'x'.repeat(101), declared)
    assert.equal(refused.status, 413)
    assert.match(refused.text, /100 bytes at most/)
  })
}

test('a question about options needs no body', async () => {
  assert.equal((await send('OPTIONS', '', false)).text, 'fine')
})
