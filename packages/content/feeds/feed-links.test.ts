import assert from 'node:assert/strict'
import { test } from 'node:test'
import { feedLinks } from './feed-links.ts'

const links = (html: string): string[] => feedLinks(html, 'https://e.org/a/').map(({ url }) => url)

test('the feeds of a page are found with absolute addresses, each once, those of comments last', () => {
  const page = `<!doctype html><head>
    <link rel="alternate" type="application/rss+xml" title="News » Comments" href="/comments/feed">
    <LINK REL="alternate home" TYPE="application/atom+xml; charset=utf-8" HREF="feed.atom" title=" News ">
    <link rel=alternate type=application/feed+json href="//e.org/a/feed.json"><link rel=alternate type=application/feed+json href="feed.json">
    <link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" type="text/css" href="/s.css">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">`
  assert.deepEqual(links(page), [
    'https://e.org/a/feed.atom',
    'https://e.org/a/feed.json',
    'https://e.org/comments/feed',
  ])
  assert.equal(feedLinks(page, 'https://e.org/a/')[0]?.title, 'News')
})

test('a base of the page counts, and broken pages make it neither throw nor hang', () => {
  const link = '<link rel=alternate type=application/rss+xml href=feed>'
  assert.deepEqual(links(`<base href="https://f.org/b/">${link}`), ['https://f.org/b/feed'])
  for (const broken of ['', '<', `${'<div '.repeat(50_000)}`, `<!--${link}`, `<link rel=alternate type="`])
    assert.deepEqual(links(broken), [])
  assert.deepEqual(links(`<p></div><b>${link}`), ['https://e.org/a/feed'])
})
