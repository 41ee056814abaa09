// What has to be set in an unmodified Firefox so that its New Tab shows our stories, each with the reason. Plain data;
// where it is written is in setup-files.ts.
import { newtabAddress } from '@lectern/protocol/rest/newtab.ts'

/** How much this server may know of the profile. */
export const modes = ['personal', 'interests', 'anonymous'] as const
export type Mode = (typeof modes)[number]

export interface Setup {
  readonly mode: Mode
  readonly port: number
  readonly tlsPort: number
  /** UUID that the profile asks under in mode `personal`. */
  readonly device: string
}

export interface Setting {
  readonly name: string
  readonly value: string | number | boolean
  readonly why: string
}

const newtab = 'browser.newtabpage.activity-stream.'
const stream = `${newtab}discoverystream.`
const ping = `${newtab}telemetry.privatePing.`

/** Stories for whoever uses this Firefox: the same list for all of them. */
export function storySettings({ tlsPort }: Pick<Setup, 'tlsPort'>): Setting[] {
  return [
    {
      name: `${stream}merino-provider.endpoint`,
      value: `localhost:${tlsPort}`,
      why: 'the server that is asked for stories, always over https',
    },
    { name: `${stream}endpoints`, value: `https://localhost:${tlsPort}/`, why: 'the only addresses it may ask' },
    { name: `${newtab}feeds.system.topstories`, value: true, why: 'stories in every region and language' },
    { name: `${stream}sections.enabled`, value: true, why: 'stories in sections that can be followed and blocked' },
  ]
}

/** All of it, for one profile. */
export function profileSettings(setup: Setup): Setting[] {
  const { mode, tlsPort, device } = setup
  const stories = storySettings(setup).map((setting) =>
    mode === 'personal' && setting.name.endsWith('.endpoint')
      ? {
          ...setting,
          value: `localhost:${tlsPort}${newtabAddress(device)}`,
          why: `${setting.why}; the id asks for a list of its own`,
        }
      : setting,
  )
  return [
    ...stories,
    { name: `${newtab}showSponsored`, value: false, why: 'no sponsored stories' },
    { name: `${newtab}showSponsoredTopSites`, value: false, why: 'no sponsored shortcuts' },
    ...telemetry(setup),
    ...(mode === 'personal' ? named : nameless),
    ...(mode === 'interests' ? interests : []),
  ]
}

const telemetry = ({ port }: Setup): Setting[] => [
  {
    name: 'telemetry.fog.test.localhost_port',
    value: port,
    why: 'all Glean telemetry goes to this machine, not to Mozilla',
  },
  { name: 'toolkit.telemetry.server', value: `http://localhost:${port}`, why: 'so does the older telemetry' },
  { name: 'datareporting.healthreport.uploadEnabled', value: true, why: 'without it nothing is sent, to anybody' },
  {
    name: 'datareporting.policy.dataSubmissionPolicyBypassNotification',
    value: true,
    why: 'it would wait for a notice of Mozilla’s policy, which does not apply here',
  },
  { name: 'app.shield.optoutstudies.enabled', value: false, why: 'no remote studies although telemetry is on' },
]

const named: readonly Setting[] = [
  {
    name: `${ping}redactNewtabPing.enabled`,
    value: false,
    why: 'clicks name their story, so that the list can follow them',
  },
  { name: `${ping}enabled`, value: false, why: 'and are not told a second time without a name' },
]
const nameless: readonly Setting[] = [
  { name: `${ping}redactNewtabPing.enabled`, value: true, why: 'what has the profile’s id names no story' },
  { name: `${ping}enabled`, value: true, why: 'what names a story has no id' },
]
const interests: readonly Setting[] = [
  {
    name: `${stream}sections.personalization.inferred.enabled`,
    value: true,
    why: 'Firefox learns interests on the device',
  },
  {
    name: `${stream}merino-provider.ohttp.enabled`,
    value: true,
    why: 'and sends them, with noise, when it asks for stories',
  },
  { name: `${stream}ohttp.relayURL`, value: '', why: 'without a relay: straight to this server' },
  { name: `${stream}ohttp.configURL`, value: '', why: 'without a relay: straight to this server' },
]
