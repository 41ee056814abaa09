import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPage } from './extract.ts'

const prose = 'The harbour was quiet, and the tugs lay at the quay while the fog came in from the sea. '.repeat(12)
const url = 'https://harbour.example/2025/tugs?utm_source=x'
const page = (
  head: string,
  body = `<article><h1>Tugs</h1><p>${prose}</p><p>${prose}<a href="/more">more</a></p></article>`,
) =>
  `<!doctype html><html lang="en-GB"><head><title>Tugs in fog | Harbour</title>${head}</head><body><nav><a href="/">Home</a></nav>${body}</body></html>`
const linked = (data: object) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`

test('an article is found with all that the page says about it', () => {
  const article = readPage(
    page(`<link rel="canonical" href="/2025/tugs"><meta property="og:image" content="/tug.jpg">
      <meta property="og:site_name" content="Harbour"><meta name="description" content="About tugs.">
      <link rel="alternate" type="application/rss+xml" href="/comments.xml" title="Comments">
      <link rel="alternate" type="application/rss+xml" href="/feed.xml" title="All">
      <link rel="alternate" hreflang="de" href="/de">
      ${linked({
        '@context': 'https://schema.org',
        '@graph': [
          { '@type': 'WebSite', name: 'no' },
          {
            '@type': 'NewsArticle',
            headline: 'Tugs in fog',
            author: [{ '@type': 'Person', name: 'Ada Lund' }, 'Bo Ek'],
            publisher: { name: 'The Harbour' },
            datePublished: '2025-06-09T22:00:00+02:00',
            dateModified: '2025-06-10',
          },
        ],
      })}`),
    { url },
  )
  assert.equal(article.url, 'https://harbour.example/2025/tugs')
  assert.equal(article.title, 'Tugs in fog')
  assert.equal(article.excerpt, 'About tugs.')
  assert.deepEqual(article.authors, ['Ada Lund', 'Bo Ek'])
  assert.deepEqual([article.publisher, article.language], ['The Harbour', 'en-GB'])
  assert.deepEqual([article.publishedMs, article.updatedMs], [Date.UTC(2025, 5, 9, 20), Date.UTC(2025, 5, 10)])
  assert.equal(article.image, 'https://harbour.example/tug.jpg')
  assert.deepEqual(
    article.feeds.map(({ title }) => title),
    ['All', 'Comments'],
  )
  assert.equal(article.feeds[0]?.url, 'https://harbour.example/feed.xml')
  assert.deepEqual(article.paywall, { verdict: 'unknown', evidence: [] })
  assert.equal(article.text?.split('\n').filter((line) => line.startsWith('The harbour')).length, 2)
  assert.doesNotMatch(article.contentHtml ?? '', /<[A-Z]/)
  assert.ok(article.text?.endsWith('sea. more'))
  assert.match(article.contentHtml ?? '', /href="https:\/\/harbour\.example\/more"/)
  assert.doesNotMatch(article.text ?? '', /Home/)
  assert.equal(article.minutes, 2)
  assert.deepEqual(article.warnings, [])
})

test('a page does not speak for the pages of others', () => {
  const article = readPage(page('<link rel="canonical" href="https://other.example/a">'), { url })
  assert.equal(article.url, 'https://harbour.example/2025/tugs')
  assert.equal(article.syndicatedFrom, 'https://other.example/a')
})

test('a front page is not the address of a document', () => {
  const article = readPage(page('<link rel="canonical" href="https://harbour.example/">'), { url })
  assert.equal(article.url, 'https://harbour.example/2025/tugs')
})

test('a byline gives the authors where nothing better does', () => {
  const body = `<article><h1>Tugs</h1><p class="byline">By Ann Lee and Bo Ek | Tuesday</p><p>${prose}</p><p>${prose}</p></article>`
  const article = readPage(page('', body), { url })
  assert.equal(article.byline, 'By Ann Lee and Bo Ek | Tuesday')
  assert.deepEqual(article.authors, ['Ann Lee', 'Bo Ek'])
})

const walls: readonly (readonly [what: string, head: string, verdict: string, evidence: RegExp])[] = [
  [
    'JSON-LD says paid',
    linked({ '@type': 'Article', isAccessibleForFree: 'False' }),
    'paid',
    /isAccessibleForFree: false/,
  ],
  ['JSON-LD says free', linked({ '@type': 'Article', isAccessibleForFree: true }), 'free', /isAccessibleForFree: true/],
  ['the tier is locked', '<meta property="article:content_tier" content="locked">', 'paid', /content_tier: locked/],
  ['a part of a wall', '<script src="https://cdn.tinypass.com/api/tinypass.min.js"></script>', 'likely', /tinypass/],
  ['nothing', '', 'unknown', /^$/],
]
for (const [what, head, verdict, evidence] of walls) {
  test(`paywall: ${what}`, () => {
    const { paywall } = readPage(page(head), { url })
    assert.equal(paywall.verdict, verdict)
    assert.match(paywall.evidence.join(), evidence)
  })
}

test('a page without an article keeps what it says', () => {
  const article = readPage('<title>Login</title><meta property="og:title" content="Sign in"><form></form>', { url })
  assert.deepEqual([article.text, article.contentHtml, article.minutes], [null, null, 0])
  assert.equal(article.title, 'Sign in')
  assert.deepEqual(article.warnings, ['no article was found in it'])
})

test('a base element counts for addresses, and not for who the page is', () => {
  const article = readPage(page('<base href="https://cdn.example/x/"><meta property="og:image" content="i.png">'), {
    url,
  })
  assert.equal(article.image, 'https://cdn.example/x/i.png')
  assert.equal(article.url, 'https://harbour.example/2025/tugs')
})

test('what is too long, too much or too deep is left out and said', () => {
  assert.match(readPage(page(''), { url, limits: { characters: 300 } }).warnings.join(), /longer than 300/)
  assert.match(
    readPage(`${'<p>a</p>'.repeat(200)}`, { limits: { elements: 100 } }).warnings.join(),
    /more than 100 elements/,
  )
  assert.match(readPage('<div>'.repeat(100_000)).warnings.join(), /deeper than 512/)
  assert.match(
    readPage(`<p ${Array.from({ length: 5000 }, (_, n) => `a${n}`).join(' ')}>`, {
      limits: { elements: 100 },
    }).warnings.join(),
    /more than 100/,
  )
})

test('no bytes and no pieces of pages make it throw', () => {
  const pieces = [
    '<html lang="',
    '<head>',
    '</head>',
    '<body>',
    '<article>',
    '</article>',
    '<p>',
    prose,
    '<table>',
    '<td>',
    '<svg>',
    '<base href="::">',
  ]
  const more = [
    '<script type="application/ld+json">',
    '{"@type":"Article","author":',
    '[null,{}',
    ']}',
    '</script>',
    '<meta property="og:image" content="',
    '">',
    '<template>',
    '<!--',
    '-->',
    '\u0000',
    '<style>',
    '<noscript><img>',
  ]
  const text = fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 30 }).map((parts) => parts.join(''))
  const source = fc.oneof(fc.uint8Array({ maxLength: 300 }), text)
  fc.assert(
    fc.property(source, fc.option(fc.webUrl(), { nil: undefined }), (bytes, at) => {
      const article = readPage(bytes, { url: at })
      assert.ok(article.text !== null || article.warnings.length > 0)
    }),
    { numRuns: 60 },
  )
})

test('a page may leave out each of its outermost elements', () => {
  const title = '<title>The bridge</title><meta name="description" content="About the bridge.">'
  const story = `<article>${'<p>The council met on Tuesday evening and spoke for three hours about the bridge over the river.</p>'.repeat(20)}</article>`
  const pages = [
    `${title}${story}`,
    `<html lang="en">${title}${story}`,
    `<html lang="en">${title}${story}</html>\n`,
    `<html lang="en"><head>${title}</head>${story}</html>`,
    `<html lang="en">${title}<body>${story}`,
    `${title}<body>${story}</body>`,
  ]
  for (const page of pages) {
    const { title: told, text, warnings } = readPage(`<!doctype html>\n${page}`, { url: 'https://e.org/a' })
    assert.deepEqual([told, (text ?? '').length > 1000, warnings], ['The bridge', true, []], page.slice(0, 60))
  }
})

test('a page without an article has the title that it gives itself, not that of a picture in it', () => {
  assert.equal(readPage('<html lang="en"><title>Hello</title>').title, 'Hello')
  assert.equal(readPage('<body><svg><title>A picture</title></svg></body>').title, null)
})
