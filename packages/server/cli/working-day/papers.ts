// Six papers with ten stories each, from fixtures/papers: made-up text, always the same.
import { readFileSync } from 'node:fs'

export interface Story {
  readonly paper: string
  readonly path: string
  readonly mark: 'none' | 'paywall' | 'bait' | 'noauthor' | 'repeat'
  readonly title: string
  readonly excerpt: string
  readonly author: string
  readonly paragraphs: readonly string[]
}

const file = (name: string): string[] =>
  readFileSync(new URL(`../../../../fixtures/papers/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')

const authors = ['Ines Falk', 'Tom Arvid', 'Mara Quist', 'Jonas Reed', 'Lea Okoro', 'Piet Hansen', 'Ada Wells']
const perStory = 4

export function readStories(): Story[] {
  const sentences = file('sentences.txt')
  const rows = file('stories.tsv')
    .slice(1)
    .map((line) => line.split('\t'))
  return rows.map(([paper = '', mark = '', title = '', excerpt = '', terms = ''], k) => {
    const [kind, original] = mark.split(':')
    const at = original === undefined ? k : rows.findIndex((row) => row[2] === original)
    return {
      paper,
      path: `/story-${k + 1}`,
      mark: (kind || 'none') as Story['mark'],
      title,
      excerpt,
      author: authors[at % authors.length]!,
      paragraphs: [
        excerpt,
        ...chosen(sentences, at).map((sentence) => filled(sentence, terms.split(','))),
        filled(
          'Those who want to know more about {a}, {b}, {c} or {d} will find more of it next week.',
          terms.split(','),
        ),
      ],
    }
  })
}

/** Others for each story, always the same: two stories have so few in common that nobody takes one for the other. */
function chosen(sentences: readonly string[], story: number): string[] {
  const order = (k: number): number => (k * k * 31 + (k + 7) * (story + 3) * 7919 + k * story * story * 131) % 1009
  const places = sentences.map((_, k) => k).sort((a, b) => order(a) - order(b))
  return places.slice(0, perStory).map((k) => sentences[k]!)
}

const filled = (sentence: string, terms: readonly string[]): string =>
  sentence.replace(/\{([a-d])\}/g, (_, letter: string) => terms['abcd'.indexOf(letter)] ?? '')
