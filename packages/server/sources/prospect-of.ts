// An address that an editor typed: fetched and read at once, and put into the queue.
import { canonicalAddress } from '@lectern/content/address/address.ts'
import { addProspects, type NewProspect } from '../desk/desk.ts'
import { prospectFrom } from './prospect-from.ts'
import { type PageReach, readPage } from './read-page.ts'

type KnownAs = Awaited<ReturnType<typeof addProspects>>['known'][number]['as']

type ProspectOf =
  | { readonly kind: 'added'; readonly prospect: NewProspect }
  | { readonly kind: 'known'; readonly id: string; readonly url: string; readonly as: KnownAs }
  | {
      readonly kind: 'not-found'
      readonly why: 'address' | 'refused' | 'unreachable' | 'unreadable'
      readonly detail: string
    }

const whys = { later: 'unreachable', unreadable: 'unreadable', refused: 'refused' } as const

/** @param by the reader who typed it. */
export async function prospectOf(reach: PageReach, address: string, by: string): Promise<ProspectOf> {
  const url = canonicalAddress(address)
  if (url === null)
    return { kind: 'not-found', why: 'address', detail: 'This is no web address; one begins with https:// or http://.' }
  const read = await readPage(reach, url)
  if (read.kind !== 'page') return { kind: 'not-found', why: whys[read.kind], detail: read.detail }
  const prospect = prospectFrom(read.facts, null, { source: 'person', sourceDetail: by })
  if (prospect === null)
    return { kind: 'not-found', why: 'unreadable', detail: 'The page has no title: there is nothing to decide about.' }
  const { known } = await addProspects(reach, [prospect])
  const before = known[0]
  return before === undefined ? { kind: 'added', prospect } : { kind: 'known', ...before }
}
