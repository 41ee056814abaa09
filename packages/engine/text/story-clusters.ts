import { type NearDuplicateConfig, nearDuplicates } from './near-duplicates.ts'
import { tokenise } from './tokenise.ts'

/** What is known of an item before it is fetched. */
export interface StoryText {
  readonly title: string
  readonly excerpt: string | null
  /** Unix ms of its publication; null: it may be of any time. */
  readonly at: number | null
}

export interface StoryConfig {
  /** Least share of word pairs that two tellings have in common; default 0.6: titles and excerpts are short. */
  readonly least?: number
  /** Tellings further apart are two stories, as a column of every Monday is; milliseconds, default two days. */
  readonly withinMs?: number
  /** Texts of fewer words stand alone: "Weekly links" tells nothing; default 6. */
  readonly leastWords?: number
}

const signature = { shingle: 2, bands: 30, rows: 4 } satisfies NearDuplicateConfig
const twoDays = 2 * 86_400_000

/**
 * Which texts tell the same story: for each the row of its first telling, -1 for one that stands alone. A text joins the
 * first telling it is most like, and never one that itself joined another: so no chain of small changes, and no daily column,
 * ties together what has little in common. First is who has the earliest time, texts without one last, then the lower row.
 */
export function storyClusters(texts: readonly StoryText[], config: StoryConfig = {}): Int32Array {
  const { least = 0.6, withinMs = twoDays, leastWords = 6 } = config
  if (!(withinMs >= 0)) throw new RangeError(`storyClusters: withinMs is ${withinMs}; it must be 0 or more`)
  const words = texts.map(({ title, excerpt }) => {
    const found = tokenise(`${title} ${excerpt ?? ''}`)
    return found.length < leastWords ? [] : found
  })
  const like: { other: number; similarity: number }[][] = texts.map(() => [])
  for (const { first, second, similarity } of nearDuplicates(words, { ...signature, least })) {
    const [a, b] = [texts[first]!.at, texts[second]!.at]
    if (a !== null && b !== null && Math.abs(a - b) > withinMs) continue
    like[first]!.push({ other: second, similarity })
    like[second]!.push({ other: first, similarity })
  }
  const time = (row: number) => texts[row]!.at ?? Number.MAX_VALUE
  const order = [...texts.keys()].filter((row) => like[row]!.length > 0).sort((a, b) => time(a) - time(b) || a - b)
  const story = new Int32Array(texts.length).fill(-1)
  const told = new Int32Array(texts.length)
  for (const row of order) {
    const firsts = like[row]!.filter(({ other }) => story[other] === other)
    firsts.sort((a, b) => b.similarity - a.similarity || time(a.other) - time(b.other) || a.other - b.other)
    story[row] = firsts[0]?.other ?? row
    told[story[row]]!++
  }
  return story.map((first) => (first < 0 || told[first]! < 2 ? -1 : first))
}
