// The three corpora as cases. They lie packed beside the repository and are unpacked into a folder that goes away.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readOpml } from '@lectern/content/feeds/feeds.ts'
import { publicData } from '../public-data.ts'
import { type FeedCase, same, unmapped } from './case.ts'
import { feedparserCase } from './feedparser.ts'
import { judgedByFeedsmith, judgedByRssParser } from './json-expectations.ts'

export function readCorpora(): FeedCase[] {
  const folder = publicData('feeds')
  return [
    ...casesOf(join(folder, 'feedparser-tests-third.tar.gz'), /\.xml$/, ({ path, bytes }) =>
      feedparserCase(path, bytes),
    ),
    ...casesOf(join(folder, 'rss-parser-inputs-outputs.tar.gz'), /^input\//, rssParserCase),
    ...casesOf(join(folder, 'feedsmith-references.tar.gz'), /\.(xml|opml)$/, feedsmithCase),
  ]
}

interface Found {
  readonly path: string
  readonly bytes: Uint8Array
  beside(path: string): string | null
}

function casesOf(archive: string, wanted: RegExp, toCase: (found: Found) => FeedCase): FeedCase[] {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-feeds-'))
  const beside = (path: string): string | null =>
    existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : null
  try {
    execFileSync('tar', ['-xzf', archive, '-C', folder])
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => wanted.test(path))
      .sort()
      .map((path) => toCase({ path, bytes: readFileSync(join(folder, path)), beside }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const nowhere = { url: undefined, contentType: undefined }

function rssParserCase({ path, bytes, beside }: Found): FeedCase {
  const expected = beside(path.replace(/^input\/(.*)\.\w+$/, 'output/$1.json'))
  return {
    ...nowhere,
    group: 'rss-parser',
    name: path,
    wellFormed: expected !== null,
    bytes,
    judge: (feed) => (expected === null ? unmapped('no expectation') : judgedByRssParser(JSON.parse(expected), feed)),
  }
}

function feedsmithCase({ path, bytes, beside }: Found): FeedCase {
  const expected = JSON.parse(beside(path.replace(/\.\w+$/, '.json')) ?? 'null')
  const opml = path.endsWith('.opml')
  return {
    ...nowhere,
    group: `feedsmith ${path.split('/').at(-3)}`,
    name: path,
    wellFormed: true,
    bytes,
    judge: (feed) => (opml ? sameFeeds(expected, bytes) : judgedByFeedsmith(expected, feed)),
  }
}

function sameFeeds(expected: unknown, bytes: Uint8Array) {
  const listed = [...JSON.stringify(expected).matchAll(/"xmlUrl":"([^"]+)"/g)].map(([, url]) => url)
  const { feeds } = readOpml(new TextDecoder().decode(bytes))
  return same(
    'feeds',
    feeds.map(({ url }) => url),
    [...new Set(listed)],
  )
}
