// The two files Firefox reads its settings from, as text: ours added to what stands there already.
import { newtabPrefix } from '@lectern/protocol/rest/newtab.ts'
import { type Setting, storySettings } from './settings.ts'

const begin = '// Lectern: begin. Made by `lectern firefox`; what is between these marks is replaced.'
const end = '// Lectern: end.'
const block = /\n*\/\/ Lectern: begin[\s\S]*?\/\/ Lectern: end\.\n?/
export const certificateName = 'lectern-ca.pem'

/** A `user.js` that sets these; other lines stay. */
export function withUserJs(known: string, settings: readonly Setting[]): string {
  const lines = settings.map(
    ({ name, value, why }) => `// ${why}\nuser_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  const before = known.replace(block, '\n').trim()
  return `${before === '' ? '' : `${before}\n\n`}${begin}\n${lines.join('\n')}\n${end}\n`
}

/** Whether an earlier setup wrote into this file, or wrote all of it. */
export const isOurs = (text: string): boolean =>
  block.test(text) || text.includes(certificateName) || text.startsWith('-----BEGIN CERTIFICATE-----')

/** The id that an earlier setup gave this profile. */
export function deviceIn(userJs: string): string | null {
  return new RegExp(`${newtabPrefix}/([\\da-f]{8}-[\\da-f-]{27})"`).exec(userJs)?.[1] ?? null
}

type Group = Readonly<Record<string, unknown>>
type Policies = { readonly policies: Group } & Group

/** A `policies.json` that trusts the authority and asks us for stories; other policies stay. */
export function withPolicies(known: Group, setup: { readonly tlsPort: number; readonly authority: string }): Policies {
  const policies = group(known.policies)
  const certificates = group(policies.Certificates)
  const installed = Array.isArray(certificates.Install) ? (certificates.Install as string[]) : []
  // As defaults, so that the settings of one profile go before them, and nothing stays behind when they are gone.
  const preferences = storySettings(setup).map(
    ({ name, value }) => [name, { Value: value, Status: 'default' }] as const,
  )
  return {
    ...known,
    policies: {
      ...policies,
      Certificates: { ...certificates, Install: [...new Set([...installed, setup.authority])] },
      DisableFirefoxStudies: true,
      FirefoxHome: { ...group(policies.FirefoxHome), Stories: true, SponsoredStories: false, SponsoredTopSites: false },
      Preferences: { ...group(policies.Preferences), ...Object.fromEntries(preferences) },
    },
  }
}

const group = (value: unknown): Group =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Group) : {}
