// XML as feeds have it, broken or not, to a tree. Bounded: what is too deep, too much or never ends is left out and said.
import { decodeHTMLStrict } from 'entities'
import { webAddress } from '../address/canonical.ts'
import { deepest, readMarkup } from '../text/read-markup.ts'
import { takeDoctype } from './doctype.ts'
import { type Element, languageTag } from './element.ts'
import { named, outermost, type Scope, scopeInside } from './namespaces.ts'

interface XmlLimits {
  readonly entries: number
  readonly elements: number
}

interface Open {
  readonly element: Element
  readonly written: string
  readonly scope: Scope
}

/** Characters that names of the document's own may add in all. */
const mostExpansion = 1_000_000
const isEntry = (key: string): boolean => key === 'item' || key === 'entry'

/** The document as an element without a name, and what was wrong with it. */
export function readXml(source: string, at: { readonly base?: string | undefined; readonly limits: XmlLimits }) {
  const warnings = new Set<string>()
  const { text, names } = takeDoctype(source)
  const root: Element = { key: '', name: '', attributes: new Map(), children: [], base: at.base, language: undefined }
  const open: Open[] = [{ element: root, written: '', scope: outermost }]
  const decode = decoderWith(names)
  let verbatim = false
  let elements = 0
  let entries = 0
  const top = (): Open => open.at(-1) as Open

  const read = readMarkup(
    text,
    {
      onopentag(name, attributes) {
        elements += 1
        const scope = scopeInside(top().scope, attributes)
        const words = named(name, scope)
        if (isEntry(words.key)) {
          entries += 1
          closeUnfinishedEntry(open, warnings)
        }
        const element = elementOf(words, { attributes, parent: top().element, decode })
        top().element.children.push(element)
        open.push({ element, written: name, scope })
      },
      onclosetag(name, implied) {
        const from = open.findLastIndex((each) => each.written === name)
        if (from < 1) return
        if (implied || from < open.length - 1) warnings.add(`<${name.slice(0, 50)}> is not closed`)
        open.length = from
      },
      oncdatastart() {
        verbatim = true
      },
      oncdataend() {
        verbatim = false
      },
      ontext: (chunk) => top().element.children.push(verbatim ? chunk : decode(chunk)),
    },
    { xml: true, enough: () => elements > at.limits.elements || entries > at.limits.entries },
  )
  const complete = read === text.length
  if (!complete && entries > at.limits.entries)
    warnings.add(`it has more than ${at.limits.entries} entries; the rest is left out`)
  else if (!complete) warnings.add(`it nests deeper than ${deepest} or has too many elements; the rest is left out`)
  return { root, warnings: [...warnings] }
}

/** An entry does not hold entries: the one before it was never closed. */
function closeUnfinishedEntry(open: Open[], warnings: Set<string>): void {
  const unfinished = open.findIndex(({ element }) => isEntry(element.key))
  if (unfinished < 1) return
  warnings.add(`<${open[unfinished]?.written}> is not closed before the next`)
  open.length = unfinished
}

function elementOf(
  words: { readonly key: string; readonly name: string },
  from: {
    readonly attributes: Readonly<Record<string, string>>
    readonly parent: Element
    readonly decode: (text: string) => string
  },
): Element {
  const attributes = new Map(Object.entries(from.attributes).map(([name, value]) => [name, from.decode(value)]))
  const base = attributes.get('xml:base')
  const language = attributes.get('xml:lang')
  return {
    ...words,
    attributes,
    children: [],
    base: base === undefined ? from.parent.base : (webAddress(base, from.parent.base)?.href ?? from.parent.base),
    language: language === undefined ? from.parent.language : languageTag(language),
  }
}

function decoderWith(names: ReadonlyMap<string, string>): (text: string) => string {
  let left = mostExpansion
  return (text) => {
    if (!text.includes('&')) return text
    if (names.size === 0) return decodeHTMLStrict(text)
    const expanded = text.replace(/&([\w.-]{1,100});/g, (all, name: string) => {
      const value = names.get(name)
      if (value === undefined || value.length > left) return all
      left -= value.length
      return value
    })
    return decodeHTMLStrict(expanded)
  }
}
