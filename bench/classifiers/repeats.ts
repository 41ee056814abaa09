// Repeats on a made set: copies of articles changed in known ways, other articles, and made-up news told twice.
import { readFileSync } from 'node:fs'
import { DuplicateIndex, prepareText, type ToldText } from '@lectern/engine/judging/duplicate-index.ts'
import { choice, derive, type Random, shuffle } from '@lectern/engine/random/random.ts'
import { nearDuplicates } from '@lectern/engine/text/near-duplicates.ts'
import { tokenise } from '@lectern/engine/text/tokenise.ts'
import { readWatson } from '../watson/data.ts'
import { chineseNews, readNews } from './labelled.ts'

export interface RepeatOutcome {
  readonly name: string
  readonly cases: number
  /** Of copies: the original is the first answer. Of others: anything is answered. */
  readonly found: number
}

interface Article {
  readonly id: string
  readonly title: string
  readonly body: string
}

const seeds = 300

/** Articles of at least 150 words, of several that are nearly one only the first: what is left repeats nothing. */
async function distinctArticles(): Promise<Article[]> {
  const { titles, texts } = await readWatson()
  const articles = [...texts].map(([id, text]) => {
    const head = titles.get(id) ?? ''
    return { id, title: head.split('\n')[0]!, body: text.slice(head.length) }
  })
  const long = articles.filter(({ body }) => tokenise(body).length >= 150)
  const copies = nearDuplicates(
    long.map(({ body }) => tokenise(body)),
    { least: 0.3, bands: 60, rows: 3 },
  )
  const dropped = new Set(copies.map(({ second }) => second))
  return shuffle(
    derive('repeats'),
    long.filter((_, k) => !dropped.has(k)),
  )
}

const told = (title: string, text: string): ToldText => ({ title, text, excerpt: null, at: null })

/** What becomes of a text on its way to another address. */
const changes: Readonly<Record<string, (article: Article, other: Article, rng: Random) => ToldText>> = {
  'same text, other title': ({ body }, other) => told(other.title, body),
  'syndicated: a line above and below, one word in thirty changed': ({ title, body }, other, rng) => {
    const words = body.split(/\s+/)
    const edited = words.map((word) => (rng.uniform() < 1 / 30 ? choice(rng, words) : word)).join(' ')
    return told(title, `This article appeared first elsewhere. ${edited} Sign up for our letter on ${other.title}.`)
  },
  'edited: one word in ten changed': ({ title, body }, _other, rng) => {
    const words = body.split(/\s+/)
    return told(title, words.map((word) => (rng.uniform() < 0.1 ? choice(rng, words) : word)).join(' '))
  },
  'shortened: every third sentence left out': ({ title, body }) =>
    told(
      title,
      body
        .split(/(?<=[.!?])\s+/)
        .filter((_, k) => k % 3 !== 2)
        .join(' '),
    ),
  'cut to its first 40 %': ({ title, body }) => told(title, body.slice(0, Math.round(0.4 * body.length))),
  'cut to its first 60 words, other title': ({ body }, other) =>
    told(other.title, body.trim().split(/\s+/).slice(0, 60).join(' ')),
}

export async function measureCopies(): Promise<{ copies: RepeatOutcome[]; others: RepeatOutcome[]; articles: number }> {
  const articles = await distinctArticles()
  const held = articles.slice(0, seeds)
  const index = new DuplicateIndex()
  for (const { id, title, body } of articles) index.add(id, prepareText(told(title, body)))
  const copies = Object.entries(changes).map(([name, change]) => {
    const found = held.filter((article, k) => {
      const other = articles[(k + seeds) % articles.length]!
      const [first] = index.find(prepareText(change(article, other, derive('repeats', name, k))))
      return first?.id === article.id && first.kind === 'text'
    })
    return { name, cases: held.length, found: found.length }
  })
  const alone = articles.filter(({ id, title, body }) => index.find(prepareText(told(title, body)), id).length > 0)
  const others = [{ name: 'other articles of the same sites', cases: articles.length, found: alone.length }]
  return { copies, others: [...others, translations()], articles: articles.length }
}

/** News in Chinese beside the same news in English: a translation is another text, and is not found. */
function translations(): RepeatOutcome {
  const english = readNews()
  const index = new DuplicateIndex()
  for (const { id, title, abstract } of english) index.add(id, prepareText({ title, excerpt: abstract, at: 0 }))
  const known = new Set(english.map(({ id }) => id))
  const pairs = chineseNews().filter(({ id }) => known.has(id))
  const found = pairs.filter((one) => index.find(prepareText({ ...one, at: 0 })).length > 0)
  return { name: 'the same in another language', cases: pairs.length, found: found.length }
}

/** Made-up news: the second telling of each event is asked for among the first ones and events of the same subject. */
export function measureStories(): { readonly told: RepeatOutcome; readonly sameSubject: RepeatOutcome } {
  const file = readFileSync(new URL('../../fixtures/judging/stories.tsv', import.meta.url), 'utf8')
  const lines = file
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [string, string, string])
  const events = Map.groupBy(lines, ([event]) => event)
  const index = new DuplicateIndex()
  // Idf wants company: ordinary news around them.
  for (const { id, title, abstract } of readNews().slice(0, 1000))
    index.add(id, prepareText({ title, excerpt: abstract, at: 0 }))
  const prepared = ([, title, excerpt]: [string, string, string]) => prepareText({ title, excerpt, at: 0 })
  for (const [event, [first]] of events) index.add(event, prepared(first!))
  const answersOf = (line: [string, string, string]) => index.find(prepared(line), line[0]).map(({ id }) => id)
  const twice = [...events].filter(([, tellings]) => tellings.length > 1)
  const once = [...events.values()].filter((tellings) => tellings.length === 1).map(([only]) => only!)
  const right = twice.filter(([event, [, second]]) => index.find(prepared(second!))[0]?.id === event)
  const wrong = [...once, ...twice.map(([, [, second]]) => second!)].filter((line) => answersOf(line).length > 0)
  return {
    told: { name: 'told in other words', cases: twice.length, found: right.length },
    sameSubject: { name: 'another event of the same subject', cases: once.length + twice.length, found: wrong.length },
  }
}

interface RepeatSpeed {
  readonly texts: number
  readonly buildSeconds: number
  /** Of the thread's own time. */
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Titles and excerpts of 9,000 news and about 1,000 whole articles; asked with 1,000 of them. */
export async function measureSpeed(): Promise<RepeatSpeed> {
  const articles = (await distinctArticles()).map(({ title, body }) => told(title, body))
  const texts = [...chineseNews().slice(0, 10_000 - articles.length), ...articles]
  const started = process.threadCpuUsage()
  const index = new DuplicateIndex()
  texts.forEach((text, k) => {
    index.add(`text ${k}`, prepareText({ ...text, at: 0 }))
  })
  const built = process.threadCpuUsage(started)
  const buildSeconds = (built.user + built.system) / 1e6
  const asked = shuffle(derive('repeats', 'speed'), [...texts.keys()]).slice(0, 1000)
  const times = asked.map((k) => {
    const before = process.threadCpuUsage()
    index.find(prepareText({ ...texts[k]!, at: 0 }), `text ${k}`)
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1000
  })
  times.sort((a, b) => a - b)
  return { texts: texts.length, buildSeconds, p50Ms: times[500]!, p99Ms: times[990]! }
}
