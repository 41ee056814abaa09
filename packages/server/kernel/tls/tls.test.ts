import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { loadConfig } from '../config/config.ts'
import { Failure } from '../failure.ts'
import { listen, listenAsConfigured } from '../http/listen.ts'
import { createAuthority, issueLocalhost } from './authority.ts'
import { certificateFor, localCertificate, localPaths } from './tls.ts'

const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-tls-'))
  folders.push(folder)
  return folder
}
const now = Date.now()
const days = 24 * 3_600_000
const ports = { 'http.port': '0', 'http.tlsPort': '0' }

/** Asks over https as a client that trusts this authority alone; answers the status or the error's code. */
function ask(port: number, options: { ca: string; host?: string }): Promise<number | string> {
  return new Promise((done) => {
    const { ca, host = 'localhost' } = options
    const asked = request({ host: '127.0.0.1', port, servername: host, ca, path: '/health/live' }, (answer) => {
      answer.resume()
      done(answer.statusCode ?? 0)
    })
    asked.on('error', (cause: NodeJS.ErrnoException) => done(cause.code ?? cause.message))
    asked.end()
  })
}

test('whoever trusts the authority is served over https on localhost, nobody else is', async () => {
  const dataDir = temporary()
  const { authority } = await localCertificate(dataDir, now)
  const listener = await listenAsConfigured(loadConfig({ env: {}, flags: { dataDir, ...ports } }), now)
  const port = listener.securePort ?? 0
  assert.equal(await ask(port, { ca: authority }), 200)
  assert.equal(await ask(port, { ca: (await createAuthority(now)).cert }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  assert.equal(await ask(port, { ca: authority, host: 'example.org' }), 'ERR_TLS_CERT_ALTNAME_INVALID')
  assert.equal((await fetch(`http://127.0.0.1:${listener.port}/health/live`)).status, 200)
  await listener.close()
})

test('the authority is good for localhost only: what it signs for another name is refused', async () => {
  const authority = await createAuthority(now)
  const identity = await issueLocalhost(authority, now, 'example.org')
  const listener = await listen({ host: '127.0.0.1', port: 0, identity })
  assert.match(String(await ask(listener.port, { ca: authority.cert, host: 'example.org' })), /PERMITTED|UNSPECIFIED/)
  await listener.close()
})

test('without a certificate nothing listens on https', async () => {
  const config = loadConfig({ env: {}, flags: { dataDir: temporary(), ...ports } })
  assert.equal(await certificateFor(config, now), null)
  const listener = await listenAsConfigured(config, now)
  assert.equal(listener.securePort, null)
  await listener.close()
})

test('keys are readable by their owner alone', async () => {
  const dataDir = temporary()
  await localCertificate(dataDir, now)
  const { authority, localhost, folder } = localPaths(dataDir)
  assert.deepEqual(
    [authority.key, localhost.key, folder].map((path) => statSync(path).mode & 0o777),
    [0o600, 0o600, 0o700],
  )
})

test('certificates are made once; that of localhost is renewed in its last month under the same authority', async () => {
  const dataDir = temporary()
  const first = await localCertificate(dataDir, now)
  assert.equal(first.created, true)
  assert.deepEqual(await localCertificate(dataDir, now + 300 * days), { ...first, created: false })
  const renewed = await localCertificate(dataDir, now + 340 * days)
  assert.equal(renewed.authority, first.authority)
  assert.notEqual(renewed.localhost.cert, first.localhost.cert)
  assert.ok(new X509Certificate(renewed.localhost.cert).verify(new X509Certificate(first.authority).publicKey))
  assert.equal((await localCertificate(dataDir, now + 3640 * days)).created, true, 'a new authority at its end')
})

test("the operator's own certificate is used before the local one; half of one or a foreign key is refused", async () => {
  const dataDir = temporary()
  await localCertificate(dataDir, now)
  const own = await issueLocalhost(await createAuthority(now), now)
  const flags = { dataDir, ...ports, 'http.tlsCert': join(dataDir, 'own.pem'), 'http.tlsKey': join(dataDir, 'own.key') }
  writeFileSync(flags['http.tlsCert'], own.cert)
  const refusal = async (more: object): Promise<string> => {
    const refused = await listenAsConfigured(loadConfig({ env: {}, flags: { ...flags, ...more } }), now).catch(
      (cause) => cause,
    )
    assert.ok(refused instanceof Failure)
    return refused.message
  }
  assert.match(await refusal({}), /http\.tlsKey: .*own\.key cannot be read/)
  assert.match(await refusal({ 'http.tlsKey': undefined }), /belong together/)
  writeFileSync(flags['http.tlsKey'], readFileSync(localPaths(dataDir).localhost.key))
  assert.match(await refusal({}), /do not fit together/)
  writeFileSync(flags['http.tlsKey'], own.key)
  assert.deepEqual(await certificateFor(loadConfig({ env: {}, flags }), now), own)
})
