import type { Item } from '@lectern/protocol/rest/items.ts'
import type { StoredItem } from './item.ts'

/** An item as it is answered. */
export const cardOf = (item: StoredItem): Item => ({
  id: item.id,
  url: item.url,
  title: item.title,
  excerpt: item.excerpt,
  publisher: item.publisher,
  topic: item.topic,
  language: item.language,
  minutes: item.minutes,
  imageUrl: item.imageUrl,
  publishedAt: item.publishedAt,
})
