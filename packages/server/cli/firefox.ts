import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { systemChance, systemClock } from '../kernel/clock/clock.ts'
import { Failure } from '../kernel/failure.ts'
import { localCertificate, localPaths } from '../kernel/tls/tls.ts'
import type { Call, CliCommand } from './command.ts'
import { type Mode, modes, type Setting, storySettings } from './firefox/settings.ts'
import { keptSuffix, type Written, writePolicies, writeUserJs } from './firefox/write-setup.ts'

/** Addresses to listen on at which a client on this machine finds the server under the name localhost. */
const reachesThisMachine: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::'])
const usualPolicies = '/etc/firefox/policies'

export const firefoxCommand: CliCommand = {
  name: 'firefox',
  stage: 'Run',
  about: 'Write what points an unmodified Firefox ESR at this server: certificate, policies.json, user.js.',
  example: `lectern firefox --policies ${usualPolicies}`,
  options: [
    { flags: '--profile <dir>', about: 'write user.js into this profile; about:profiles shows where it is' },
    { flags: '--policies <dir>', about: 'write policies.json and the certificate into this folder' },
    {
      flags: '--mode <mode>',
      about: 'what this server may know: personal (the profile has a list of its own), interests, anonymous',
      fallback: 'personal',
    },
    { flags: '--port <port>', about: 'port the server listens on' },
    { flags: '--tls-port <port>', about: 'its port for https' },
  ],
  async run(call) {
    const mode = modeOf(call.options.mode)
    const { authority, created } = await localCertificate(call.config.dataDir, systemClock())
    const { profile, policies } = call.options
    const chosen = typeof profile === 'string' || typeof policies === 'string'
    const written: Written[] = []
    if (!chosen) {
      const aside = join(call.config.dataDir, 'firefox')
      mkdirSync(aside, { recursive: true })
      written.push(...forAll(call, aside, { authority, usedIn: usualPolicies }), forProfile(call, aside, mode))
      howToPlace(call, aside)
    }
    if (typeof policies === 'string') written.push(...forAll(call, resolve(policies), { authority }))
    if (typeof profile === 'string') written.push(forProfile(call, resolve(profile), mode))
    if (chosen && typeof policies !== 'string') howToTrust(call)
    howToGoOn(call, created)
    call.screen.result({ mode, created, written })
  },
}

function forAll(call: Call, folder: string, setup: { authority: string; usedIn?: string }): Written[] {
  const { tlsPort } = call.config.http
  const written = writePolicies(folder, { ...setup, tlsPort })
  call.screen.line(`${written[1]?.path}: for everybody who uses this Firefox`)
  call.screen.line('  Certificates, DisableFirefoxStudies, FirefoxHome (stories, nothing sponsored), and as defaults:')
  show(call, storySettings({ tlsPort }))
  return written
}

function forProfile(call: Call, folder: string, mode: Mode): Written {
  const { port, tlsPort } = call.config.http
  const { written, settings } = writeUserJs(folder, { mode, port, tlsPort, newDevice: systemChance.uuid })
  call.screen.line(`${written.path}: for this profile, mode ${mode}`)
  show(call, settings)
  return written
}

function show({ screen }: Call, settings: readonly Setting[]): void {
  for (const { name, value, why } of settings) {
    screen.line(`  ${name} = ${JSON.stringify(value)}`)
    screen.line(`      ${why}`)
  }
  screen.line()
}

function howToPlace({ screen }: Call, folder: string): void {
  screen.line('To put them in place:')
  screen.line(`  sudo mkdir -p ${usualPolicies} && sudo cp ${folder}/policies.json ${folder}/*.pem ${usualPolicies}/`)
  screen.line(`  cp ${folder}/user.js <the "Root Directory" that about:profiles shows>/`)
  screen.line(`or let it be done: --policies ${usualPolicies} --profile <dir>.\n`)
}

function howToTrust({ screen, config }: Call): void {
  screen.line(
    'Firefox must trust the certificate: run this with --policies too, or import by hand, in Settings, Privacy &',
  )
  screen.line(`Security, View Certificates, Authorities: ${localPaths(config.dataDir).authority.cert}\n`)
}

function howToGoOn({ screen, config }: Call, created: boolean): void {
  if (!reachesThisMachine.has(config.http.host))
    screen.line(`http.host is ${config.http.host}: Firefox will not find the server at localhost.`)
  if (created)
    screen.line(
      `New certificates for localhost in ${localPaths(config.dataDir).folder}: start \`lectern serve\` again.`,
    )
  screen.line('Then start Firefox again and open a new tab.')
  screen.line(
    `To undo: remove these files, or put back those named *${keptSuffix}; of a profile, also remove the names above`,
  )
  screen.line(
    'from its prefs.js while Firefox is closed, or reset each in about:config. docs/guide/firefox.md tells more.',
  )
}

function modeOf(given: unknown): Mode {
  const mode = modes.find((each) => each === given)
  if (mode !== undefined) return mode
  throw new Failure('usage', `There is no mode "${given}".`, { advice: `Known: ${modes.join(', ')}.` })
}
