// What the Desk knows, as an item.
import type { NewItem, StoredItem } from '../items/items.ts'
import type { ProspectFields, StoredProspect } from './prospect.ts'

/** The fields an editor decides over; what the item had beside them stays. */
export function cardedProspect(prospect: StoredProspect, fields: ProspectFields, was: StoredItem | null): NewItem {
  return {
    id: prospect.id,
    url: prospect.url,
    title: fields.title,
    excerpt: fields.excerpt,
    publisher: fields.publisher,
    topic: fields.topic,
    language: fields.language,
    minutes: prospect.minutes ?? was?.minutes ?? null,
    imageUrl: fields.imageUrl ?? was?.imageUrl ?? null,
    publishedAt: prospect.publishedAt ?? was?.publishedAt ?? null,
    origin: was?.origin ?? 'desk',
    editorialRank: was?.editorialRank ?? null,
    contentType: prospect.contentType,
    paywalled: fields.paywalled,
    regions: was?.regions ?? null,
    cluster: was?.cluster ?? null,
  }
}

/** A stored item, to be stored again with other fields. */
export const again = ({ takenDownAt: _, ...item }: StoredItem): NewItem => item
