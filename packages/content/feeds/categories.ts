// What a feed calls the subjects of an entry, in its own words, each once.
import { plainText } from '../text/plain.ts'
import { childrenOf, type Element, elementsOf, textOf } from './element.ts'

const mostCategories = 50

export function categoriesOf(element: Element): string[] {
  const said = childrenOf(element, 'category', 'dc:subject', 'media:category', 'itunes:category')
  const named = said.slice(0, mostCategories).flatMap(withInner)
  const keywords = childrenOf(element, 'itunes:keywords', 'media:keywords').flatMap((words) => textOf(words).split(','))
  const all = [...named.flatMap(wordOf), ...keywords].map(plainText).filter((word) => word !== '' && word.length <= 200)
  return [...new Set(all)].slice(0, mostCategories)
}

const withInner = (element: Element): Element[] => [
  element,
  ...elementsOf(element).filter(({ key }) => key === 'itunes:category'),
]

function wordOf(element: Element): string[] {
  const { attributes } = element
  const attribute = attributes.get('label') ?? attributes.get('term') ?? attributes.get('text')
  if (attribute !== undefined) return [attribute]
  const own = element.children.filter((child) => typeof child === 'string').join('')
  return [own]
}
