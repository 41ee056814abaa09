import type { NewProspect } from '../desk/desk.ts'
import type { StoredItem } from '../items/items.ts'

/** An item that nobody decided on, as a prospect; none where it has no address on the web. */
export function prospectOfItem(item: StoredItem, source: 'saves' | 'model', sourceDetail: string): NewProspect[] {
  const { id, url, title, excerpt, language, publisher, topic, minutes, imageUrl, publishedAt, paywalled } = item
  if (url === null || !/^https?:/.test(url) || !URL.canParse(url)) return []
  const domain = new URL(url).hostname.replace(/^www\./, '')
  const known = { title, excerpt, language, publisher, topic, minutes, imageUrl, publishedAt, paywalled }
  const from = { source, sourceDetail, surface: null, text: null, authors: [] }
  return [{ id, url, domain, ...known, ...from, contentType: item.contentType }]
}
