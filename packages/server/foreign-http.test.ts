// Requests as strangers put them on the wire: in chunks, packed, with a length that lies, broken off. Each is answered or
// closed, never with a 500, and the next one is served.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openTestApp, type TestApp } from './cli/app-testing.ts'
import { logRows, open, putTestItems, uuid } from './events/testing.ts'
import { type Listener, listen } from './kernel/http/listen.ts'

let opened: TestApp
let listener: Listener

before(async () => {
  opened = await openTestApp({ sample: false })
  await putTestItems(opened.kernel, ['a'])
  await opened.restart()
  listener = await listen({ host: '127.0.0.1', port: 0 })
  listener.handle((request, env) => opened.app().fetch(request, env))
})
after(async () => {
  await listener.close()
  await opened.close()
})

type Piece = string | Uint8Array
/** Sends pieces as they are and answers all that came back until the server closed the connection. */
const onTheWire = (...pieces: Piece[]): Promise<string> => exchange(pieces, false)
/** The same, and says that nothing more comes. */
const brokenOff = (...pieces: Piece[]): Promise<string> => exchange(pieces, true)

function exchange(pieces: readonly Piece[], ends: boolean): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(listener.port, '127.0.0.1')
    let told = ''
    socket.on('data', (chunk) => {
      told += chunk.toString('latin1')
    })
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      code === 'ECONNRESET' || code === 'EPIPE' ? done(told) : fail(new Error(code)),
    )
    socket.on('close', () => done(told))
    for (const piece of pieces) socket.write(piece)
    if (ends) socket.end()
  })
}
const head = (path: string, ...fields: string[]): string =>
  `${[`POST ${path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', 'Connection: close', ...fields].join('\r\n')}\r\n\r\n`
const statuses = (told: string): number[] =>
  [...told.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))
const chunk = (piece: string): string => `${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`
const batch = (n: number): string => JSON.stringify({ version: 1, events: [open(n, opened.kernel.clock())] })
const stored = async (n: number): Promise<boolean> => (await logRows(opened.kernel)).some(({ id }) => id === uuid(n))

test('a batch in chunks of one character is taken', async () => {
  const told = await onTheWire(
    head('/v1/events', 'Transfer-Encoding: chunked'),
    ...[...batch(1)].map(chunk),
    '0\r\n\r\n',
  )
  assert.deepEqual(statuses(told), [200])
  assert.ok(await stored(1))
})

test('a packed body is no JSON, and that is said', async () => {
  const packed = gzipSync(batch(2))
  for (const path of ['/v1/events', '/v1/surfaces/home/recommend']) {
    const told = await onTheWire(head(path, 'Content-Encoding: gzip', `Content-Length: ${packed.length}`), packed)
    assert.deepEqual(statuses(told), [400], path)
  }
})

test('a body that is shorter than its length, or breaks off in a chunk, stores nothing and answers no 500', async () => {
  const body = batch(3)
  for (const path of ['/v1/events', '/v1/surfaces/home/recommend', '/submit/firefox-desktop/newtab/1/x']) {
    for (const request of [
      [head(path, `Content-Length: ${body.length + 10}`), body],
      [head(path, 'Transfer-Encoding: chunked'), `${(body.length + 10).toString(16)}\r\n${body}`],
      [head(path, 'Transfer-Encoding: chunked'), chunk(body)],
    ])
      for (const status of statuses(await brokenOff(...request))) assert.ok(status < 500, `${path}: ${status}`)
  }
  assert.ok(!(await stored(3)))
})

test('lengths that are no lengths, and two that differ, are refused', async () => {
  const body = batch(4)
  const lying = [
    ...['-1', '1e3', 'x', '99999999999999999999'].map((length) => [`Content-Length: ${length}`]),
    [`Content-Length: ${body.length}`, 'Content-Length: 3'],
    [`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked'],
  ]
  for (const fields of lying) {
    const [status] = statuses(await onTheWire(head('/v1/events', ...fields), body))
    assert.ok(status === 400 || status === 413, `${fields}: ${status}`)
  }
  assert.ok(!(await stored(4)))
})

test('what follows a body that is longer than its length is no part of it', async () => {
  const body = batch(5)
  const told = await onTheWire(head('/v1/events', `Content-Length: ${body.length}`), `${body}more than was said`)
  assert.ok([200, 400].includes(statuses(told)[0]!), told)
})

test('more than a body may have is refused, told beforehand or not', async () => {
  const large = 'x'.repeat(1024 * 1024 + 1)
  const told = [
    await onTheWire(head('/v1/events', `Content-Length: ${large.length}`), large),
    await onTheWire(head('/v1/events', 'Transfer-Encoding: chunked'), chunk(large), '0\r\n\r\n'),
  ]
  for (const each of told) for (const status of statuses(each)) assert.equal(status, 413)
})

test('paths, header fields and methods that are none are refused or not found, and the server goes on', async () => {
  for (const line of [
    'GET /%',
    'GET /v1/%E0%A4%A',
    'GET //evil.example',
    'GET http://a/b',
    'BREW /v1/me',
    'GET *',
    'GET /\u00ff',
  ])
    for (const status of statuses(await onTheWire(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)))
      assert.ok(status < 500, `${line}: ${status}`)
  for (const field of ['Host: [', 'Host: a b', 'Cookie: \u0001', `X: ${'x'.repeat(100_000)}`])
    for (const status of statuses(await onTheWire(`GET /v1/me HTTP/1.1\r\n${field}\r\nConnection: close\r\n\r\n`)))
      assert.ok(status < 500, `${field.slice(0, 40)}: ${status}`)
  const told = await onTheWire('GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  assert.deepEqual(statuses(told), [200])
})
