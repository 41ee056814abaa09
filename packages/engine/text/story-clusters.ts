import { type NearDuplicateConfig, nearDuplicates } from './near-duplicates.ts'
import { tokenise } from './tokenise.ts'

/** What is known of an item before it is fetched. */
export interface StoryText {
  readonly title: string
  readonly excerpt: string | null
  /** Unix ms of its publication; null: it may be of any time. */
  readonly at: number | null
}

interface StoryConfig {
  /** Least share of word pairs that two tellings have in common; default 0.6: titles and excerpts are short. */
  readonly least?: number
  /** Tellings further apart are two stories, as a column of every Monday is; milliseconds, default two days. */
  readonly withinMs?: number
  /** Texts of fewer words stand alone: "Weekly links" tells nothing; default 6. */
  readonly leastWords?: number
}

const signature = { shingle: 2, bands: 30, rows: 4, mostInBucket: 50 } satisfies NearDuplicateConfig
const twoDays = 2 * 86_400_000

/**
 * Which texts tell the same story: for each the row of its first telling, -1 for one that stands alone. A text joins the
 * first telling it is most like, and never one that itself joined another: so no chain of small changes, and no daily column,
 * ties together what has little in common. First is who has the earliest time, texts without one last, then the lower row. A text is compared with the 50 that
 * are likely to be like it and come just before it, so copies without end cost no time without end.
 */
export function storyClusters(texts: readonly StoryText[], config: StoryConfig = {}): Int32Array {
  const { least = 0.6, withinMs = twoDays, leastWords = 6 } = config
  if (!(withinMs >= 0)) throw new RangeError(`storyClusters: withinMs is ${withinMs}; it must be 0 or more`)
  const time = (row: number) => texts[row]!.at ?? Number.MAX_VALUE
  const order = [...texts.keys()].sort((a, b) => time(a) - time(b) || a - b)
  const words = order.map((row) => wordsOf(texts[row]!, leastWords))
  const earlier: { first: number; similarity: number }[][] = texts.map(() => [])
  for (const { first, second, similarity } of nearDuplicates(words, { ...signature, least })) {
    const [a, b] = [texts[order[first]!]!.at, texts[order[second]!]!.at]
    if (a === null || b === null || b - a <= withinMs)
      earlier[order[second]!]!.push({ first: order[first]!, similarity })
  }
  const story = new Int32Array(texts.length)
  const told = new Int32Array(texts.length)
  for (const row of order) {
    story[row] = row
    let best = 0
    for (const { first, similarity } of earlier[row]!)
      if (story[first] === first && similarity > best) {
        story[row] = first
        best = similarity
      }
    told[story[row]!]!++
  }
  return story.map((first) => (told[first]! < 2 ? -1 : first))
}

function wordsOf({ title, excerpt }: StoryText, leastWords: number): readonly string[] {
  const words = tokenise(`${title} ${excerpt ?? ''}`)
  return words.length < leastWords ? [] : words
}
