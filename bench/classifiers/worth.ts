// Expected value on news that were really shown: does it order items by the click rate they then had? Only the part `alike`
// can be asked here: the news have titles and abstracts (in Chinese), no publishers, no topics and no dates.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { DuplicateIndex, prepareText } from '@lectern/engine/judging/duplicate-index.ts'
import { expectedValue, type Outcomes } from '@lectern/engine/judging/expected-value.ts'
import { publicData } from '../public-data.ts'
import { chineseNews } from './labelled.ts'

/** Items shown less often have no rate worth the name. */
const leastShows = 50

interface WorthResult {
  readonly items: number
  /** Spearman's rank correlation of the value, from other items' clicks alone, with the item's own click rate. */
  readonly correlation: number
  /** Click rate of the tenth with the largest values, and of all. */
  readonly topTenth: number
  readonly all: number
}

export function measureWorth(): WorthResult {
  const outcomes = readOutcomes()
  const news = chineseNews().filter(({ id }) => outcomes.has(id))
  const index = new DuplicateIndex()
  const prepared = new Map(news.map((one) => [one.id, prepareText(one)]))
  for (const [id, text] of prepared) index.add(id, text)
  const all = news.reduce((sum, { id }) => plus(sum, outcomes.get(id)!), { shows: 0, gains: 0 })
  const asked = news.filter(({ id }) => outcomes.get(id)!.shows >= leastShows)
  const none = { shows: 0, gains: 0 }
  const judged = asked.map(({ id }) => {
    const alike = index
      .likest(prepared.get(id)!, { except: id })
      .map((one) => ({ ...outcomes.get(one.id)!, similarity: one.similarity }))
    const rest = { need: null, ageMs: null, clickbait: null, duplicate: 0 }
    const { value } = expectedValue({ publisher: none, topic: none, alike, ...rest }, all)
    const { shows, gains } = outcomes.get(id)!
    return { value, shows, gains }
  })
  const values = judged.map(({ value }) => value)
  const rates = judged.map(({ shows, gains }) => gains / shows)
  const best = [...judged].sort((a, b) => b.value - a.value).slice(0, Math.round(judged.length / 10))
  const [top, every] = [best, judged].map((of) => of.reduce(plus, none))
  return {
    items: judged.length,
    correlation: pearson(ranksOf(values), ranksOf(rates)),
    topTenth: top!.gains / top!.shows,
    all: every!.gains / every!.shows,
  }
}

const plus = (a: Outcomes, b: Outcomes): Outcomes => ({ shows: a.shows + b.shows, gains: a.gains + b.gains })

function readOutcomes(): Map<string, Outcomes> {
  const file = gunzipSync(readFileSync(join(publicData('mind-small-sample'), 'behaviors.tsv.gz'))).toString()
  const outcomes = new Map<string, Outcomes>()
  for (const line of file.trim().split('\n'))
    for (const shown of line.split('\t')[4]!.split(' ')) {
      const [id, clicked] = shown.split('-') as [string, string]
      outcomes.set(id, plus(outcomes.get(id) ?? { shows: 0, gains: 0 }, { shows: 1, gains: Number(clicked) }))
    }
  return outcomes
}

/** Equal values share the mean of their ranks. */
function ranksOf(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!)
  const ranks = new Array<number>(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    for (let k = from; k < to; k++) ranks[order[k]!] = (from + to - 1) / 2
    from = to
  }
  return ranks
}

function pearson(x: readonly number[], y: readonly number[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length
  const [mx, my] = [mean(x), mean(y)]
  let [xy, xx, yy] = [0, 0, 0]
  x.forEach((one, k) => {
    xy += (one - mx) * (y[k]! - my)
    xx += (one - mx) ** 2
    yy += (y[k]! - my) ** 2
  })
  return xy / Math.sqrt(xx * yy)
}
