// Relative addresses in a fragment, made absolute. Everything else is written back as it was meant.
import { webAddress } from '../address/canonical.ts'
import { escaped } from './plain.ts'
import { readMarkup } from './read-markup.ts'

const holdsAddress = new Set(['href', 'src', 'poster', 'cite', 'longdesc', 'background', 'data', 'action', 'usemap'])
const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
const raw = new Set(['script', 'style'])

/** The fragment with each address resolved against `base`; tags left open are closed. */
export function withAbsoluteAddresses(html: string, base: string): string {
  if (!/\b(?:href|src|srcset|poster|cite|longdesc|background|data|action|usemap)\s*=/i.test(html)) return html
  const parts: string[] = []
  const open: string[] = []
  readMarkup(
    html,
    {
      onopentag(name, attributes) {
        const pairs = Object.entries(attributes).map(
          ([key, value]) => ` ${key}="${escaped(resolved(key, value, base))}"`,
        )
        parts.push(`<${name}${pairs.join('')}>`)
        open.push(name)
      },
      onclosetag(name) {
        open.pop()
        if (!empty.has(name)) parts.push(`</${name}>`)
      },
      ontext: (text) => parts.push(raw.has(open.at(-1) ?? '') ? text : escapedText(text)),
    },
    { xml: false },
  )
  for (const name of open.reverse()) parts.push(`</${name}>`)
  return parts.join('')
}

const escapedText = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\u00a0/g, '&nbsp;')

function resolved(key: string, value: string, base: string): string {
  if (key === 'srcset') {
    const sources = value.split(/,\s+|,$/).filter((source) => source.trim() !== '')
    return sources
      .map((source) => source.trim().replace(/^\S+/, (url) => webAddress(url, base)?.href ?? url))
      .join(', ')
  }
  if (!holdsAddress.has(key) || value.startsWith('#')) return value
  return webAddress(value, base)?.href ?? value
}
