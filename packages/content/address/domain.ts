// Whose address it is. A publisher is known by what can be registered, such as `bbc.co.uk`, or by its own name below a
// platform that lends names, such as `someone.substack.com`.
import { getDomain } from 'tldts'
import { webAddress } from './canonical.ts'

/** Platforms that lend names and are missing in the public suffix list. */
const platforms = new Set(
  `substack.com medium.com tumblr.com wordpress.com blogspot.com typepad.com livejournal.com ghost.io beehiiv.com
   bearblog.dev hashnode.dev micro.blog buttondown.email posthaven.com svbtle.com over-blog.com`.split(/\s+/),
)

/** The host without `www.`, or null for what is not a web address. */
export function domainOf(address: string): string | null {
  const url = webAddress(address)
  return url === null ? null : url.hostname.replace(/\.+$/, '').replace(/^www\.(?=[^.]+\.)/, '')
}

/** What its publisher registered; the host itself where nothing is registered, such as a literal address. */
export function publisherDomainOf(address: string): string | null {
  const host = domainOf(address)
  if (host === null) return null
  const registered = getDomain(host, { allowPrivateDomains: true }) ?? host
  if (!platforms.has(registered) || host === registered) return registered
  return host
    .split('.')
    .slice(-(registered.split('.').length + 1))
    .join('.')
}
