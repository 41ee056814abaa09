import { exp2, ln } from '../data/portable-math.ts'
import { derive } from '../random/random.ts'
import { tokenise } from '../text/tokenise.ts'
import { type BaitCue, baitCues, cuesOf } from './clickbait-cues.ts'
import { trainSvm } from './linear-svm.ts'
import { fitSharpness } from './temperature.ts'

/** One logit per cue in the order of `baitCues`, and one for a title without any. */
interface BaitWeights {
  readonly cues: readonly number[]
  readonly bias: number
}

interface Bait {
  /** 0..1. */
  readonly score: number
  /** The cues that hold, heaviest first. */
  readonly cues: readonly Pick<BaitCue, 'name' | 'says'>[]
}

/** Of titles in general so many are taken to bait; the set the weights are learnt from has half. */
const baseRate = 0.1

/** Learnt by `learnBait` from fixtures/judging/titles.tsv; a test learns them again. */
export const baitWeights: BaitWeights = {
  cues: [4.4, 5.71, 3.84, 5.46, 3.13, 4.13, 1.83, 1.75, 0.25, 1.64, 4.78, 2.46, 0.33],
  bias: -4.32,
}

/**
 * How much an English title baits: a weighted sum of thirteen cues that anybody can check (clickbait-cues.ts), as a
 * chance. Null for other languages and for a title without words. It sees the title alone: a serious text under a loud title
 * scores high, a quiet title that promises what the text does not hold scores low.
 */
export function clickbait(
  title: string,
  { language, weights = baitWeights }: { readonly language: string | null; readonly weights?: BaitWeights },
): Bait | null {
  if (language === null || !/^en\b/i.test(language) || tokenise(title).length === 0) return null
  const held = cuesOf(title)
  const on = [...held.keys()].filter((k) => held[k])
  const logit = on.reduce((sum, k) => sum + weights.cues[k]!, weights.bias) - ln((1 - baseRate) / baseRate)
  const cues = on.sort((a, b) => weights.cues[b]! - weights.cues[a]! || a - b).map((k) => baitCues[k]!)
  return { score: 1 / (1 + exp2(-logit * Math.LOG2E)), cues: cues.map(({ name, says }) => ({ name, says })) }
}

/** Weights from titles of which it is known, half of them bait. Rounded to hundredths: that is all they can carry. */
export async function learnBait(
  titles: readonly { readonly title: string; readonly baits: boolean }[],
): Promise<BaitWeights> {
  const rows = titles.map(({ title }) => {
    const held = cuesOf(title)
    const on = Int32Array.from(Array.from(held.keys()).filter((k) => held[k]))
    return { columns: on, values: new Float64Array(on.length).fill(1) }
  })
  const problem = { rows, columns: baitCues.length, wanted: (k: number) => titles[k]!.baits }
  const learnt = await trainSvm(problem, derive('clickbait'), { cost: 0.1, epochs: 5000, tolerance: 1e-6 })
  const bias = learnt[baitCues.length]!
  const scored = rows.map(({ columns }, k) => ({
    scores: [0, columns.reduce((sum, cue) => sum + learnt[cue]!, bias)],
    right: titles[k]!.baits ? 1 : 0,
  }))
  const sharpness = fitSharpness(scored)
  const round = (value: number) => Math.round(100 * sharpness * value) / 100
  return { cues: Array.from(learnt.subarray(0, baitCues.length), round), bias: round(bias) }
}

/**
 * The share of the words of a title, without those every text has, that stand in the text. Low: the title speaks of
 * something else, or the text was not read right. Null where either has too few words to tell.
 */
export function titleInText(title: string, text: string): number | null {
  const words = [...new Set(tokenise(title))].filter((word) => word.length > 3)
  const found = new Set(tokenise(text))
  if (words.length < 3 || found.size < 100) return null
  return words.filter((word) => found.has(word)).length / words.length
}
