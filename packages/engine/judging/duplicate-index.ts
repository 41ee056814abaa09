import { ln } from '../data/portable-math.ts'
import { tokenise } from '../text/tokenise.ts'
import { Holders } from './holders.ts'
import { overlapOf, sketchText, type TextSketch } from './text-sketch.ts'

export interface ToldText {
  readonly title: string
  readonly excerpt: string | null
  /** The whole text where it is known; its excerpt is looked for in it too. */
  readonly text?: string | null
  /** When it was published, Unix milliseconds; null when unknown: then it tells no story. */
  readonly at: number | null
}

export interface Duplicate {
  readonly id: string
  /** `text`: the same words, copied, cut or lightly edited. `story`: other words about the same event, near in time. */
  readonly kind: 'text' | 'story'
  /** `text`: share of the smaller text that is in the other. `story`: cosine of weighted words. 0..1. */
  readonly similarity: number
}

interface DuplicateConfig {
  /** Least share of the smaller text in the larger to be the same text; default 0.5. */
  readonly leastText?: number
  /** Least cosine to be the same story; default 0.45. */
  readonly leastStory?: number
  /** Tellings further apart are two stories; milliseconds, default three days. */
  readonly storyMs?: number
}

/** A text as the index holds it; made once, kept by whoever wants to fill an index again without the texts. */
export interface Prepared {
  readonly sketch: TextSketch
  /** Distinct words of title and excerpt; those of the title count double. */
  readonly words: readonly { readonly word: string; readonly count: number }[]
  readonly at: number | null
}

/** Fewer common fingerprints than this are a quotation or a boiler plate, not a copy. */
const leastEvidence = 8
/** Fewer words tell no story: "Weekly links". */
const leastWords = 6

/** What the index keeps of a text. */
export function prepareText({ title, excerpt, text, at }: ToldText): Prepared {
  const counts = new Map<string, number>()
  const add = (of: string, count: number) => {
    for (const word of new Set(tokenise(of))) counts.set(word, (counts.get(word) ?? 0) + count)
  }
  add(title, 2)
  add(excerpt ?? '', 1)
  const words = [...counts].map(([word, count]) => ({ word, count }))
  return { sketch: sketchText(text ?? excerpt ?? ''), words, at }
}

/**
 * Which known texts a text repeats. The same text is found by common fingerprints (text-sketch.ts), so also under another
 * title, cut short, or with edits; the same story by the cosine of TF-IDF weighted words of title and excerpt within some days, where
 * the titles have no numbers or one in common.
 * Both look only at texts that share a fingerprint or a word that is not in every tenth text. It follows a changing collection:
 * `add` and `remove` cost the words of one text. It knows no languages: a translation is another text.
 */
export class DuplicateIndex {
  readonly #rows = new Map<string, number>()
  /** By row; rows of what was removed stay empty. */
  readonly #texts: (Held | undefined)[] = []
  readonly #byPrint = new Holders<number>()
  readonly #byWord = new Holders<string>()
  readonly #config: Required<DuplicateConfig>

  constructor({ leastText = 0.5, leastStory = 0.45, storyMs = 3 * 86_400_000 }: DuplicateConfig = {}) {
    for (const [name, value] of Object.entries({ leastText, leastStory }))
      if (!(value > 0 && value <= 1))
        throw new RangeError(`DuplicateIndex: ${name} is ${value}; it must be in 0..1, above 0`)
    if (!(storyMs >= 0)) throw new RangeError(`DuplicateIndex: storyMs is ${storyMs}; it must be 0 or more`)
    this.#config = { leastText, leastStory, storyMs }
  }

  get size(): number {
    return this.#rows.size
  }

  has(id: string): boolean {
    return this.#rows.has(id)
  }

  /** Takes the place of what was there under the id. */
  add(id: string, text: Prepared): void {
    this.remove(id)
    const row = this.#texts.push({ id, ...text }) - 1
    this.#rows.set(id, row)
    for (const print of text.sketch.prints) this.#byPrint.add(print, row)
    for (const { word } of text.words) this.#byWord.add(word, row)
  }

  remove(id: string): void {
    const row = this.#rows.get(id)
    if (row === undefined) return
    const { sketch, words } = this.#texts[row]!
    this.#texts[row] = undefined
    this.#rows.delete(id)
    for (const print of sketch.prints) this.#byPrint.remove(print, row)
    for (const { word } of words) this.#byWord.remove(word, row)
  }

  /** What it repeats, likest first, the same text before the same story; without the id itself. */
  find(text: Prepared, except?: string): Duplicate[] {
    const copies = this.#copiesOf(text, except)
    const copied = new Set(copies.map(({ id }) => id))
    const { leastStory, storyMs } = this.#config
    const near = (at: number | null) => at !== null && text.at !== null && Math.abs(at - text.at) <= storyMs
    const stories = this.likest(text, {
      except,
      where: (other) => near(other.at) && !otherNumbers(text, other),
    }).filter(({ id, similarity }) => !copied.has(id) && similarity >= leastStory)
    return [...copies, ...stories.map((one) => ({ ...one, kind: 'story' as const }))]
  }

  /** The texts with the likest words in title and excerpt: cosine, at most `limit` (default 10). */
  likest({ words }: Pick<Prepared, 'words'>, { except, where, limit = 10 }: Likest = {}): Like[] {
    if (words.length < leastWords) return []
    const weightOf = new Map(words.map(({ word, count }) => [word, count * this.#weight(word) ** 2]))
    const sums = new Map<number, number>()
    for (const { word } of words) {
      // A word of every tenth text proposes nobody; of a few hundred texts a tenth is few enough to look at.
      if (this.#byWord.count(word) > Math.max(50, this.size / 10)) continue
      for (const row of this.#byWord.of(word)) sums.set(row, (sums.get(row) ?? 0) + weightOf.get(word)!)
    }
    const length = this.#length(words)
    return [...sums]
      .filter(([row]) => this.#texts[row]!.id !== except && where?.(this.#texts[row]!) !== false)
      .sort(([a, x], [b, y]) => y - x || a - b)
      .slice(0, 4 * limit)
      .map(([row]) => {
        const theirs = this.#texts[row]!
        const dot = theirs.words.reduce((sum, { word, count }) => sum + count * (weightOf.get(word) ?? 0), 0)
        return { id: theirs.id, similarity: Math.min(1, dot / (length * this.#length(theirs.words))) }
      })
      .sort(byLikeness)
      .slice(0, limit)
  }

  #copiesOf({ sketch }: Prepared, except: string | undefined): Duplicate[] {
    const common = new Map<number, number>()
    for (const print of sketch.prints)
      for (const row of this.#byPrint.of(print)) common.set(row, (common.get(row) ?? 0) + 1)
    // What many texts hold is their site's: menus, sign-ups. Of a text that all of its copies hold, every print weighs the same.
    const rarity = (print: number) => 1 / Math.max(1, this.#byPrint.count(print))
    const found: Duplicate[] = []
    for (const [row, count] of common) {
      const theirs = this.#texts[row]!
      if (theirs.id === except || 2 * count < leastEvidence) continue
      const { containment, evidence } = overlapOf(sketch, theirs.sketch, rarity)
      if (evidence >= leastEvidence && containment >= this.#config.leastText)
        found.push({ id: theirs.id, kind: 'text', similarity: containment })
    }
    return found.sort(byLikeness)
  }

  /** As rare as it is among the texts held now. */
  #weight(word: string): number {
    return ln((1 + this.size) / (1 + this.#byWord.count(word))) + 0.1
  }

  #length(words: Prepared['words']): number {
    let square = 0
    for (const { word, count } of words) square += (count * this.#weight(word)) ** 2
    return Math.sqrt(square)
  }
}

/** Titles with numbers of which none is the same tell of two events: game 4 and game 1, 2019 and 2020. */
function otherNumbers(a: Prepared, b: Prepared): boolean {
  const [mine, theirs] = [numbersOf(a), numbersOf(b)]
  return mine.length > 0 && theirs.length > 0 && !mine.some((word) => theirs.includes(word))
}

/** Words of the title count twice at least. */
const numbersOf = ({ words }: Prepared) =>
  words.flatMap(({ word, count }) => (count >= 2 && /^\d+$/.test(word) ? [word] : []))

type Held = Prepared & { readonly id: string }
type Like = Omit<Duplicate, 'kind'>

interface Likest {
  readonly except?: string | undefined
  readonly limit?: number
  /** Only texts of which this is true. */
  readonly where?: (text: Prepared) => boolean
}

const byLikeness = (a: Like, b: Like) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1)
