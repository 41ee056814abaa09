import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { readOpml } from './opml.ts'

test('the sample lists 20 feeds with folders, sites and languages', () => {
  const list = readOpml(readFileSync(new URL('../../../samples/feeds.opml', import.meta.url), 'utf8'))
  assert.equal(list.title, 'Lectern sample feeds')
  assert.equal(list.feeds.length, 20)
  assert.deepEqual(list.warnings, [])
  assert.deepEqual(
    list.feeds.find((feed) => feed.title === 'tagesschau.de'),
    {
      url: 'https://www.tagesschau.de/index~rss2.xml',
      title: 'tagesschau.de',
      siteUrl: 'https://www.tagesschau.de/',
      folder: 'News in other languages',
      language: 'de',
    },
  )
})

test('nested folders are joined, a feed without a name takes its host, an address counts once', () => {
  const { feeds, warnings } = readOpml(`<opml version="2.0"><body>
    <outline text="A"><outline title="B &amp; C"><outline xmlUrl="https://www.e.org/feed?a=1&amp;b=2"/></outline></outline>
    <outline xmlUrl="feed://f.org/x" text="F"/><outline xmlUrl="http://f.org/x"/><outline xmlUrl="javascript:alert(1)"/>
  </body></opml>`)
  assert.deepEqual(
    feeds.map(({ url, title, folder }) => [url, title, folder]),
    [
      ['https://www.e.org/feed?a=1&b=2', 'e.org', 'A / B & C'],
      ['http://f.org/x', 'F', null],
    ],
  )
  assert.deepEqual(warnings, [
    'http://f.org/x is listed twice; the first counts',
    '"javascript:alert(1)" is not a web address',
  ])
})

test('a file that is cut short gives the feeds before the cut and says so', () => {
  const { feeds, warnings } = readOpml(
    'junk <opml><body><outline text="x" xmlUrl="http://e.org/&amp;1"/><outline xmlUrl="ht',
  )
  assert.deepEqual(
    feeds.map(({ url }) => url),
    ['http://e.org/&1'],
  )
  assert.equal(warnings[0], 'the file ends before </opml>')
})

test('no text makes it throw, and an empty result always says why', () => {
  const piece = fc.constantFrom(
    '<opml',
    '>',
    '<body>',
    '<outline ',
    'xmlUrl="http://a/b" ',
    '/>',
    '</outline>',
    '<!--',
    '"',
    '\0',
    '&x;',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (text) => {
        const { feeds, warnings } = readOpml(text)
        assert.ok(feeds.length > 0 || warnings.length > 0)
      },
    ),
    { seed: 11, numRuns: 500 },
  )
  assert.equal(readOpml(`<opml><body>${'<outline text="d">'.repeat(20_000)}`).feeds.length, 0)
})
