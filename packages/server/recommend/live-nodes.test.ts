// Two nodes on one database: what one counts, the other counts within a second, and both equal a recount.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type EventFeed, type Following, followAnnouncedEvents, newEventFeed, recordEvents } from '../events/events.ts'
import { putTestItems, uuid } from '../events/testing.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { openRecommender, type Recommender } from './recommend.ts'

interface Node {
  readonly feed: EventFeed
  readonly recommender: Recommender
  readonly following: Following
}

let kernel: TestKernel
let here: Node
let there: Node
const rows = Int32Array.from([0, 1, 2])

async function node(name: string): Promise<Node> {
  const feed = newEventFeed(name)
  const recommender = await openRecommender(kernel, feed)
  const following = followAnnouncedEvents(kernel, feed, recommender.recount)
  await following.opened
  await recommender.settled()
  return { feed, recommender, following }
}

before(async () => {
  kernel = await testKernel()
  await putTestItems(kernel, ['a', 'b', 'c'])
  here = await node('here')
  there = await node('there')
})
after(async () => {
  for (const { recommender, following } of [here, there]) {
    await following.close()
    await recommender.close()
  }
  await kernel.close()
})

/** What ranks by behaviour, as far as it can be seen. */
function counts({ recommender }: Node) {
  const { popularity, engagement, outcomes } = recommender.view()!.pipeline
  const posteriors = engagement?.posteriors(rows, { region: 'DE', now: kernel.clock() })
  return {
    // To nine digits: sums of the same numbers in another order.
    popularity: Array.from(popularity.strength, (value) => value.toPrecision(9)),
    alpha: posteriors && Array.from(posteriors.alpha, (value) => value.toFixed(6)),
    saves: outcomes && Array.from(outcomes.save, (value) => value.toFixed(9)),
  }
}

test('popularity, shows, opens and outcomes are the same at both nodes within a second, and after a recount', async () => {
  let made = 0
  for (const { feed } of [here, there, here]) {
    kernel.advance(60_000)
    const events = ['impression', 'impression', 'open', 'open', 'save'].map((kind, slot) => ({
      kind,
      id: uuid(++made),
      device: uuid(900 + slot),
      item: 'abc'[made % 3],
      region: 'DE',
      at: kernel.clock(),
      ...(kind === 'impression' ? { slot } : {}),
    }))
    const { accepted } = await recordEvents(kernel, { events }, { kind: 'anonymous' }, feed)
    assert.equal(accepted, 5)
  }
  kernel.advance(20_000)
  const begun = performance.now()
  while (JSON.stringify(counts(here)) !== JSON.stringify(counts(there))) {
    assert.ok(performance.now() - begun < 1000, JSON.stringify([counts(here), counts(there)]))
    await kernel.database.pool.query('select pg_sleep(0.01)')
    kernel.advance(11_000) // what is made of all items together is made anew every ten seconds
  }
  assert.ok(counts(here).alpha, 'something was shown and opened')
  const third = await node('third')
  kernel.advance(11_000)
  assert.deepEqual(counts(third), counts(here))
  await third.following.close()
  await third.recommender.close()
})
