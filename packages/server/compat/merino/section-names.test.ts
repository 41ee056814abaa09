import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { readSectionName } from './section-names.ts'
import { publication, type TestMerino, testMerino, viewOf } from './testing.ts'

const opened: TestMerino[] = []
after(() => Promise.all(opened.map((one) => one.close())))

const whole = publication()
const idsLike = (like: RegExp): string[] => whole.filter(({ id }) => like.test(id)).map(({ id }) => id)
function open(sections: Readonly<Record<string, readonly string[]>>): TestMerino {
  const one = testMerino(viewOf(whole, { sections }))
  opened.push(one)
  return one
}

test('sections whose name ends in _crawl are no sections', async () => {
  assert.equal(readSectionName('Football_crawl', 'NEW_TAB_EN_US'), null)
  const { feeds } = await open({ Football_crawl: idsLike(/-[345]$/) }).ask({ feeds: ['sections'] })
  assert.ok(Object.keys(feeds!).every((id) => !id.startsWith('football')))
})

test('the locale suffix __l<locale> is stripped, and the section is for that locale or language', async () => {
  for (const name of ['Football__lEN_US', 'Football__len-us', 'Football__lEN'])
    assert.deepEqual(readSectionName(name, 'NEW_TAB_EN_US'), { name: 'Football', isAlternate: false }, name)
  assert.equal(readSectionName('Football__lEN_US', 'NEW_TAB_EN_GB'), null)
  assert.equal(readSectionName('Football__lde', 'NEW_TAB_EN_GB'), null)
  const one = open({ Football__lEN_US: idsLike(/-[345]$/) })
  assert.equal((await one.ask({ feeds: ['sections'] })).feeds!.football!.title, 'Football')
  assert.equal((await one.ask({ feeds: ['sections'], region: 'GB' })).feeds!.football, undefined)
})

test('of two halves, a section and its __exp5050, one is served under the one id, each about every second time', async () => {
  const [even, odd] = [idsLike(/-[02468]$/), idsLike(/-[13579]$/)]
  const one = open({ Football: even, Football__exp5050__lEN_US: odd })
  let alternates = 0
  for (let minute = 0; minute < 40; minute++) {
    one.advance(60_000)
    const { feeds } = await one.ask({ feeds: ['sections'] })
    assert.ok(Object.keys(feeds!).every((id) => !id.includes('exp5050')))
    const ids = feeds!.football!.recommendations.map(({ corpusItemId }) => corpusItemId)
    const isAlternate = odd.includes(ids[0]!)
    assert.ok(
      ids.every((id) => odd.includes(id) === isAlternate),
      'never a mixture',
    )
    if (isAlternate) alternates++
  }
  assert.ok(alternates >= 10 && alternates <= 30, `${alternates} of 40`)
})
