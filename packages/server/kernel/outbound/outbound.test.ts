import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { loadConfig } from '../config/config.ts'
import { destinationOf, webAddress } from './destination.ts'
import { openOutbound } from './outbound.ts'
import { addressFixture, capsFor, type HostileWeb, openHostileWeb } from './testing.ts'

const { hostile, good } = addressFixture()
const caps = capsFor('')
let web: HostileWeb
before(async () => {
  web = await openHostileWeb()
})
after(() => web.close())

test('the fixture has at least 60 hostile addresses, each once', () => {
  assert.ok(hostile.length >= 60)
  assert.equal(new Set(hostile.map(({ address, names }) => address + JSON.stringify(names))).size, hostile.length)
})

for (const { about, address, why, names } of hostile) {
  test(`refused: ${about}`, async () => {
    const { outbound, lookups } = web.outboundFor(names)
    const got = await outbound.fetch(web.place(address), capsFor(why))
    assert.notEqual(got.kind, 'answer')
    assert.equal(web.trapped(), 0)
    if (got.kind === 'answer') return
    if (why === 'not reached') {
      assert.equal(got.kind, 'failed')
      assert.equal(lookups(), 1, 'a name is looked up once')
    } else assert.equal(got.why, why, got.detail)
  })
}

for (const { about, address, addresses = [] } of good) {
  test(`let through: ${about}`, async () => {
    const url = webAddress(address, { privateHosts: new Set<string>(), ports: [80, 443, 8080, 8443] })
    assert.ok(url instanceof URL)
    const resolve = async () =>
      addresses.map((each) => ({ address: each, family: each.includes(':') ? 6 : 4 }) as const)
    const to = await destinationOf(url, { privateHosts: new Set<string>(), ports: [], resolve })
    assert.equal(to.kind, 'destination')
  })
}

test('what comes packed is unpacked, and redirects lead to the page', async () => {
  const { outbound } = web.outboundFor({})
  for (const path of ['page', 'packed?gzip', 'packed?br', 'packed?zstd', '302?/page', '301?/308?/page']) {
    const got = await outbound.fetch(web.place(`http://public.example:{web}/${path}`), caps)
    assert.ok(got.kind === 'answer', path)
    assert.deepEqual([got.status, got.type, Buffer.from(got.body).toString()], [200, 'text/html', '<p>hello'])
  }
})

test('the lasting address is where permanent redirects alone lead', async () => {
  const { outbound } = web.outboundFor({})
  const lasting = async (path: string): Promise<string> => {
    const got = await outbound.fetch(web.place(`http://public.example:{web}${path}`), caps)
    assert.ok(got.kind === 'answer')
    return new URL(got.lasting).pathname + new URL(got.lasting).search
  }
  assert.equal(await lasting('/page'), '/page')
  assert.equal(await lasting('/301?/page'), '/page')
  assert.equal(await lasting('/301?/308?/page'), '/page')
  assert.equal(await lasting('/302?/301?/page'), '/302?/301?/page')
  assert.equal(await lasting('/301?/302?/page'), '/302?/page')
})

test('a request names the publication and carries no cookie and no referrer; a form is sent and not sent on', async () => {
  const seen: { headers: object; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      seen.push({ headers: { ...request.headers }, body })
      response.writeHead(request.url === '/on' ? 307 : 200, { 'set-cookie': 'a=b', location: '/' }).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const flags = { 'outbound.privateHosts': `127.0.0.1:${port}`, 'outbound.name': 'The Gazette' }
  const outbound = openOutbound(loadConfig({ env: {}, flags: { ...flags, 'http.publicUrl': 'https://read.example' } }))
  await outbound.fetch(`http://127.0.0.1:${port}/`)
  await outbound.fetch(`http://127.0.0.1:${port}/`, { method: 'POST', form: { 'hub.mode': 'subscribe' } })
  const sentOn = await outbound.fetch(`http://127.0.0.1:${port}/on`, { method: 'POST', form: {} })
  server.closeAllConnections()
  server.close()
  const agent = 'The Gazette (Lectern; +https://read.example)'
  assert.deepEqual(seen[0]!.headers, {
    host: `127.0.0.1:${port}`,
    connection: 'close',
    accept: '*/*',
    'accept-encoding': 'gzip, br, zstd',
    'user-agent': agent,
  })
  assert.equal(seen[1]!.body, 'hub.mode=subscribe')
  assert.ok(sentOn.kind === 'refused' && sentOn.why === 'redirects')
  assert.equal(seen.length, 3)
})
