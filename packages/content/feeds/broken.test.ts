import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Feed, readFeed } from './feeds.ts'

const titles = (feed: Feed) => feed.entries.map(({ title }) => title)
const channel = (inside: string) => `<rss><channel>${inside}</channel></rss>`

const broken: readonly (readonly [
  what: string,
  source: string,
  expected: readonly (string | null)[],
  warning: RegExp,
])[] = [
  ['cut in the middle', '<rss><channel><item><title>One</title></item><item><title>Tw', ['One', 'Tw'], /not closed/],
  [
    'items never closed',
    channel('<item><title>One</title><item><title>Two</title>'),
    ['One', 'Two'],
    /before the next/,
  ],
  [
    'a bare ampersand and an unknown entity',
    channel('<item><title>A & B &eacute; &bogus;</title></item>'),
    ['A & B é &bogus;'],
    /^$/,
  ],
  [
    'markup that nobody escaped',
    channel('<item><title>A <b>bold<br> word</title></item>'),
    ['A bold word'],
    /<b> is not closed/,
  ],
  ['text before the start', `junk ${channel('<item><title>One</title></item>')}`, ['One'], /^$/],
  ['no end of anything', '<feed><entry><title>One', ['One'], /not closed/],
  ['a wrong end', channel('<item><title>One</titel></item>'), ['One'], /<title> is not closed/],
]

for (const [what, source, expected, warning] of broken) {
  test(`broken feed: ${what}`, () => {
    const feed = readFeed(source)
    assert.deepEqual(titles(feed), expected)
    assert.match(feed.warnings.join('; '), warning)
  })
}

const noFeeds: readonly (readonly [source: string, warning: string])[] = [
  ['', 'it is empty'],
  ['{"a": 1}', 'it is JSON and no feed'],
  ['{"items": [', 'it begins like JSON and is not well-formed'],
  ['<!DOCTYPE html><html><body>Hello</body></html>', 'it is a web page and no feed'],
  ['hello', 'it is no feed'],
]

for (const [source, warning] of noFeeds) {
  test(`"${source.slice(0, 20)}": ${warning}`, () => {
    const feed = readFeed(source)
    assert.deepEqual([feed.format, feed.entries], ['unknown', []])
    assert.equal(feed.warnings.at(-1), warning)
  })
}

test('names that a document declares are read, and do not grow', () => {
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  const doctype = `<!DOCTYPE rss [<!ENTITY who "Ann"><!ENTITY l0 "ha">${laughs}]>`
  const feed = readFeed(`<?xml version="1.0"?>${doctype}${channel('<title>&who; &l9;</title>')}`)
  assert.ok(feed.title?.startsWith('Ann &l8;'))
  assert.ok((feed.title?.length ?? 0) < 100)
})

test('a long name repeated without end adds at most a million characters', () => {
  const doctype = `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(1000)}">]>`
  const feed = readFeed(`${doctype}${channel(`<item><description>${'&a;'.repeat(100_000)}</description></item>`)}`)
  assert.ok((feed.entries[0]?.contentHtml?.length ?? 0) <= 1_000_000)
})

test('what is too large, too much or too deep is left out and said', () => {
  const many = channel('<item><title>x</title></item>'.repeat(50))
  const few = readFeed(many, { limits: { entries: 10 } })
  assert.equal(few.entries.length, 10)
  assert.match(few.warnings.join(), /more than 10 entries/)
  const cut = readFeed(new TextEncoder().encode(many), { limits: { bytes: 500 } })
  assert.match(cut.warnings.join(), /larger than 500 bytes/)
  const deep = readFeed(channel(`<title>T</title>${'<a>'.repeat(100_000)}`))
  assert.equal(deep.title, 'T')
  assert.match(deep.warnings.join(), /deeper than 512/)
})

test('names of vocabularies declared without end do not pile up', () => {
  const declared = (level: number) => Array.from({ length: 400 }, (_, n) => `xmlns:a${level}x${n}="b"`).join(' ')
  const nested = Array.from({ length: 300 }, (_, level) => `<a ${declared(level)}>`).join('')
  const begun = process.memoryUsage().heapUsed
  assert.equal(readFeed(`<rss><channel><title>T</title>${nested}`).title, 'T')
  assert.ok(process.memoryUsage().heapUsed - begun < 500e6)
})

test('no bytes and no pieces of feeds make it throw', () => {
  const pieces = [
    '<rss',
    '<feed xmlns="http://www.w3.org/2005/Atom"',
    '>',
    '<item>',
    '</item>',
    '<entry>',
    '<title>',
    '</title>',
  ]
  const more = [
    '<link href="',
    '"/>',
    '<![CDATA[',
    ']]>',
    '&#x110000;',
    '&amp;',
    '<!DOCTYPE a [',
    '<!ENTITY a "b">',
    ']>',
    '&a;',
  ]
  const values = [
    '<pubDate>99 Foo 0</pubDate>',
    ' xml:base="::"',
    ' mode="base64"',
    '{"items":[',
    '{"id":',
    '}',
    'a',
    '\u0000',
    '\ud800',
  ]
  const text = fc
    .array(fc.constantFrom(...pieces, ...more, ...values), { maxLength: 40 })
    .map((parts) => parts.join(''))
  const source = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    text,
    text.map((each) => new TextEncoder().encode(each)),
  )
  const url = fc.option(fc.string(), { nil: undefined })
  fc.assert(
    fc.property(source, url, fc.option(fc.string()), (bytes, at, contentType) => {
      const feed = readFeed(bytes, { url: at, contentType })
      assert.ok(feed.format !== 'unknown' || feed.warnings.length > 0)
    }),
    { numRuns: 200 },
  )
})
