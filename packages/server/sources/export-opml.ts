// The list of feeds as other readers take it: OPML 2.0, folders as outlines.
import type { FeedRow } from './feed.ts'

export function opmlOf(feeds: readonly FeedRow[], madeAt: number): string {
  const folders = Map.groupBy(feeds, ({ folder }) => folder)
  const outlines = [...folders].map(([folder, inside]) =>
    folder === null
      ? inside.map((feed) => outlineOf(feed, '    ')).join('\n')
      : `    <outline text="${escaped(folder)}">\n${inside.map((feed) => outlineOf(feed, '      ')).join('\n')}\n    </outline>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>Feeds</title><dateCreated>${new Date(madeAt).toUTCString()}</dateCreated></head>
  <body>
${outlines.join('\n')}
  </body>
</opml>
`
}

function outlineOf({ title, url, siteUrl, language }: FeedRow, indent: string): string {
  const attributes = [
    ['text', title],
    ['type', 'rss'],
    ['xmlUrl', url],
    ['htmlUrl', siteUrl],
    ['language', language],
  ]
    .filter((pair): pair is [string, string] => pair[1] !== null)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
  return `${indent}<outline ${attributes.join(' ')}/>`
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string =>
  text
    .replace(/[&<>"]/g, (mark) => marks[mark]!)
    // XML 1.0 cannot say other control characters at all.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken away
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
