import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalAddress, domainOf, itemIdOf, publisherDomainOf } from './address.ts'
import { sha256 } from './sha256.ts'

const cases: readonly (readonly [what: string, address: string, canonical: string | null])[] = [
  ['tracking parameters go', 'https://e.org/a?utm_source=x&b=1&fbclid=y', 'https://e.org/a?b=1'],
  ['the order of the others stays', 'https://e.org/?z=1&a=2&z=0', 'https://e.org/?z=1&a=2&z=0'],
  [
    'a parameter that only looks like tracking stays',
    'https://e.org/?ref=1&my_utm_x=1',
    'https://e.org/?ref=1&my_utm_x=1',
  ],
  ['a parameter is tracking at one site alone', 'https://www.nytimes.com/a?partner=rss', 'https://www.nytimes.com/a'],
  ['host and scheme are lower case, default ports go', 'HTTPS://WWW.E.org:443/Ab', 'https://www.e.org/Ab'],
  ['another port stays', 'http://e.org:8080', 'http://e.org:8080/'],
  ['the fragment goes', 'https://e.org/a#part', 'https://e.org/a'],
  ['a fragment that names the document stays', 'https://e.org/#!/a', 'https://e.org/#!/a'],
  ['a dot at the end of the host goes', 'https://e.org./a', 'https://e.org/a'],
  ['a name and password go', 'https://me:secret@e.org/a', 'https://e.org/a'],
  ['escapes have one spelling', 'https://e.org/%7ea%c3%bc?q=%2f%41', 'https://e.org/~a%C3%BC?q=%2FA'],
  ['a slash at the end stays', 'https://e.org/a/', 'https://e.org/a/'],
  ['an international name is written in ASCII', 'http://münchen.de/', 'http://xn--mnchen-3ya.de/'],
  ['an AMP viewer shows another page', 'https://www.google.com/amp/s/e.org/a?b=1', 'https://e.org/a?b=1'],
  ['an AMP cache holds another page', 'https://e-org.cdn.ampproject.org/c/s/e.org/a', 'https://e.org/a'],
  ['a mobile twin that is known', 'https://en.m.wikipedia.org/wiki/A', 'https://en.wikipedia.org/wiki/A'],
  ['a mobile host that is not known stays', 'https://m.e.org/a', 'https://m.e.org/a'],
  ['a short link that holds its target', 'https://youtu.be/abc?t=3', 'https://www.youtube.com/watch?v=abc&t=3'],
  ['no web address', 'javascript:alert(1)', null],
  ['no address', 'hello', null],
  ['too long for an address', `https://e.org/${'a'.repeat(5000)}`, null],
]

for (const [what, address, canonical] of cases) {
  test(`canonical address: ${what}`, () => assert.equal(canonicalAddress(address), canonical))
}

test('a relative address needs a base', () => {
  assert.equal(canonicalAddress('../b?utm_id=1', 'https://e.org/a/c'), 'https://e.org/b')
  assert.equal(canonicalAddress('../b'), null)
  assert.equal(canonicalAddress('b', 'no base'), null)
})

test('any text gives null or a form that stays as it is', () => {
  const address = fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true }))
  fc.assert(
    fc.property(address, (text) => {
      const once = canonicalAddress(text)
      assert.equal(once === null ? null : canonicalAddress(once), once)
    }),
    { numRuns: 50 },
  )
})

test('SHA-256 equals that of OpenSSL at every length around a block', () => {
  for (let length = 0; length < 130; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 255)
    assert.deepEqual(sha256(bytes), new Uint8Array(createHash('sha256').update(bytes).digest()))
  }
})

test('an id is the start of the hash in 20 letters and never changes', () => {
  assert.equal(itemIdOf('https://e.org/a'), 'gw478t4v5652eqcwes64')
  assert.notEqual(itemIdOf('https://e.org/b'), itemIdOf('https://e.org/a'))
  const bits = [...createHash('sha256').update('https://e.org/a').digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  const letters = Array.from({ length: 20 }, (_, at) => alphabet[Number.parseInt(bits.slice(5 * at, 5 * at + 5), 2)])
  assert.equal(itemIdOf('https://e.org/a'), letters.join(''))
})

test('a domain is the host without www', () => {
  assert.equal(domainOf('https://www.news.e.org:8080/a'), 'news.e.org')
  assert.equal(domainOf('https://www.com/'), 'www.com')
  assert.equal(domainOf('mailto:a@e.org'), null)
})

test('a publisher is what can be registered, or the name below a platform', () => {
  const domains = [
    'https://news.bbc.co.uk/a',
    'https://edition.cnn.com/',
    'https://someone.substack.com/p/a',
    'https://me.github.io/x',
    'https://medium.com/@a/b',
    'http://10.0.0.1/',
    'http://[::1]/',
  ].map(publisherDomainOf)
  assert.deepEqual(domains, [
    'bbc.co.uk',
    'cnn.com',
    'someone.substack.com',
    'me.github.io',
    'medium.com',
    '10.0.0.1',
    '[::1]',
  ])
})
