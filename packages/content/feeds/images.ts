// The picture of an entry: what is said to be one, then the first in its text.
import { webAddress } from '../address/canonical.ts'
import { childOf, childrenOf, type Element, elementsOf, textOf, textUnder } from './element.ts'
import { absoluteOf, linksOf } from './links.ts'

export function imageOf(element: Element, contentHtml: string | null): string | null {
  const media = [element, ...childrenOf(element, 'media:group')].flatMap((each) => elementsOf(each)).flatMap(withInner)
  const said = [
    ...widestFirst(media.filter((each) => each.key === 'media:content' && isImage(each))),
    ...widestFirst(media.filter(({ key }) => key === 'media:thumbnail')),
    ...media.filter((each) => each.key === 'enclosure' && isImage(each)).map((each) => each.attributes.get('url')),
    ...media.filter(({ key }) => key === 'itunes:image').map(addressIn),
    linksOf(element).find(({ rel, type }) => rel === 'enclosure' && type.startsWith('image/'))?.url,
    textUnder(element, 'image'),
  ]
  for (const url of said) {
    const absolute = absoluteOf(element, url)
    if (absolute !== null) return absolute
  }
  return contentHtml === null ? null : firstImage(contentHtml, element.base)
}

/** The same picture is often given in several sizes. */
function widestFirst(pictures: readonly Element[]): (string | undefined)[] {
  const width = (picture: Element): number => Number.parseInt(picture.attributes.get('width') ?? '0', 10) || 0
  return pictures.toSorted((a, b) => width(b) - width(a)).map((picture) => picture.attributes.get('url'))
}

/** `href` by the book, `url` in many feeds. */
const addressIn = (element: Element | undefined): string | undefined =>
  element?.attributes.get('href') ?? element?.attributes.get('url')

const withInner = (element: Element): Element[] =>
  element.key === 'media:content' ? [element, ...childrenOf(element, 'media:thumbnail')] : [element]

function isImage(element: Element): boolean {
  const medium = element.attributes.get('medium')
  const type = element.attributes.get('type') ?? ''
  if (medium !== undefined) return medium === 'image'
  if (type !== '') return type.startsWith('image/')
  return /\.(jpe?g|png|webp|gif|avif)(\?|$)/i.test(element.attributes.get('url') ?? '')
}

/** A picture of one pixel counts readers and shows nothing. */
export function firstImage(html: string, base: string | undefined): string | null {
  for (const [tag] of html.matchAll(/<img\s[^<>]{1,4000}>/gi)) {
    if (/\b(?:width|height)\s*=\s*["']?[01]["'\s>]/i.test(tag)) continue
    const source = /\ssrc\s*=\s*(?:"([^"]+)"|'([^']+)')/i.exec(tag)
    const url = webAddress((source?.[1] ?? source?.[2] ?? '').replace(/&amp;/g, '&'), base)
    if (url !== null) return url.href
  }
  return null
}

/** The picture of the feed itself. */
export function feedImage(channel: Element, root: Element): string | null {
  const image = childOf(channel, 'image') ?? childOf(root, 'image')
  const inside = image === undefined ? null : (textUnder(image, 'url') ?? image.attributes.get('href') ?? textOf(image))
  const others = [inside, addressIn(childOf(channel, 'itunes:image')), textUnder(channel, 'logo', 'icon')]
  for (const url of others) {
    const absolute = absoluteOf(channel, url)
    if (absolute !== null) return absolute
  }
  return null
}
