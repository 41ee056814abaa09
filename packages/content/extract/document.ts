// A page as a document to ask. The part of the DOM that is used here is named, so that any DOM can be passed in.

interface PageElement {
  readonly textContent: string | null
  getAttribute(name: string): string | null
}

export interface PageDocument {
  readonly documentElement: PageElement | null
  querySelector(selector: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
}

/** The first of these selectors that gives something in this attribute. */
export function attributeOf(document: PageDocument, attribute: string, ...selectors: readonly string[]): string | null {
  for (const selector of selectors) {
    for (const element of document.querySelectorAll(selector)) {
      const value = element.getAttribute(attribute)?.trim()
      if (value) return value
    }
  }
  return null
}

/** The content of the first meta element of these names, whatever attribute the name stands in. */
export const metaOf = (document: PageDocument, ...names: readonly string[]): string | null =>
  attributeOf(
    document,
    'content',
    ...names.map((name) => `meta[property="${name}" i], meta[name="${name}" i], meta[itemprop="${name}" i]`),
  )
