// For tests of the Desk: a prospect of which only what matters is said, and the whole app with an editor and a chief.

import type { GrantRole } from '@lectern/protocol/rest/accounts.ts'
import type { Decided, DecisionBody, ProspectPage } from '@lectern/protocol/rest/desk-prospects.ts'
import type { ShapedSlate } from '@lectern/protocol/rest/recommendations.ts'
import { addReader, createSignInLink, grantRole, signIn } from '../accounts/accounts.ts'
import type { TestKernel } from '../kernel/testing.ts'
import { addProspects } from './desk.ts'
import type { NewProspect } from './prospect.ts'

export const prospectOf = (name: string, more: Partial<NewProspect> = {}): NewProspect => ({
  id: name,
  url: `https://paper.example/${name}`,
  source: 'feed',
  sourceDetail: 'https://paper.example/feed',
  surface: null,
  title: `Title of ${name}`,
  excerpt: `An excerpt of ${name} that is long enough.`,
  text: null,
  language: 'en',
  publisher: 'The Paper',
  domain: 'paper.example',
  authors: ['Ada Writer'],
  topic: 'tech',
  topicConfidence: 0.9,
  topicBy: 'model',
  minutes: 4,
  imageUrl: null,
  publishedAt: null,
  ...more,
})

/** The cookie of a new person with this role at the Desk. */
export async function cookieOf(
  kernel: TestKernel,
  name: string,
  grant: { readonly role: GrantRole; readonly surface?: string } | null,
): Promise<string> {
  const { id } = await addReader(kernel, name, 'reader')
  const by = { id: 'owner', name: 'Owner' }
  if (grant !== null) await grantRole(kernel, id, { role: grant.role, surface: grant.surface ?? null, by })
  const entered = await signIn(kernel, await createSignInLink(kernel, id))
  if (entered.kind !== 'signed-in') throw new Error(entered.kind)
  return `lectern_session=${entered.session}`
}

interface Answer<T> {
  readonly status: number
  readonly body: T
}
type Call = <T>(
  method: string,
  path: string,
  sent?: { cookie?: string; body?: unknown; headers?: Record<string, string> },
) => Promise<Answer<T>>

/** What tests of the Desk ask again and again, as one person. */
export function deskOf(kernel: TestKernel, call: Call, cookie: string) {
  const ask = <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
    call<T>(method, path, { cookie, headers: { origin: 'http://localhost' }, ...(body === undefined ? {} : { body }) })
  return {
    ask,
    add: (...prospects: NewProspect[]) => addProspects(kernel, prospects),
    decide: (id: string, body: DecisionBody) =>
      ask<Decided & { detail?: string }>('POST', `/v1/desk/prospects/${id}/decision`, body),
    undo: (decision: string) => ask<Decided & { detail?: string }>('POST', `/v1/desk/decisions/${decision}/undo`),
    async queue(query = ''): Promise<string[]> {
      const { body } = await ask<ProspectPage>('GET', `/v1/desk/prospects?limit=100&${query}`)
      return body.prospects.map(({ id }) => id)
    },
    /** What a reader could be shown now. */
    async shown(): Promise<string[]> {
      const { body } = await ask<ShapedSlate>('POST', '/v1/surfaces/home/recommend', { n: 100 })
      return body.items.map(({ item }) => item.id!)
    },
  }
}
