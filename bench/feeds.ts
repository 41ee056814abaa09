// Feeds of three test suites against what their readers make of them, and every file of them for throws.
import { readFeed } from '@lectern/content/feeds/feeds.ts'
import type { FeedCase, Outcome } from './feed-cases/case.ts'
import { readCorpora } from './feed-cases/corpora.ts'
import { disputes } from './feed-cases/disputes.ts'
import type { Measurement } from './measurement.ts'

const bar = 0.99

interface Judged {
  readonly case: FeedCase
  readonly outcome: Outcome | { readonly kind: 'threw'; readonly what: string }
}

export const feeds: Measurement = {
  name: 'feeds',
  about:
    'Feeds of the test suites of feedparser, rss-parser and feedsmith read to the values those expect. Compared is what Lectern keeps; a case of which nothing is kept is listed as unmapped and not counted.',
  async run(report) {
    const cases = readCorpora()
    const begun = performance.now()
    const judged = cases.map(judge)
    const seconds = (performance.now() - begun) / 1000
    const whole = judged.filter((each) => each.case.wellFormed)
    const share = shareOf(whole)
    const threw = judged.filter(({ outcome }) => outcome.kind === 'threw')
    for (const { case: each, outcome } of judged)
      if (outcome.kind === 'different' || outcome.kind === 'threw') report.line(`${each.name}: ${outcome.what}`)
    return {
      name: 'feeds',
      value: Number((100 * share).toFixed(2)),
      unit: '% of the well-formed cases read to the expected values',
      peer: null,
      ratio: null,
      bar: `at least ${100 * bar} %, and no file makes it throw`,
      holds: share >= bar && threw.length === 0,
      details: {
        files: judged.length,
        threw: threw.map((each) => each.case.name),
        'well-formed without those that are disputed': `${(100 * (count(whole, 'equal') / undisputed(whole))).toFixed(2)} %; which are was written down after seeing what differed`,
        'ill-formed': `${(100 * shareOf(judged.filter((each) => !each.case.wellFormed))).toFixed(1)} % of those with a mapped expectation`,
        seconds: seconds.toFixed(2),
        ...differences(judged),
        ...reasons(judged),
      },
      table: {
        head: ['kind', 'files', 'equal', 'different', 'threw', 'disputed', 'unmapped', 'share'],
        rows: rowsOf(judged),
      },
    }
  },
}

function judge(each: FeedCase): Judged {
  try {
    const outcome = each.judge(readFeed(each.bytes, { url: each.url, contentType: each.contentType }))
    const why = disputes[each.name]
    return {
      case: each,
      outcome: why !== undefined && outcome.kind === 'different' ? { kind: 'disputed', why } : outcome,
    }
  } catch (cause) {
    return { case: each, outcome: { kind: 'threw', what: String(cause) } }
  }
}

const count = (judged: readonly Judged[], kind: Judged['outcome']['kind']): number =>
  judged.filter(({ outcome }) => outcome.kind === kind).length

function shareOf(judged: readonly Judged[]): number {
  const counted = judged.length - count(judged, 'unmapped')
  return counted === 0 ? 1 : count(judged, 'equal') / counted
}

const undisputed = (judged: readonly Judged[]): number =>
  judged.length - count(judged, 'unmapped') - count(judged, 'disputed')

function rowsOf(judged: readonly Judged[]): (string | number)[][] {
  const groups = Map.groupBy(judged, (each) => each.case.group)
  return [...groups, ['all', judged] as const].map(([group, each]) => [
    group,
    each.length,
    count(each, 'equal'),
    count(each, 'different'),
    count(each, 'threw'),
    count(each, 'disputed'),
    count(each, 'unmapped'),
    each.length === count(each, 'unmapped') ? '—' : `${(100 * shareOf(each)).toFixed(1)} %`,
  ])
}

function differences(judged: readonly Judged[]): Record<string, string> {
  const told = judged.flatMap(({ case: each, outcome }): [string, string][] => {
    if (outcome.kind === 'disputed') return [[`disputed, ${each.name}`, outcome.why]]
    return outcome.kind === 'different' ? [[`different, ${each.name}`, outcome.what.replace(/\s+/g, ' ')]] : []
  })
  return Object.fromEntries(told)
}

function reasons(judged: readonly Judged[]): Record<string, number> {
  const unmapped = judged.flatMap(({ outcome }) => (outcome.kind === 'unmapped' ? [`unmapped: ${outcome.why}`] : []))
  const counts = Map.groupBy(unmapped, (why) => why)
  return Object.fromEntries([...counts].map(([why, all]) => [why, all.length] as const).sort((a, b) => b[1] - a[1]))
}
