// One address for one document. Only what cannot change which document is meant is taken away or rewritten: everything
// else, such as the order of parameters, a trailing slash or http beside https, stays as it is.
import { isTracking } from './tracking.ts'
import { unwrapped } from './wrappers.ts'

const longestAddress = 4000

/**
 * The canonical form of a web address, or null for what is not one. A relative address is resolved against `base`.
 *
 * @example canonicalAddress('HTTPS://E.org:443/a?utm_source=x&b=1#c') // 'https://e.org/a?b=1'
 */
export function canonicalAddress(address: string, base?: string): string | null {
  const url = webAddress(address, base)
  if (url === null) return null
  const inner = unwrapped(url)
  return inner === null ? formOf(url) : canonicalAddress(inner)
}

/** The absolute form with nothing taken away, or null for what is not http or https. */
export function webAddress(address: string, base?: string): URL | null {
  const text = address.trim()
  if (text === '' || text.length > longestAddress) return null
  const url = URL.parse(text, base)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  return url.hostname === '' ? null : url
}

function formOf(url: URL): string | null {
  const host = url.hostname.replace(/\.+$/, '')
  if (host === '') return null
  const port = url.port === '' ? '' : `:${url.port}`
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isTracking(pair, host))
    .join('&')
  // Pages of the time before the History API name their document behind `#!`.
  const fragment = url.hash.startsWith('#!') ? url.hash : ''
  const search = query === '' ? '' : `?${query}`
  return `${url.protocol}//${host}${port}${evenEscapes(url.pathname)}${evenEscapes(search)}${fragment}`
}

/** RFC 3986 6.2.2: the same octets have one spelling. */
const evenEscapes = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (all, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    return /[A-Za-z0-9\-._~]/.test(character) ? character : all.toUpperCase()
  })
