// Collections: as editors keep them and as readers get them.
import type {
  Collection,
  CollectionBody,
  CollectionSummary,
  PublicCollection,
} from '@lectern/protocol/rest/collections.ts'
import { queryOptions } from '@tanstack/react-query'
import { getJson, postJson, putJson } from './api.ts'

export const collectionsQuery = queryOptions({
  queryKey: ['desk', 'collections'],
  queryFn: ({ signal }) => getJson<{ collections: CollectionSummary[] }>('/v1/desk/collections', signal),
  staleTime: 0,
})

export const collectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['desk', 'collection', id],
    queryFn: ({ signal }) => getJson<Collection>(`/v1/desk/collections/${encodeURIComponent(id)}`, signal),
    staleTime: 0,
  })

export const publicCollectionQuery = (slug: string) =>
  queryOptions({
    queryKey: ['collection', slug],
    queryFn: ({ signal }) => getJson<PublicCollection>(`/v1/collections/${encodeURIComponent(slug)}`, signal),
    staleTime: 0,
  })

/** before null: a new one. */
export const saveCollection = (before: Collection | null, body: CollectionBody): Promise<Collection> =>
  before === null
    ? postJson('/v1/desk/collections', body)
    : putJson(`/v1/desk/collections/${before.id}`, { ...body, version: before.version })

export const emptyCollection: CollectionBody = {
  slug: '',
  title: '',
  excerpt: '',
  intro: '',
  imageUrl: null,
  language: 'en',
  status: 'DRAFT',
  authors: [],
  partner: null,
  stories: [],
}

/** What an editor changes of one that is there. */
export function bodyOf({
  id: _,
  version: __,
  by: ___,
  updatedAt: ____,
  publishedAt: _____,
  ...body
}: Collection): CollectionBody {
  return body
}

/** `Summer reading!` makes `summer-reading`. */
export const slugOf = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100)

/** Names as they are typed into one field. */
export const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

export const partnerWords = { PARTNERED: 'In partnership with', SPONSORED: 'Sponsored by' } as const
