// The strangers' walk: every route, asked by everyone there is, held against one table of who may. A new route fails here
// until it has a line.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { GrantRole } from '@lectern/protocol/rest/accounts.ts'
import { addReader, createKey, createSignInLink, grantRole, type Role, signIn } from './accounts/accounts.ts'
import { openTestApp, type TestApp } from './cli/app-testing.ts'
import { addProspects } from './desk/desk.ts'
import { prospectOf } from './desk/testing.ts'
import { device, putTestItems, uuid } from './events/testing.ts'
import { openJudging } from './judging/judging.ts'
import { addDays } from './kernel/clock/days.ts'

const deskPeople = ['editor of side', 'chief', 'analyst', 'operator'] as const
const people = ['nobody', 'reader', 'other reader', ...deskPeople, 'editor', 'owner'] as const
/** Of the surface `digest`, in a page that may use it; what is asked for is on `side`. */
const pageKey = 'page key of another surface'
const keys = [pageKey, 'key for lists', 'key for settings of another surface'] as const
const everyone = [...people, ...keys] as const
type Who = (typeof everyone)[number]

const lists: readonly Who[] = [...people, 'key for lists']
const editors: readonly Who[] = ['editor', 'owner']
const owner: readonly Who[] = ['owner']
/** Of the Desk: who reads it, who decides for the surface `side`, who leads, who reads the audit log. */
const deskReaders: readonly Who[] = [...deskPeople, 'editor', 'owner']
const anyEditor: readonly Who[] = ['editor of side', 'chief', 'editor', 'owner']
const leads: readonly Who[] = ['chief', 'owner']
const auditors: readonly Who[] = ['chief', 'analyst', 'operator', 'owner']

interface Line {
  readonly may: readonly Who[]
  /** The path where it is not the route itself. */
  readonly path?: () => Promise<string> | string
  readonly body?: () => Promise<unknown> | unknown
  /** The status inside the answer that tells whether it was allowed. */
  readonly inside?: (body: never) => number
}

let opened: TestApp
const headersOf = new Map<Who, Record<string, string>>()
let reader: string
let n = 0

const listBody = () => ({})
const stories = () => ({ locale: 'en-US' })
const sideTo = (path: string) => () => path.replace(/\{(surface|name)\}/, 'side')
const makeKey = async (): Promise<string> => {
  const made = await createKey(opened.kernel, { name: 'to be revoked' })
  return made.kind === 'created' ? `/v1/keys/${made.key.id}` : made.detail
}
const makeSide = async (): Promise<string> => {
  const body = { defaults: { n: 3 } }
  await opened.call('PUT', '/v1/surfaces/side', { cookie: opened.adminCookie, body })
  return '/v1/surfaces/side'
}
const makeProspect = (rest: string) => async (): Promise<string> => {
  const id = `prospect-${n++}`
  await addProspects(opened.kernel, [prospectOf(id, { surface: 'side' })])
  return `/v1/desk/prospects/${id}${rest}`
}
const decideAsOwner = async (body: object): Promise<{ id: string; decision: string }> => {
  const path = await makeProspect('')()
  const sent = { cookie: opened.adminCookie, body }
  const { decision } = (await opened.call<{ decision: string }>('POST', `${path}/decision`, sent)).body
  return { id: path.split('/').at(-1)!, decision }
}
const makeDecision = async (): Promise<string> =>
  `/v1/desk/decisions/${(await decideAsOwner({ kind: 'dismiss' })).decision}/undo`
const makeCorpusItem = (rest: string) => async (): Promise<string> =>
  `/v1/desk/items/${(await decideAsOwner({ kind: 'approve' })).id}${rest}`
const makeRejected = async (): Promise<string> =>
  `/v1/desk/rejected/${(await decideAsOwner({ kind: 'reject', reason: 'PAYWALL' })).id}/restore`
const makeEvidence = async (): Promise<string> => {
  const sent = { cookie: opened.adminCookie, body: { source: 'x', claim: 'y', value: 'z' } }
  const path = '/v1/desk/publishers/x.example/evidence'
  const made = await opened.call<{ evidence: { id: number }[] }>('POST', path, sent)
  return `${path}/${made.body.evidence.at(-1)!.id}`
}
/** So that there is something to go back from. */
const publishedFirst = async () => {
  const signed = { surface: 'side', owner: 'o', reason: 'why' }
  const body = { ...signed, document: {}, rollout: { kind: 'everybody' } }
  await opened.call('POST', '/v1/desk/priorities/publish', { cookie: opened.adminCookie, body })
  return signed
}
/** Of a list that was made for the reader. */
const nextOfReader = async (): Promise<string> => {
  const sent = { headers: headersOf.get('reader')!, body: {} }
  const made = await opened.call<{ slate: string }>('POST', '/v1/surfaces/home/recommend', sent)
  return `/v1/slates/${made.body.slate}/next`
}
const makeJudged = async (): Promise<string> => {
  const empty = { excerpt: null, text: null, language: null, publisher: null, topic: null, topicBy: null }
  const prospect = { id: 'judged', title: 'Judged', publishedAt: null, foundAt: 0, ...empty }
  await openJudging(opened.kernel).judge([prospect])
  return '/v1/desk/prospects/judged/judgement'
}
const eventOfReader = () => ({
  version: 2,
  events: [{ kind: 'open', id: uuid(n++), item: 'a', reader, surface: 'side', at: opened.kernel.clock() }],
})
const toSchedule = Array.from({ length: 20 }, (_, k) => `s${k}`)
/** Each time another place of a board of `side` that is free. */
let places = 0
const freePlace = () => {
  const k = places++
  return { surface: 'side', day: addDays('2026-01-02', k % 60), item: toSchedule[Math.floor(k / 60)]! }
}
const entryOfOwner = async (): Promise<string> => {
  const sent = { cookie: opened.adminCookie, body: freePlace() }
  const made = await opened.call<{ entry: string }>('POST', '/v1/desk/schedule', sent)
  assert.equal(made.status, 200, JSON.stringify(made.body))
  return `/v1/desk/schedule/${made.body.entry}`
}
const removedEntry = async (): Promise<string> => {
  const path = `${await entryOfOwner()}/removal`
  await opened.call('PUT', path, { cookie: opened.adminCookie, body: { reason: 'NICHE' } })
  return path
}
const sectionOfOwner = async (): Promise<string> => {
  const body = { surface: 'side', title: 'Long reads', items: ['a'] }
  const made = await opened.call<{ id: string }>('POST', '/v1/desk/sections', { cookie: opened.adminCookie, body })
  return `/v1/desk/sections/${made.body.id}`
}
const removedMember = async (): Promise<string> => {
  const path = `${await sectionOfOwner()}/items/a/removal`
  await opened.call('PUT', path, { cookie: opened.adminCookie, body: { reason: 'DATED' } })
  return path
}
const emptyCollection = {
  title: 'Summer reading',
  excerpt: '',
  intro: '',
  imageUrl: null,
  language: 'en',
  status: 'DRAFT',
  authors: [],
  partner: null,
  stories: [],
}
const collectionOfOwner = async (): Promise<string> => {
  const body = { ...emptyCollection, slug: `c-${n++}` }
  const made = await opened.call<{ id: string }>('POST', '/v1/desk/collections', { cookie: opened.adminCookie, body })
  return `/v1/desk/collections/${made.body.id}`
}
const then = (path: () => Promise<string>, rest: string) => async () => (await path()) + rest
const oneLegacy = (path: string, locale: string) => ({ may: everyone, path: () => `${path}?${locale}=en-US` })

const feedUrl = 'http://127.0.0.1:1/feed'
const opml = `<opml><body><outline text='Feed' xmlUrl='${feedUrl}'/></body></opml>`
/** One that is listed, with a hub that was just asked. */
const listedFeed = async (): Promise<{ url: string }> => {
  await opened.call('POST', '/v1/desk/feeds/opml', { cookie: opened.adminCookie, body: opml })
  await opened.kernel.database.pool.query(
    `update feed set state = 'active', hub = 'https://hub.example/', hub_topic = url, callback = 'known', hub_secret = 'secret', hub_asked_at = $1`,
    [opened.kernel.clock()],
  )
  return { url: feedUrl }
}
const callback = async (query = ''): Promise<string> => {
  await listedFeed()
  return `/websub/known${query}`
}

const table: Readonly<Record<string, Line>> = {
  'POST /v1/events': {
    may: ['reader'],
    body: eventOfReader,
    inside: ({ accepted }: { accepted: number }) => (accepted === 1 ? 200 : 403),
  },
  'GET /v1/recommendations': { may: lists, path: () => '/v1/recommendations?surface=side' },
  'POST /v1/recommendations': { may: lists, body: () => ({ surface: 'side' }) },
  'POST /v1/surfaces/{surface}/recommend': {
    may: lists,
    path: sideTo('/v1/surfaces/{surface}/recommend'),
    body: listBody,
  },
  'POST /v1/surfaces/{surface}/rank': {
    may: lists,
    path: sideTo('/v1/surfaces/{surface}/rank'),
    body: () => ({ items: ['a', 'b'] }),
  },
  'POST /v1/surfaces/{surface}/sections': {
    may: lists,
    path: sideTo('/v1/surfaces/{surface}/sections'),
    body: listBody,
  },
  'GET /v1/items/{id}/similar': { may: lists, path: () => '/v1/items/a/similar?surface=side' },
  'GET /v1/slates/{id}/next': { may: ['reader'], path: nextOfReader },
  'POST /v1/batch': {
    may: lists,
    body: () => ({ asks: [{ kind: 'recommend', surface: 'side' }] }),
    inside: ({ answers }: { answers: { status: number }[] }) => answers[0]!.status,
  },
  'GET /v1/surfaces': { may: everyone },
  'PUT /v1/surfaces/{name}': { may: owner, path: makeSide, body: () => ({}) },
  'DELETE /v1/surfaces/{name}': { may: owner, path: makeSide },
  'GET /v1/recipes': { may: everyone },
  'GET /v1/priorities': { may: everyone },
  'GET /v1/desk/priorities': { may: deskReaders },
  'POST /v1/desk/priorities/prices': { may: deskReaders, body: () => ({ document: {} }) },
  'POST /v1/desk/priorities/preview': { may: deskReaders, body: () => ({ document: {} }) },
  'POST /v1/desk/priorities/publish': {
    may: leads,
    body: () => ({ surface: 'side', document: {}, rollout: { kind: 'everybody' }, owner: 'o', reason: 'why' }),
  },
  'POST /v1/desk/priorities/back': { may: leads, body: publishedFirst },
  'GET /v1/keys': { may: owner },
  'POST /v1/keys': { may: owner, body: () => ({ name: 'new' }) },
  'DELETE /v1/keys/{id}': { may: owner, path: makeKey },
  'PUT /v1/items/{id}/takedown': { may: editors, path: () => '/v1/items/b/takedown', body: () => ({ reason: 'law' }) },
  'DELETE /v1/items/{id}/takedown': { may: editors, path: () => '/v1/items/b/takedown' },
  'GET /v1/desk/prospects': { may: deskReaders },
  'GET /v1/desk/prospects/summary': { may: deskReaders },
  'PATCH /v1/desk/prospects/{id}': { may: anyEditor, path: makeProspect(''), body: () => ({ title: 'Other title' }) },
  'POST /v1/desk/prospects/{id}/decision': {
    may: anyEditor,
    path: makeProspect('/decision'),
    body: () => ({ kind: 'dismiss' }),
  },
  'GET /v1/desk/decisions': { may: anyEditor },
  'POST /v1/desk/decisions/{id}/undo': { may: ['chief', 'owner'], path: makeDecision },
  'POST /v1/desk/bulk': {
    may: leads,
    body: () => ({ of: 'prospects', filter: { domain: 'x.example' }, action: { kind: 'dismiss' } }),
  },
  'GET /v1/desk/corpus': { may: deskReaders },
  'GET /v1/desk/items/{id}': { may: deskReaders, path: makeCorpusItem('') },
  'PATCH /v1/desk/items/{id}': { may: anyEditor, path: makeCorpusItem(''), body: () => ({ title: 'Other title' }) },
  'POST /v1/desk/items/{id}/reject': {
    may: anyEditor,
    path: makeCorpusItem('/reject'),
    body: () => ({ reason: 'PAYWALL' }),
  },
  'POST /v1/desk/rejected/{id}/restore': { may: anyEditor, path: makeRejected },
  'GET /v1/desk/publishers': { may: deskReaders },
  'PATCH /v1/desk/publishers/{domain}': {
    may: leads,
    path: () => '/v1/desk/publishers/x.example',
    body: () => ({ paywalled: true }),
  },
  'POST /v1/desk/publishers/{domain}/evidence': {
    may: leads,
    path: () => '/v1/desk/publishers/x.example/evidence',
    body: () => ({ source: 'x', claim: 'y', value: 'z' }),
  },
  'DELETE /v1/desk/publishers/{domain}/evidence/{id}': { may: leads, path: makeEvidence },
  'GET /v1/desk/views': { may: deskReaders },
  'PUT /v1/desk/views': { may: deskReaders, body: () => ({ name: 'all', filters: {} }) },
  // Of another person: nobody may, and is told that there is none.
  'DELETE /v1/desk/views/{id}': { may: [], path: () => `/v1/desk/views/${uuid(n++)}` },
  'GET /v1/desk/schedule': { may: deskReaders, path: () => '/v1/desk/schedule?surface=side' },
  'GET /v1/desk/schedule/candidates': { may: deskReaders },
  'POST /v1/desk/schedule': { may: anyEditor, body: freePlace },
  'PATCH /v1/desk/schedule/{id}': { may: anyEditor, path: entryOfOwner, body: () => ({ rank: 0 }) },
  // Only who put it there.
  'DELETE /v1/desk/schedule/{id}': { may: owner, path: entryOfOwner },
  'PUT /v1/desk/schedule/{id}/removal': {
    may: anyEditor,
    path: then(entryOfOwner, '/removal'),
    body: () => ({ reason: 'NICHE' }),
  },
  'DELETE /v1/desk/schedule/{id}/removal': { may: anyEditor, path: removedEntry },
  'POST /v1/desk/schedule/copies': {
    may: anyEditor,
    body: async () => {
      const { surface, day, item } = freePlace()
      await opened.call('POST', '/v1/desk/schedule', { cookie: opened.adminCookie, body: { surface, day, item } })
      return { surface, from: day, to: '2026-01-01' }
    },
  },
  'PUT /v1/desk/schedule/reviews': {
    may: anyEditor,
    body: () => ({ surface: 'side', day: '2026-01-02', reviewed: true }),
  },
  'GET /v1/desk/collections': { may: deskReaders },
  'POST /v1/desk/collections': { may: anyEditor, body: () => ({ ...emptyCollection, slug: `c-${n++}` }) },
  'GET /v1/desk/collections/{id}': { may: deskReaders, path: collectionOfOwner },
  'PUT /v1/desk/collections/{id}': {
    may: anyEditor,
    path: collectionOfOwner,
    body: () => ({ ...emptyCollection, slug: `c-${n++}`, version: 1 }),
  },
  'GET /v1/collections/{slug}': {
    may: everyone,
    path: async () => {
      const slug = `c-${n++}`
      const story = { url: 'https://paper.example/a', title: 'A', authors: [] }
      const whole = { excerpt: 'Told.', authors: ['Ada'], stories: [story], status: 'PUBLISHED' }
      const body = { ...emptyCollection, ...whole, slug }
      await opened.call('POST', '/v1/desk/collections', { cookie: opened.adminCookie, body })
      return `/v1/collections/${slug}`
    },
  },
  'GET /v1/desk/sections': { may: deskReaders, path: () => '/v1/desk/sections?surface=side' },
  'POST /v1/desk/sections': { may: anyEditor, body: () => ({ surface: 'side', title: 'Long reads' }) },
  'PATCH /v1/desk/sections/{id}': { may: anyEditor, path: sectionOfOwner, body: () => ({ title: 'Other' }) },
  'DELETE /v1/desk/sections/{id}': { may: anyEditor, path: sectionOfOwner },
  'POST /v1/desk/sections/{id}/restore': {
    may: anyEditor,
    path: async () => {
      const path = await sectionOfOwner()
      await opened.call('DELETE', path, { cookie: opened.adminCookie, headers: { origin: 'http://localhost' } })
      return `${path}/restore`
    },
  },
  'POST /v1/desk/sections/{id}/items': {
    may: anyEditor,
    path: then(sectionOfOwner, '/items'),
    body: () => ({ item: 'c' }),
  },
  'PATCH /v1/desk/sections/{id}/items/{item}': {
    may: anyEditor,
    path: then(sectionOfOwner, '/items/a'),
    body: () => ({ rank: 0 }),
  },
  'PUT /v1/desk/sections/{id}/items/{item}/removal': {
    may: anyEditor,
    path: then(sectionOfOwner, '/items/a/removal'),
    body: () => ({ reason: 'DATED' }),
  },
  'DELETE /v1/desk/sections/{id}/items/{item}/removal': { may: anyEditor, path: removedMember },
  'GET /v1/desk/prospects/{id}/judgement': { may: deskReaders, path: makeJudged },
  'GET /v1/desk/audit': { may: auditors },
  'GET /v1/desk/audit/export': { may: auditors },
  'GET /v1/desk/mirror': { may: deskReaders },
  'GET /v1/desk/feeds': { may: deskReaders },
  'POST /v1/desk/feeds': { may: anyEditor, body: () => ({ address: feedUrl }) },
  'PUT /v1/desk/feeds/state': { may: anyEditor, body: async () => ({ ...(await listedFeed()), state: 'paused' }) },
  'DELETE /v1/desk/feeds': {
    may: anyEditor,
    path: async () => `/v1/desk/feeds?${new URLSearchParams(await listedFeed())}`,
  },
  'POST /v1/desk/feeds/poll': { may: anyEditor, body: listedFeed },
  'POST /v1/desk/feeds/opml': { may: anyEditor, body: () => opml },
  'GET /v1/desk/feeds/opml': { may: deskReaders },
  'POST /v1/desk/prospects/address': { may: anyEditor, body: () => ({ address: feedUrl }) },
  // For hubs, who show nothing but the address; what they send counts only when it is signed.
  'GET /websub/{callback}': {
    may: everyone,
    path: () =>
      callback(`?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.topic': feedUrl, 'hub.challenge': 'abc' })}`),
  },
  'POST /websub/{callback}': { may: everyone, path: () => callback(), body: () => ({}) },
  'POST /api/v1/curated-recommendations': { may: everyone, body: stories },
  'POST /firefox/{device}/api/v1/curated-recommendations': {
    may: everyone,
    path: () => `/firefox/${device}/api/v1/curated-recommendations`,
    body: stories,
  },
  'GET /api/v1/curated-recommendations/legacy-115-129': oneLegacy(
    '/api/v1/curated-recommendations/legacy-115-129',
    'locale',
  ),
  'GET /desktop/v1/recommendations': oneLegacy('/desktop/v1/recommendations', 'locale'),
  'GET /api/v1/curated-recommendations/legacy-114': oneLegacy(
    '/api/v1/curated-recommendations/legacy-114',
    'locale_lang',
  ),
  'GET /v3/firefox/global-recs': oneLegacy('/v3/firefox/global-recs', 'locale_lang'),
  // From Firefox itself, which names no origin: who asks does not matter, that it is no page does.
  'POST /submit/firefox-desktop/{ping}/1/{document}': {
    may: ['nobody', 'key for lists', 'key for settings of another surface'],
    path: () => `/submit/firefox-desktop/newtab/1/${uuid(n++)}`,
    body: () => ({ events: [] }),
  },
  'POST /submit/*': {
    may: ['nobody', 'key for lists', 'key for settings of another surface'],
    path: () => '/submit/elsewhere',
    body: () => ({}),
  },
  'GET /v1/me': { may: everyone },
  'PUT /v1/me/sharing': { may: people.filter((who) => who !== 'nobody'), body: () => ({ saves: false }) },
  'GET /health/live': { may: everyone },
  'GET /health/ready': { may: everyone },
  // Nobody here asks from the machine itself.
  'GET /metrics': { may: owner },
  'GET /openapi.json': { may: everyone },
  'GET /docs': { may: everyone },
  'GET /problems/{kind}': { path: () => '/problems/invalid', may: everyone },
  'POST /v1/sign-in': {
    may: everyone,
    body: async () => ({ token: await createSignInLink(opened.kernel, reader) }),
  },
  // Last: it ends the session of who asks.
  'POST /v1/sign-out': { may: everyone },
}

before(async () => {
  opened = await openTestApp({ sample: false })
  const { kernel, adminCookie } = opened
  await putTestItems(kernel, ['a', 'b', 'c', ...toSchedule])
  await opened.restart()
  const origins = ['https://digest.example']
  await opened.call('PUT', '/v1/surfaces/digest', { cookie: adminCookie, body: { origins } })
  const own = { origin: 'http://localhost' }
  reader = await personOf('reader', 'reader')
  await personOf('other reader', 'reader')
  await personOf('editor', 'editor')
  for (const who of deskPeople) {
    const [role, , surface = null] = who.split(' ') as [GrantRole, string?, string?]
    await grantRole(kernel, await personOf(who, 'reader'), { role, surface, by: { id: 'owner', name: 'Ada' } })
  }
  headersOf.set('nobody', {})
  headersOf.set('owner', { ...own, cookie: adminCookie })
  const key = async (wanted: Parameters<TestApp['key']>[0]): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await opened.key({ perMinute: 1_000_000, ...wanted })}`,
  })
  headersOf.set(pageKey, { ...(await key({ kind: 'publishable', surface: 'digest' })), origin: origins[0]! })
  headersOf.set('key for lists', await key({ scopes: ['recommend'] }))
  headersOf.set('key for settings of another surface', await key({ scopes: ['surfaces'], surface: 'digest' }))
})
after(() => opened.close())

async function personOf(who: Who, role: Role): Promise<string> {
  const { kernel } = opened
  const { id } = await addReader(kernel, who, role)
  const entered = await signIn(kernel, await createSignInLink(kernel, id))
  assert.ok(entered.kind === 'signed-in')
  headersOf.set(who, { origin: 'http://localhost', cookie: `lectern_session=${entered.session}` })
  return id
}

test('every route that is served or told has a line in the table, and every line a route', async () => {
  const told = (await opened.call<{ paths: Record<string, object> }>('GET', '/openapi.json')).body.paths
  const routes = new Set([
    ...Object.entries(told).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
    ...opened
      .app()
      // `/*` is the files of the pages, the same for everyone.
      .routes.routes.filter(({ method, path }) => method !== 'ALL' && path !== '/*')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{(?:[^{}]|\{[^}]*\})*\})?/g, '{$1}')}`),
  ])
  const missing = [...routes].filter((route) => !(route in table))
  assert.deepEqual(missing, [], `say in the table of this file who may: ${missing.join(', ')}`)
  assert.deepEqual(
    Object.keys(table).filter((route) => !routes.has(route)),
    [],
  )
})

test('a key that is not in force opens nothing', async () => {
  for (const [route, { path, body }] of Object.entries(table)) {
    const [method, template] = route.split(' ') as [string, string]
    if (!template.startsWith('/v1/')) continue
    const sent = { key: 'lsk_never', ...(body && { body: await body() }) }
    const { status } = await opened.call(method, (await path?.()) ?? template, sent)
    assert.equal(status, 401, route)
  }
})

for (const [route, { may, path, body, inside }] of Object.entries(table)) {
  const [method, template] = route.split(' ') as [string, string]
  test(`${route}: ${may.length === everyone.length ? 'everyone' : may.join(', ')}`, async () => {
    for (const who of everyone) {
      const headers = headersOf.get(who)!
      const sent = { headers, ...(body && { body: await body() }) }
      const answer = await opened.call(method, (await path?.()) ?? template, sent)
      const status = answer.status === 200 && inside ? inside(answer.body as never) : answer.status
      const told = `${who}: ${status} ${JSON.stringify(answer.body).slice(0, 200)}`
      if (may.includes(who)) assert.ok(status >= 200 && status < 300, told)
      else assert.ok([401, 403, 404].includes(status), told)
    }
  })
}
