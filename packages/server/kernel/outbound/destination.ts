// Where an address leads, before anything is sent: only web addresses, and only to machines that are everybody's.
import { isIP } from 'node:net'
import { isPublicAddress, mayBeNamed } from './addresses.ts'
import { type Failed, failed, type Refused, refused } from './fetched.ts'

export interface HostAddress {
  readonly address: string
  readonly family: 4 | 6
}

/** The addresses of a name. Throws when there are none. */
export type Resolve = (host: string) => Promise<readonly HostAddress[]>

/** An address that was looked at, with the machines it may be sent to. */
export interface Destination {
  readonly kind: 'destination'
  readonly url: URL
  readonly addresses: readonly HostAddress[]
}

export interface Rules {
  /** Hosts that may be private, `intranet.example` or with the one port they may also use: `127.0.0.1:8000`. */
  readonly privateHosts: ReadonlySet<string>
  readonly ports: readonly number[]
  readonly resolve: Resolve
}

/** Where web pages are; what listens elsewhere is rarely meant for strangers. */
export const webPorts: readonly number[] = [80, 443, 8080, 8443]
const maxLength = 4096

/** A web address without credentials, at a web port; nothing is looked up. */
export function webAddress(text: string, { privateHosts, ports }: Omit<Rules, 'resolve'>): URL | Refused {
  if (text.length > maxLength) return refused('address', `An address may have ${maxLength} characters.`)
  if (!URL.canParse(text)) return refused('address', `"${text.slice(0, 200)}" is not a web address.`)
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refused('scheme', `${url.protocol} is not fetched, only http: and https:.`)
  if (url.username !== '' || url.password !== '')
    return refused('credentials', 'An address with a user name or a password is not fetched.')
  const port = portOf(url)
  if (!ports.includes(port) && !privateHosts.has(`${hostOf(url)}:${port}`))
    return refused('port', `Port ${port} is not fetched, only ${ports.join(', ')}.`)
  url.hash = ''
  return url
}

/** Looks the name up once. What is answered is all that may be connected to: asked again, a name may say otherwise. */
export async function destinationOf(url: URL, rules: Rules): Promise<Destination | Refused | Failed> {
  const host = hostOf(url)
  const named = isNamed(url, rules.privateHosts)
  const family = isIP(host)
  if (family === 0 && !named && !isPublicName(host)) return refused('private', `${host} is a name of a local network.`)
  let addresses: readonly HostAddress[]
  try {
    addresses = family === 0 ? await rules.resolve(host) : [{ address: host, family: family as 4 | 6 }]
  } catch (cause) {
    return failed('name', `${host} has no address (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}).`)
  }
  if (addresses.length === 0) return failed('name', `${host} has no address.`)
  // One that is not everybody's spoils the name: a name of the web has no reason to point at both.
  const bad = addresses.find(({ address }) => !(isPublicAddress(address) || (named && mayBeNamed(address))))
  if (bad !== undefined)
    return refused(
      'private',
      `${host} ${bad.address === host ? 'is' : `leads to ${bad.address},`} an address inside a network.`,
    )
  return { kind: 'destination', url, addresses }
}

/** Without the brackets of IPv6 and the last dot. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')

export const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80))

const isNamed = (url: URL, privateHosts: ReadonlySet<string>): boolean =>
  privateHosts.has(hostOf(url)) || privateHosts.has(`${hostOf(url)}:${portOf(url)}`)

/** A name without a dot is completed with the domains of this network (RFC 6761, 6762, 8375, 9476 for the endings). */
const isPublicName = (host: string): boolean =>
  host.includes('.') && !/\.(localhost|local|internal|home\.arpa|lan|intranet|corp|home|alt|onion)$/.test(host)
