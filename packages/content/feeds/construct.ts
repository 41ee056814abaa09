// Text constructs: a title or content that may be plain text, escaped HTML, XHTML in place or base64, said or not said.
import { withAbsoluteAddresses } from '../text/absolute.ts'
import { escaped, plainText } from '../text/plain.ts'
import { type Element, elementsOf, textOf } from './element.ts'

/** Whether a feed says what its text is. RSS does not: there, what looks like markup is markup. */
export type Saying = 'atom' | 'rss'

/** Characters of markup; the plain text of it is a title or an excerpt. */
export const longestPlain = 50_000

/** As HTML with absolute addresses, or null when it says nothing. */
export function htmlOf(element: Element | undefined, saying: Saying): string | null {
  if (element === undefined) return null
  const html = markupOf(element, saying).trim()
  if (html === '') return null
  return element.base === undefined ? html : withAbsoluteAddresses(html, element.base)
}

export function plainOf(element: Element | undefined, saying: Saying): string | null {
  return element === undefined ? null : plainText(markupOf(element, saying).slice(0, longestPlain)) || null
}

/** `title` beside `type` may be any of three generations of names for the same. */
function markupOf(element: Element, saying: Saying): string {
  const type = element.attributes.get('type')?.trim().toLowerCase() ?? ''
  const inner = unwrapped(element)
  // Some put escaped HTML into the div that XHTML would need.
  const escapedInDiv = inner !== element && /^(text\/)?html$/.test(type) && elementsOf(inner).length === 0
  if (elementsOf(element).length > 0 && !escapedInDiv) return innerMarkup(inner)
  const text = textOf(element)
  if (element.attributes.get('mode') === 'base64' || type === 'application/octet-stream') return fromBase64(text)
  if (/html/.test(type) || element.attributes.get('mode') === 'escaped') return text
  if (saying === 'atom') return escaped(text)
  return looksLikeMarkup(text) ? text : escaped(text)
}

const looksLikeMarkup = (text: string): boolean =>
  /<\/?[a-z][a-z0-9]{0,20}[\s/>]|<!--|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z0-9]{1,30});/i.test(text)

/** XHTML stands in a div that is not part of it. */
function unwrapped(element: Element): Element {
  const [only, ...others] = elementsOf(element)
  const alone =
    others.length === 0 && element.children.every((child) => typeof child !== 'string' || child.trim() === '')
  return alone && only !== undefined && /^(xhtml:)?(div|body)$/.test(only.key) ? only : element
}

const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))

function innerMarkup(element: Element): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return escaped(child).replace(/&quot;/g, '"')
      const pairs = [...child.attributes]
        .filter(([name]) => !/^xml(ns)?(:|$)/.test(name))
        .map(([name, value]) => ` ${name}="${escaped(value)}"`)
      const start = `<${child.name}${pairs.join('')}>`
      if (empty.has(child.name) && child.children.length === 0) return start
      return `${start}${innerMarkup(child)}</${child.name}>`
    })
    .join('')
}

function fromBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text.replace(/\s+/g, '')), (letter) => letter.charCodeAt(0)))
  } catch {
    // Not base64 after all: the best that is left is what stands there.
    return escaped(text)
  }
}
