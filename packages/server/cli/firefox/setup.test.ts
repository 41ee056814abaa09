import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Failure } from '../../kernel/failure.ts'
import { modes, profileSettings, storySettings } from './settings.ts'
import { withPolicies, withUserJs } from './setup-files.ts'
import { writePolicies, writeUserJs } from './write-setup.ts'

const folder = mkdtempSync(join(tmpdir(), 'lectern-firefox-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const device = '0b5c7d4e-0000-4000-8000-0000000000dd'
const setup = { mode: 'personal', port: 4280, tlsPort: 4281, device } as const
const values = (mode: (typeof modes)[number]): Record<string, unknown> =>
  Object.fromEntries(
    profileSettings({ ...setup, mode }).map(({ name, value }) => [
      name.replace('browser.newtabpage.activity-stream.', ''),
      value,
    ]),
  )

test('only the personal mode tells whose list is asked for, and only there clicks carry an id and a story at once', () => {
  for (const mode of modes) {
    const of = values(mode)
    const personal = mode === 'personal'
    assert.equal(
      of['discoverystream.merino-provider.endpoint'],
      personal ? `localhost:4281/firefox/${device}` : 'localhost:4281',
    )
    assert.equal(of['telemetry.privatePing.redactNewtabPing.enabled'], !personal)
    assert.equal(of['telemetry.privatePing.enabled'], !personal)
    assert.equal(of['discoverystream.sections.personalization.inferred.enabled'] ?? false, mode === 'interests')
  }
})

test('in every mode all telemetry goes to this machine', () => {
  for (const mode of modes) {
    assert.equal(values(mode)['telemetry.fog.test.localhost_port'], 4280)
    assert.equal(values(mode)['toolkit.telemetry.server'], 'http://localhost:4280')
  }
})

test('policies hold nothing that Firefox refuses there, and nothing that a profile cannot change', () => {
  const { policies } = withPolicies({}, { tlsPort: 4281, authority: '/ca.pem' })
  for (const [name, preference] of Object.entries(policies.Preferences as Record<string, { Status: string }>)) {
    assert.match(name, /^browser\./)
    assert.equal(preference.Status, 'default')
  }
})

test('other policies and other lines of user.js stay, and writing twice is writing once', () => {
  const known = {
    policies: { Certificates: { ImportEnterpriseRoots: true, Install: ['/own.pem'] }, DisablePocket: true },
  }
  const once = withPolicies(known, { tlsPort: 4281, authority: '/ca.pem' })
  assert.deepEqual(once.policies.Certificates, { ImportEnterpriseRoots: true, Install: ['/own.pem', '/ca.pem'] })
  assert.equal(once.policies.DisablePocket, true)
  assert.deepEqual(withPolicies(once, { tlsPort: 4281, authority: '/ca.pem' }), once)

  const own = 'user_pref("browser.startup.page", 3);\n'
  const text = withUserJs(own, profileSettings(setup))
  assert.ok(text.startsWith(own))
  assert.equal(withUserJs(text, profileSettings(setup)), text)
  assert.equal(withUserJs(text, storySettings(setup)).includes('telemetry'), false, 'what is no longer set is gone')
})

test('a profile keeps its device, and what stood in a file before is kept beside it', () => {
  const devices = [device, 'aaaaaaaa-0000-4000-8000-0000000000dd']
  const write = () => writeUserJs(folder, { ...setup, newDevice: () => devices.shift() ?? '' })
  writeFileSync(join(folder, 'user.js'), '// mine\n')
  const first = write()
  assert.deepEqual(write(), first)
  assert.match(readFileSync(join(folder, 'user.js'), 'utf8'), new RegExp(device))
  assert.equal(readFileSync(join(folder, 'user.js.before-lectern'), 'utf8'), '// mine\n')

  writePolicies(folder, { tlsPort: 4281, authority: '-----BEGIN CERTIFICATE-----\n' })
  writePolicies(folder, { tlsPort: 4282, authority: '-----BEGIN CERTIFICATE-----\n' })
  assert.match(readFileSync(join(folder, 'policies.json'), 'utf8'), /localhost:4282/)
  assert.equal(existsSync(join(folder, 'policies.json.before-lectern')), false)
})

test('a folder that is no profile and policies that are no JSON are refused and left alone', () => {
  assert.throws(() => writeUserJs(join(folder, 'no'), { ...setup, newDevice: () => device }), Failure)
  const path = join(folder, 'policies.json')
  for (const text of ['{', '[]']) {
    writeFileSync(path, text)
    assert.throws(() => writePolicies(folder, { tlsPort: 4281, authority: '' }), Failure)
    assert.equal(readFileSync(path, 'utf8'), text)
  }
})
