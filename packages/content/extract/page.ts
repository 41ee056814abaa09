// Markup to a document, by linkedom: the same in every runtime, and bounded.
import { parseHTML } from 'linkedom'
import { webAddress } from '../address/canonical.ts'
import { deepest, readMarkup } from '../text/read-markup.ts'
import type { PageDocument } from './document.ts'

interface ParsedPage {
  readonly document: PageDocument
  /** What relative addresses in it are relative to. */
  readonly base: string | undefined
  readonly warnings: readonly string[]
}

export interface PageLimits {
  readonly characters: number
  readonly elements: number
}

export function parsePage(
  html: string,
  { url, limits }: { readonly url?: string | undefined; readonly limits: PageLimits },
): ParsedPage {
  const { text, warnings } = bounded(html, limits)
  const { document } = parseHTML(withRoot(text))
  const href = document.querySelector('base[href]')?.getAttribute('href') ?? ''
  const base = webAddress(href, url)?.href ?? url
  Object.defineProperty(document, 'baseURI', { value: base })
  Object.defineProperty(document, 'documentURI', { value: url })
  // Names of new elements are written as they are asked for here, and Readability asks in capitals.
  const create = document.createElement.bind(document)
  Object.defineProperty(document, 'createElement', { value: (name: string) => create(name.toLowerCase()) })
  return { document, base, warnings }
}

/** Written at the top of a page without a head. */
const headParts =
  /^(?:\s|<!doctype[^>]*>|<!--[\s\S]*?-->|<(title|style|script)\b[^>]*>[\s\S]*?<\/\1\s*>|<(?:meta|link|base)\b[^>]*>)*/i

/** HTML may leave its outermost elements out; the parser would take the first element for them. */
function withRoot(text: string): string {
  const root = /<html(?:\s[^>]*)?>/i.exec(text)
  if (root === null) return `<html>${withHead(text)}</html>`
  const start = root.index + root[0].length
  return text.slice(0, start) + withHead(text.slice(start).replace(/<\/html\s*>\s*$/i, ''))
}

function withHead(inside: string): string {
  if (/<frameset[\s>]/i.test(inside)) return inside
  const body = /<body[\s>]/i.exec(inside)
  if (body !== null) {
    if (/<head[\s>]/i.test(inside)) return inside
    return `<head>${inside.slice(0, body.index)}</head>${inside.slice(body.index)}`
  }
  const end = /<\/head\s*>/i.exec(inside)
  if (end === null) {
    const head = headParts.exec(inside)?.[0] ?? ''
    return `<head>${head}</head><body>${inside.slice(head.length)}</body>`
  }
  const after = end.index + end[0].length
  return `${inside.slice(0, after)}<body>${inside.slice(after)}</body>`
}

/** The page as far as it can be worked on: each element is visited many times, and depth costs stack. */
function bounded(html: string, limits: PageLimits): { readonly text: string; readonly warnings: readonly string[] } {
  const whole = html.slice(0, limits.characters)
  const warnings =
    whole.length < html.length ? [`it is longer than ${limits.characters} characters; the rest is left out`] : []
  const most = limits.elements
  let [elements, attributes, texts] = [0, 0, 0]
  const counting = {
    onopentag: () => (elements += 1),
    onattribute: () => (attributes += 1),
    ontext: () => (texts += 1),
  }
  const tooMany = (): boolean => elements >= most || attributes > 4 * most || texts > 4 * most
  const end = readMarkup(whole, counting, { xml: false, enough: tooMany })
  if (end === whole.length) return { text: whole, warnings }
  const why = tooMany() ? `has more than ${most} elements or their share of texts` : `nests deeper than ${deepest}`
  return { text: whole.slice(0, end), warnings: [...warnings, `it ${why}; the rest is left out`] }
}
