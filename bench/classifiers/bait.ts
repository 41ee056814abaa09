// Clickbait on titles held back of the hand-made set; and how often titles that editors chose are called bait.
import { readFileSync } from 'node:fs'
import { trainClassifier } from '@lectern/engine/judging/classifier-training.ts'
import { clickbait, learnBait, titleInText } from '@lectern/engine/judging/clickbait.ts'
import { derive, shuffle } from '@lectern/engine/random/random.ts'
import { readWatson } from '../watson/data.ts'
import { readNews, samplePages } from './labelled.ts'

const parts = 10
/** From where on the Desk warns. */
const warnFrom = 0.5

export interface BaitResult {
  readonly titles: number
  readonly recall: number
  readonly precision: number
  readonly falseAlarms: number
  /** Of a classifier on the words of the same titles. */
  readonly wordsAccuracy: number
  readonly accuracy: number
  /** Share called bait among titles editors chose, and among ordinary news. */
  readonly sampleFlagged: number
  readonly newsFlagged: number
  /** How often an article's own title stands more in its text than another's. */
  readonly titleInText: number
}

export async function measureBait(): Promise<BaitResult> {
  const file = readFileSync(new URL('../../fixtures/judging/titles.tsv', import.meta.url), 'utf8')
  const titles = file
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [string, string])
    .map(([kind, title]) => ({ title, baits: kind === 'bait' }))
  const order = shuffle(derive('bait', 'folds'), [...titles.keys()])
  const counts = { right: 0, missed: 0, alarms: 0, quiet: 0 }
  for (let part = 0; part < parts; part++) {
    const weights = await learnBait(order.filter((_, k) => k % parts !== part).map((row) => titles[row]!))
    for (const row of order.filter((_, k) => k % parts === part)) {
      const { title, baits } = titles[row]!
      const said = clickbait(title, { language: 'en', weights })!.score >= warnFrom
      counts[baits ? (said ? 'right' : 'missed') : said ? 'alarms' : 'quiet']++
    }
  }
  const { right, missed, alarms, quiet } = counts
  const labelled = titles.map(({ title, baits }) => ({ text: title, label: baits ? 'bait' : 'plain' }))
  const { quality } = await trainClassifier(labelled, { folds: parts }, { rng: derive('bait') })
  return {
    titles: titles.length,
    recall: right / (right + missed),
    precision: right / (right + alarms),
    falseAlarms: alarms / (alarms + quiet),
    accuracy: (right + quiet) / titles.length,
    wordsAccuracy: quality.accuracy,
    sampleFlagged: flagged(samplePages().flatMap(({ title, language }) => (language === 'en' ? [title] : []))),
    newsFlagged: flagged(readNews().map(({ title }) => title)),
    titleInText: await ownTitleWins(),
  }
}

const flagged = (titles: readonly string[]) =>
  titles.filter((title) => (clickbait(title, { language: 'en' })?.score ?? 0) >= warnFrom).length / titles.length

/** Area under the curve: the share of pairs (own title, another's) in which the own one has more of its words in the text. */
async function ownTitleWins(): Promise<number> {
  const { titles, texts } = await readWatson()
  const articles = [...texts].map(([id, text]) => {
    const head = titles.get(id) ?? ''
    return { title: head.split('\n')[0]!, body: text.slice(head.length) }
  })
  let [wins, pairs] = [0, 0]
  for (const [k, { title, body }] of articles.entries()) {
    const own = titleInText(title, body)
    const other = titleInText(articles[(k + 101) % articles.length]!.title, body)
    if (own === null || other === null) continue
    pairs++
    wins += own > other ? 1 : own === other ? 0.5 : 0
  }
  return wins / pairs
}
