import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPageHead } from './page-head.ts'

const at = 'https://paper.example/a?utm_source=x'

test('the head of a page tells what it is', () => {
  const head = readPageHead(
    `<html lang="en-GB"><head><title>The bridge &amp;\n the town - Paper</title><meta property="og:title" content="The bridge &amp; the town">
    <meta name="description" content="About it."><meta property="og:site_name" content="The Paper"><meta name="author" content="Ada Writer">
    <meta property="og:image" content="/bridge.jpg"><meta property="article:published_time" content="2026-01-01T12:00:00Z">
    <link rel="canonical" href="/bridge">`,
    at,
  )
  assert.deepEqual(head, {
    url: 'https://paper.example/bridge',
    title: 'The bridge & the town',
    excerpt: 'About it.',
    language: 'en-GB',
    publisher: 'The Paper',
    authors: ['Ada Writer'],
    imageUrl: 'https://paper.example/bridge.jpg',
    publishedMs: Date.UTC(2026, 0, 1, 12),
  })
})

test('a page cannot claim the address of another publisher, and one without a head has its address alone', () => {
  assert.equal(readPageHead('<link rel=canonical href="https://other.example/a">', at).url, 'https://paper.example/a')
  assert.deepEqual(
    [readPageHead('', at).title, readPageHead('<title> A\n b</title><svg><title>c</title>', at).title],
    [null, 'A b'],
  )
})
