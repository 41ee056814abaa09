// Articles in saved pages against what Readability.js makes of them in its own tests.
// Then what a hung parser and oversized pages cost in the capped process that parses in the server.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readPage } from '@lectern/content/extract/extract.ts'
import { readDate } from '@lectern/content/feeds/dates.ts'
import { oneLine, plainText, shortened } from '@lectern/content/text/plain.ts'
import { readHostile } from './hostile-pages.ts'
import { type Measurement, median } from './measurement.ts'
import { publicData } from './public-data.ts'

const bar = 0.98
/** The address that the reference parses with. */
const url = 'http://fakehost/test/page.html'
const fields = ['title', 'byline', 'excerpt', 'siteName', 'publishedTime', 'lang', 'dir'] as const

interface Page {
  readonly name: string
  readonly html: Uint8Array
  readonly expectedHtml: string
  readonly expected: Readonly<Record<(typeof fields)[number], string | null | undefined>>
}

interface Judged {
  readonly name: string
  readonly f1: number
  readonly seconds: number
  readonly kilobytes: number
  readonly agrees: readonly (boolean | null)[]
  readonly warnings: readonly string[]
}

export const extraction: Measurement = {
  name: 'extraction',
  about:
    "Articles in the development pages of Mozilla Readability's tests: text against the expected text, metadata against the expected, time per page. Token F1: tokens are runs of letters and digits in lower case, counted as multisets.",
  async run(report) {
    const judged = readPages().map((page) => judge(page))
    for (const { name, f1 } of judged) if (f1 < bar) report.line(`${name}: F1 ${f1.toFixed(4)}`)
    const least = Math.min(...judged.map(({ f1 }) => f1))
    const passing = judged.filter(({ f1 }) => f1 >= bar).length
    report.line('A hung parser, one that eats memory, and pages of 50 MB …')
    const hostile = await readHostile()
    return {
      name: 'extraction',
      value: Number(least.toFixed(4)),
      unit: 'token F1 of the text on the worst page',
      peer: null,
      ratio: null,
      bar: `at least ${bar} on every page; a hung parser or a page of 50 MB costs its own process only`,
      holds: passing === judged.length && hostile.goodRead === hostile.good,
      details: {
        pages: `${passing} of ${judged.length} at ${bar} or above`,
        'seconds per page': `median ${median(judged.map(({ seconds }) => seconds)).toFixed(3)}, most ${Math.max(...judged.map(({ seconds }) => seconds)).toFixed(3)}`,
        ...agreement(judged),
        'hung or oversized': hostile.outcomes,
        'good pages read between them': `${hostile.goodRead} of ${hostile.good}`,
        'processes ended and replaced': hostile.processesEnded,
        'the program itself meanwhile': `grew by ${hostile.grownMb} MB, longest pause ${hostile.longestPauseMs} ms (sending 50 MB)`,
        ...Object.fromEntries(
          judged
            .filter(({ warnings }) => warnings.length > 0)
            .map((each) => [`warnings, ${each.name}`, each.warnings.join('; ')]),
        ),
      },
      table: {
        head: ['page', 'KB', 'seconds', 'F1', 'metadata that differ'],
        rows: judged.map((each) => [
          each.name,
          each.kilobytes.toFixed(0),
          each.seconds.toFixed(3),
          each.f1.toFixed(4),
          fields.filter((_, at) => each.agrees[at] === false).join(', '),
        ]),
      },
    }
  },
}

function readPages(): Page[] {
  const folder = join(publicData('readability-pages'), 'pages')
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const read = (file: string): Buffer => gunzipSync(readFileSync(join(folder, name, file)))
      return {
        name,
        html: read('source.html.gz'),
        expectedHtml: read('expected.html.gz').toString('utf8'),
        expected: JSON.parse(read('expected-metadata.json.gz').toString('utf8')),
      }
    })
}

function judge({ name, html, expectedHtml, expected }: Page): Judged {
  const begun = performance.now()
  const article = readPage(html, { url, contentType: 'text/html; charset=utf-8' })
  const seconds = (performance.now() - begun) / 1000
  const line = (text: string | null | undefined): string => oneLine(text ?? '')
  const agrees = fields.map((field) => {
    const said = expected[field]
    if (said === undefined || said === null) return null
    if (field === 'title') return line(article.title) === line(said)
    if (field === 'byline') return line(article.byline) === line(said)
    if (field === 'excerpt') return article.excerpt === shortened(line(said), 600)
    if (field === 'siteName') return line(article.publisher) === line(said)
    if (field === 'publishedTime') return article.publishedMs === readDate(said)
    return field === 'lang' ? article.language === said : article.direction === said
  })
  const f1 = tokenF1(article.text ?? '', plainText(expectedHtml))
  return { name, f1, seconds, kilobytes: html.length / 1024, agrees, warnings: article.warnings }
}

function tokenF1(ours: string, expected: string): number {
  const [left, right] = [tokensOf(ours), tokensOf(expected)]
  const counts = new Map<string, number>()
  for (const token of right) counts.set(token, (counts.get(token) ?? 0) + 1)
  let both = 0
  for (const token of left) {
    const remaining = counts.get(token) ?? 0
    if (remaining > 0) both += 1
    counts.set(token, remaining - 1)
  }
  return left.length + right.length === 0 ? 1 : (2 * both) / (left.length + right.length)
}

const tokensOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

function agreement(judged: readonly Judged[]): Record<string, string> {
  return Object.fromEntries(
    fields.map((field, at) => {
      const told = judged.map(({ agrees }) => agrees[at]).filter((each) => each !== null)
      return [`${field} agrees`, `${told.filter(Boolean).length} of ${told.length} that have one`]
    }),
  )
}
