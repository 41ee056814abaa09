// Lists of feeds as strangers make them: never a throw, never a hang, and every feed of a whole outline is kept.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readOpml } from './opml.ts'

const whole =
  '<?xml version="1.0"?><opml version="2.0"><head><title>A &amp; B</title></head><body>' +
  '<outline text="News"><outline text="One" xmlUrl="https://one.example/feed" htmlUrl="https://one.example/"/></outline>' +
  '<outline text="Two" xmlUrl="https://two.example/feed?a=1&amp;b=2"/></body></opml>'
const urls = ['https://one.example/feed', 'https://two.example/feed?a=1&b=2']

test('a list cut short anywhere gives the outlines that are whole, and says that it was cut', () => {
  for (let end = 0; end < whole.length; end++) {
    const cut = whole.slice(0, end)
    const { feeds, warnings } = readOpml(cut)
    const there = [...cut.matchAll(/<outline [^>]*xmlUrl[^>]*>/g)].length
    assert.deepEqual(
      feeds.map(({ url }) => url),
      urls.slice(0, there),
      cut,
    )
    if (!cut.includes('</opml>')) assert.ok(warnings.length > 0)
  }
})

test('any text, and the list with any text put into it, is read without a throw; addresses are web addresses', () => {
  const pieces = fc.constantFrom(
    ...[
      '<outline',
      ' xmlUrl="',
      "'",
      '"',
      '>',
      '/>',
      '</opml>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&#0;',
      '&#x110000;',
      '&amp',
      '\0',
    ],
    ...[
      '\ud800',
      '<!DOCTYPE a [<!ENTITY b "c">]>',
      '&b;',
      ' xmlUrl="javascript:alert(1)"/>',
      ' __proto__="x"',
      '__proto__',
    ],
    ...['<constructor>', '<__proto__ xmlUrl="x"/>', '<opml/>', '<body/>'],
  )
  const junk = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 10 })), { maxLength: 12 })
  fc.assert(
    fc.property(junk, fc.nat(whole.length), (parts, at) => {
      const text = parts.join('')
      for (const list of [text, whole.slice(0, at) + text + whole.slice(at)])
        for (const { url, siteUrl } of readOpml(list).feeds) {
          assert.match(url, /^https?:\/\//i)
          if (siteUrl !== null) assert.match(siteUrl, /^https?:\/\//i)
        }
    }),
    { seed: 12, numRuns: 150 },
  )
})

test('entities that multiply, outlines nested deep and endless tags take no time', () => {
  const entities = Array.from({ length: 20 }, (_, k) => `<!ENTITY e${k + 1} "${`&e${k};`.repeat(10)}">`).join('')
  const bomb = whole.replace('<opml', `<!DOCTYPE opml [<!ENTITY e0 "ha">${entities}]><opml`).replace('One', '&e20;')
  const deep = 20_000
  const nested = `<opml><body>${'<outline text="x">'.repeat(deep)}<outline xmlUrl="https://a.example/"/>${'</outline>'.repeat(deep)}</body></opml>`
  const endless = `<opml><body>${'<outline '.repeat(20_000)}${'xmlUrl="'.repeat(20_000)}`
  for (const { title } of readOpml(bomb).feeds) assert.ok(title.length < 1000)
  assert.deepEqual(
    readOpml(nested).feeds.map(({ url }) => url),
    ['https://a.example/'],
  )
  for (const text of [endless, '<'.repeat(200_000), '&'.repeat(200_000)]) assert.deepEqual(readOpml(text).feeds, [])
})
