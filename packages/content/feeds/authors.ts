// People behind an entry: `Name`, `mail@host (Name)` and `Name <mail@host>` all mean the name.
import { oneLine, plainText } from '../text/plain.ts'
import { childrenOf, type Element, elementsOf, textOf, textUnder } from './element.ts'

export function authorsOf(element: Element): string[] {
  const [authors, creators, others] = [
    namesUnder(element, 'author'),
    namesUnder(element, 'dc:creator'),
    namesUnder(element, 'itunes:author', 'dc:author'),
  ]
  // RSS wants a mail address as author, so the same one often stands in all entries and the name beside it.
  const named = [authors, creators, others].find((names) => names.some((name) => !name.includes('@')))
  return named ?? [...authors, ...creators]
}

const namesUnder = (element: Element, ...keys: readonly string[]): string[] => [
  ...new Set(
    childrenOf(element, ...keys)
      .map(nameOf)
      .filter((name) => name !== ''),
  ),
]

function nameOf(element: Element): string {
  if (elementsOf(element).length === 0) return personName(textOf(element))
  const name = textUnder(element, 'name', 'itunes:name')
  return personName(name ?? textUnder(element, 'email') ?? textOf(element))
}

/** A mail address counts as a name only where it is all there is. */
export function personName(text: string): string {
  const line = plainText(text).slice(0, 300)
  const inBrackets = /^\S+@\S+\s*\((.+)\)$/.exec(line)?.[1]
  const before = /^(.*\S)\s*[<(]\s*(?:mailto:)?\S+@\S+[>)]$/.exec(line)?.[1]
  return oneLine(inBrackets ?? before ?? line).replace(/^["']|["']$/g, '')
}
