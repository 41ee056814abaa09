// An element of a feed, and how to ask it. Names are `local` for RSS and Atom, `prefix:local` for all else, whatever
// prefix the document chose.

export interface Element {
  readonly key: string
  /** As written, without its prefix. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: (Element | string)[]
  /** What relative addresses in it are relative to. */
  readonly base: string | undefined
  /** undefined: nobody said; null: somebody said that it is in none. */
  readonly language: string | null | undefined
}

/** `en_US` is written where `en-US` is meant. */
export const languageTag = (text: string | null): string | null => text?.trim().replace(/_/g, '-').slice(0, 35) || null

export const elementsOf = (element: Element): Element[] =>
  element.children.filter((child): child is Element => typeof child !== 'string')

/** Its children of these names: all of the first name, then of the second. */
export function childrenOf(element: Element, ...keys: readonly string[]): Element[] {
  const inside = elementsOf(element)
  return keys.flatMap((key) => inside.filter((child) => child.key === key))
}

export const childOf = (element: Element, ...keys: readonly string[]): Element | undefined =>
  childrenOf(element, ...keys)[0]

/** No text of a feed that a person reads is longer; what is longer costs time for nothing. */
const longestText = 1_000_000

/** All text inside, trimmed. */
export function textOf(element: Element): string {
  const parts: string[] = []
  // Depth is bounded where the tree is made.
  const walk = (inner: Element): void => {
    for (const child of inner.children) {
      if (typeof child === 'string') parts.push(child)
      else walk(child)
    }
  }
  walk(element)
  return parts.join('').trim().slice(0, longestText)
}

/** The first of these children that says something. */
export function textUnder(element: Element, ...keys: readonly string[]): string | null {
  for (const child of childrenOf(element, ...keys)) {
    const text = textOf(child)
    if (text !== '') return text
  }
  return null
}
