import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFeed } from './feeds.ts'

const rss = `<?xml version="1.0"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
  <title>Harbour &amp; Sea</title><link>https://harbour.example/</link><description>News of &lt;b>ships&lt;/b></description>
  <language>en_GB</language><atom:link rel="self" href="https://harbour.example/feed.xml"/>
  <atom:link rel="hub" href="https://hub.example/"/><lastBuildDate>Tue, 10 Jun 2025 04:00:00 GMT</lastBuildDate>
  <item><title>A tug is 2 &lt; 3 years old</title><link>/tug?utm_source=rss</link><guid isPermaLink="false">t-1</guid>
    <description>Short.</description><content:encoded><![CDATA[<p>Long <a href="/more">text</a></p>]]></content:encoded>
    <dc:creator>Ada Lund</dc:creator><author>desk@harbour.example</author><category>Ships</category><category>Ships</category>
    <pubDate>Mon, 9 Jun 2025 22:00:00 -0500</pubDate><media:thumbnail url="tug.jpg"/></item>
</channel></rss>`

test('RSS gives all that an item needs', () => {
  const feed = readFeed(rss, { url: 'https://harbour.example/feed.xml' })
  const [entry] = feed.entries
  assert.deepEqual(feed.warnings, [])
  assert.deepEqual(
    [feed.format, feed.title, feed.description, feed.siteUrl, feed.language],
    ['rss', 'Harbour & Sea', 'News of ships', 'https://harbour.example/', 'en-GB'],
  )
  assert.deepEqual([feed.selfUrl, feed.hubs], ['https://harbour.example/feed.xml', ['https://hub.example/']])
  assert.equal(feed.updatedMs, Date.UTC(2025, 5, 10, 4))
  assert.deepEqual(entry, {
    id: 't-1',
    url: 'https://harbour.example/tug',
    title: 'A tug is 2 < 3 years old',
    excerpt: 'Short.',
    contentHtml: '<p>Long <a href="https://harbour.example/more">text</a></p>',
    authors: ['Ada Lund'],
    publishedMs: Date.UTC(2025, 5, 10, 3),
    updatedMs: null,
    image: 'https://harbour.example/tug.jpg',
    categories: ['Ships'],
    language: 'en-GB',
  })
})

test('Atom: bases and languages nest, XHTML loses its div, the author of the feed stands in', () => {
  const { entries, format, language } = readFeed(`
    <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://e.org/" xml:lang="de"><author><name>Redaktion</name></author>
      <title type="html">A &amp;amp; B</title>
      <entry xml:base="blog/"><id>tag:1</id><link href="one"/><link rel="enclosure" type="image/png" href="p.png"/>
        <title type="text">&lt;b> is a tag</title><updated>2024-02-29T12:00:00.5+01:00</updated>
        <category term="t" label="Technik"/>
        <content type="xhtml" xml:lang="fr"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un <img src="i.png"/> &amp; deux</p></div></content>
      </entry></feed>`)
  assert.deepEqual([format, language], ['atom', 'de'])
  assert.deepEqual(entries[0], {
    id: 'tag:1',
    url: 'https://e.org/blog/one',
    title: '<b> is a tag',
    excerpt: 'Un & deux',
    contentHtml: '<p>Un <img src="https://e.org/blog/i.png"> &amp; deux</p>',
    authors: ['Redaktion'],
    publishedMs: null,
    updatedMs: Date.UTC(2024, 1, 29, 11, 0, 0, 500),
    image: 'https://e.org/blog/p.png',
    categories: ['Technik'],
    language: 'fr',
  })
})

test('Atom 0.3 has other words and base64', () => {
  const { entries, description } = readFeed(`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><tagline>All</tagline>
    <entry><title mode="base64" type="text/html">PGI+SGk8L2I+</title><issued>2004-01-05</issued>
    <modified>2004-01-06T00:00Z</modified><link rel="alternate" type="text/html" href="http://e.org/a"/></entry></feed>`)
  assert.equal(description, 'All')
  assert.deepEqual([entries[0]?.title, entries[0]?.url], ['Hi', 'http://e.org/a'])
  assert.deepEqual([entries[0]?.publishedMs, entries[0]?.updatedMs], [Date.UTC(2004, 0, 5), Date.UTC(2004, 0, 6)])
})

test('RDF has its items beside the channel', () => {
  const feed =
    readFeed(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:d="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://e.org/f"><title>R</title><link>http://e.org/</link></channel>
    <item rdf:about="http://e.org/1"><title>One</title><link>http://e.org/1</link><d:date>2003-12-31</d:date><d:creator>Ann</d:creator></item></rdf:RDF>`)
  assert.deepEqual([feed.format, feed.title, feed.siteUrl], ['rdf', 'R', 'http://e.org/'])
  const [entry] = feed.entries
  assert.deepEqual([entry?.id, entry?.authors, entry?.publishedMs], ['http://e.org/1', ['Ann'], Date.UTC(2003, 11, 31)])
})

test('JSON Feed, with fields of wrong kinds left out', () => {
  const feed = readFeed(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      home_page_url: '/',
      feed_url: 'https://e.org/f.json',
      hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
      authors: [{ name: 'Ann' }],
      items: [
        {
          id: 7,
          url: 'a',
          title: ' T ',
          content_html: '<p>x<img src="i.png"></p>',
          date_published: '2020-01-01T00:00:00Z',
          tags: ['a', 1],
        },
        { id: 'https://e.org/b', content_text: 'one & two', authors: [{ name: 'Bo' }] },
        'no item',
      ],
    }),
    { url: 'https://e.org/f.json' },
  )
  assert.deepEqual([feed.format, feed.siteUrl, feed.hubs], ['json', 'https://e.org/', ['https://hub.example/']])
  assert.deepEqual(
    feed.entries.map(({ id, url, title }) => [id, url, title]),
    [
      ['7', 'https://e.org/a', 'T'],
      ['https://e.org/b', 'https://e.org/b', null],
    ],
  )
  assert.deepEqual(
    feed.entries.map(({ authors }) => authors),
    [['Ann'], ['Bo']],
  )
  assert.deepEqual([feed.entries[0]?.image, feed.entries[0]?.categories], ['https://e.org/i.png', ['a']])
  assert.deepEqual([feed.entries[1]?.excerpt, feed.entries[1]?.contentHtml], ['one & two', '<p>one &amp; two</p>'])
})

test('an id is the address only where it may be', () => {
  const urls = (guid: string) =>
    readFeed(`<rss><channel><item><title>x</title>${guid}</item></channel></rss>`).entries[0]?.url
  assert.equal(urls('<guid>http://e.org/g</guid>'), 'http://e.org/g')
  assert.equal(urls('<guid isPermaLink="false">http://e.org/g</guid>'), null)
  assert.equal(urls('<guid>abc</guid>'), null)
})

test('the address of the document comes before that of a redirect that counts', () => {
  const { entries } = readFeed(`<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item>
    <link>http://feedproxy.example/~r/1</link><feedburner:origLink>http://e.org/a</feedburner:origLink></item></channel></rss>`)
  assert.equal(entries[0]?.url, 'http://e.org/a')
})

test('of several sizes of a picture the widest is taken', () => {
  const { entries } =
    readFeed(`<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>x</title><media:group>
    <media:content medium="image" width="140" url="http://e.org/s.jpg"/><media:content medium="video" width="900" url="http://e.org/v.mp4"/>
    <media:content medium="image" width="460" url="http://e.org/m.jpg"/></media:group></item></channel></rss>`)
  assert.equal(entries[0]?.image, 'http://e.org/m.jpg')
})

test('an excerpt is cut between words', () => {
  const { entries } = readFeed(
    `<rss><channel><item><description>${'word '.repeat(300)}</description></item></channel></rss>`,
  )
  const excerpt = entries[0]?.excerpt as string
  assert.ok(excerpt.length <= 600 && excerpt.endsWith('word…'))
})
