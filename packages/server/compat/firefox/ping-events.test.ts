import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wireEvent } from '@lectern/protocol/events/events.ts'
import fc from 'fast-check'
import { derivedUuid, eventsOf, type Telling } from './ping-events.ts'
import { content, pocket, type TestEvent } from './testing.ts'

const document = '6f0c1f5e-2f0b-4c55-9c0c-0d4a3c1e7b52'
const device = '0b5c7d4e-0000-4000-8000-000000000001'
const now = 1_795_399_343_801
const telling: Telling = { document, device, now, surface: null, region: null }

const mapped = (events: readonly TestEvent[], more: Partial<Telling> = {}): unknown[] =>
  eventsOf(
    events.map((event) => ({ extra: {}, ...event })),
    { ...telling, ...more },
  ).map(({ id: _, at: __, ...rest }) => {
    const { device: ___, surface: ____, ...shown } = rest
    return shown
  })

test('an impression, a click and a dismissal are an impression, an open and a dismiss of the item', () => {
  const extra = { corpus_item_id: 'a', position: '38', section: 'home', is_sponsored: 'false' }
  for (const make of [content, pocket]) {
    assert.deepEqual(mapped([make('impression', extra), make('click', extra), make('dismiss', extra)]), [
      { kind: 'impression', item: 'a', slot: 38 },
      { kind: 'open', item: 'a', slot: 38 },
      { kind: 'dismiss', item: 'a', slot: 38 },
    ])
  }
})

test('a thumb up is a like, a thumb down a dismiss, and neither takes the like back', () => {
  const vote = (thumbs_up: string, thumbs_down: string) =>
    pocket('thumb_voting_interaction', { corpus_item_id: 'a', thumbs_up, thumbs_down })
  assert.deepEqual(mapped([vote('true', 'false'), vote('false', 'true'), vote('false', 'false')]), [
    { kind: 'like', item: 'a' },
    { kind: 'dismiss', item: 'a' },
    { kind: 'like', item: 'a', on: false },
  ])
})

test('sections are followed, unfollowed, blocked and unblocked by name', () => {
  const names = ['follow', 'unfollow', 'block', 'unblock']
  assert.deepEqual(mapped(names.map((name) => content(`sections_${name}_section`, { section: 'tech' }))), [
    { kind: 'follow', section: 'tech', on: true },
    { kind: 'follow', section: 'tech', on: false },
    { kind: 'block', section: 'tech', on: true },
    { kind: 'block', section: 'tech', on: false },
  ])
})

test('each reason of Firefox for a report has one of ours', () => {
  const reasons = [
    ['wrong_category', 'other'],
    ['outdated', 'other'],
    ['inappropriate_or_offensive', 'offensive'],
    ['spam_or_misleading', 'misleading'],
    ['requires_payment_or_subscription', 'paywall'],
    ['a reason of tomorrow', 'other'],
  ] as const
  const report = (report_reason: string) =>
    content('report_content_submit', { corpus_item_id: 'a', report_reason, url: 'https://example.org/', title: 'A' })
  assert.deepEqual(
    mapped(reasons.map(([theirs]) => report(theirs))),
    reasons.map(([, reason]) => ({ kind: 'report', item: 'a', reason })),
  )
})

test('sponsored cards, cards without an id of ours, redacted ones and everything else are left out', () => {
  const dropped = [
    content('impression', { corpus_item_id: 'a', is_sponsored: 'true' }),
    content('impression', { tile_id: '7' }),
    pocket('click', { content_redacted: 'true', position: '1' }),
    content('report_content_open', { corpus_item_id: 'a' }),
    content('sections_impression', { section: 'tech' }),
    { category: 'newtab', name: 'opened', extra: { newtab_visit_id: 'v' } },
    { category: 'topsites', name: 'click' },
  ]
  assert.deepEqual(mapped(dropped), [])
})

test('an event has the time of Firefox; without a believable one that of its arrival', () => {
  const timed = (glean_timestamp?: string) =>
    eventsOf(
      [
        { extra: {}, ...content('click', { corpus_item_id: 'a', ...(glean_timestamp ? { glean_timestamp } : {}) }) },
      ] as never,
      telling,
    )[0]?.at
  assert.equal(timed('1795399340000'), 1_795_399_340_000)
  for (const text of [undefined, 'soon', '-1', '1e9', '1795399340000.5', '9'.repeat(40)]) assert.equal(timed(text), now)
})

test('the list a card came in gives the event its slate and slot', () => {
  const slate = '0b5c7d4e-0000-4000-8000-00000000000a'
  const served = { slate, surface: 'NEW_TAB_EN_US', slot: 3 }
  const servedAs = (item: string, at: number) => (item === 'a' && at === 17 ? served : null)
  const click = (item: string, at: string) =>
    pocket('click', { corpus_item_id: item, position: '9', recommended_at: at })
  assert.deepEqual(mapped([click('a', '17'), click('a', '18'), click('b', '17')], { servedAs }), [
    { kind: 'open', item: 'a', slate, slot: 3 },
    { kind: 'open', item: 'a', slot: 9 },
    { kind: 'open', item: 'b', slot: 9 },
  ])
})

test('where a list was shown is told by the list, else by the ping', () => {
  const events = [
    pocket('click', { corpus_item_id: 'a', recommended_at: '17' }),
    pocket('click', { corpus_item_id: 'b' }),
  ]
  const of = { ...telling, surface: 'NEW_TAB_EN_GB', region: 'GB' }
  const list = { slate: device, surface: 'NEW_TAB_DE_AT', region: 'AT', slot: 0 }
  const made = eventsOf(events as never, { ...of, servedAs: (item) => (item === 'a' ? list : null) })
  assert.deepEqual(
    made.map(({ surface, region }) => [surface, region]),
    [
      ['NEW_TAB_DE_AT', 'AT'],
      ['NEW_TAB_EN_GB', 'GB'],
    ],
  )
})

test('the same ping makes the same ids, another ping and another event others', () => {
  const events = [content('click', { corpus_item_id: 'a' }), content('click', { corpus_item_id: 'a' })] as never
  const ids = (more: Partial<Telling> = {}) => eventsOf(events, { ...telling, ...more }).map(({ id }) => id)
  assert.deepEqual(ids(), ids({ now: now + 1 }))
  assert.equal(new Set([...ids(), ...ids({ document: device })]).size, 4)
  assert.match(derivedUuid('a'), /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})

test('whatever a ping holds, what is made of it fits the contract of events or is refused by it, and nothing throws', () => {
  const names = [
    'impression',
    'click',
    'dismiss',
    'thumb_voting_interaction',
    'report_content_submit',
    'sections_follow_section',
  ]
  const keys = [
    'corpus_item_id',
    'section',
    'position',
    'glean_timestamp',
    'recommended_at',
    'thumbs_up',
    'report_reason',
  ]
  const extra = fc.dictionary(
    fc.constantFrom(...keys),
    fc.oneof(fc.string(), fc.nat().map(String), fc.constant('true')),
  )
  const event = fc.record({ category: fc.string(), name: fc.oneof(fc.constantFrom(...names), fc.string()), extra })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), (events) => {
      for (const made of eventsOf(events, telling)) {
        const { success, error } = wireEvent.safeParse(made)
        // Only an id that is too long for ours may be left to refuse.
        if (!success) assert.match(error.issues[0]?.path.join('.') ?? '', /^(item|section)$/)
      }
    }),
    { seed: 11, numRuns: 300 },
  )
})
