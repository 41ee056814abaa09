// Links of a feed or entry: an address in an attribute as in Atom, or as text as in RSS.
import { canonicalAddress, webAddress } from '../address/canonical.ts'
import { childrenOf, type Element, textOf } from './element.ts'

interface Link {
  readonly rel: string
  readonly type: string
  /** Absolute, http or https. */
  readonly url: string
}

export function linksOf(element: Element): Link[] {
  return childrenOf(element, 'link', 'atom:link').flatMap((link) => {
    const url = webAddress(link.attributes.get('href') ?? textOf(link), link.base)
    if (url === null) return []
    return [
      {
        // The registered names are also found as addresses of the registry.
        rel: (link.attributes.get('rel') ?? 'alternate')
          .trim()
          .toLowerCase()
          .replace(/^https?:\/\/www\.iana\.org\/assignments\/relation\//, ''),
        type: link.attributes.get('type')?.toLowerCase() ?? '',
        url: url.href,
      },
    ]
  })
}

/** The page that is meant, before other forms of it. */
export function pageLink(links: readonly Link[]): string | null {
  const alternates = links.filter(({ rel }) => rel === 'alternate')
  return (alternates.find(({ type }) => type === '' || /html/.test(type)) ?? alternates[0])?.url ?? null
}

export function canonicalOf(element: Element, text: string | null): string | null {
  return text === null ? null : canonicalAddress(text, element.base)
}

export function absoluteOf(element: Element, text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : (webAddress(text, element.base)?.href ?? null)
}
