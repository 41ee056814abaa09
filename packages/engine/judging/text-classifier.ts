import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { type Random, shuffle } from '../random/random.ts'
import { hashedTerms, type TermedText } from './hashed-terms.ts'
import { type LabelQuality, labelQuality } from './label-quality.ts'
import { type SvmConfig, trainSvm } from './linear-svm.ts'
import { fitSharpness, type ScoredText, softmax } from './temperature.ts'
import { spaceOf, type TermRow, type TermSpace, termRow, termSpace, weighTerms } from './term-weights.ts'

export interface LabelledText {
  readonly text: string
  readonly label: string
}

export interface ClassifierConfig extends SvmConfig {
  /** Default 2. */
  readonly cost?: number
  /** Terms in fewer texts are dropped; default 1: of a small corpus rare words are most of what is known. */
  readonly minTexts?: number
  /** Those in the most texts; default 100,000. */
  readonly maxTerms?: number
  /** Parts that are held back in turn to learn how sure to be; default 5. */
  readonly folds?: number
}

interface ClassifierContext {
  readonly rng: Random
  /** Called between steps of a second at most, for a thread that has other work too. */
  pause?(): Promise<void>
}

/** What the classifier says of one text. */
export interface Classification {
  readonly label: string
  /** How often such a statement was right on texts held back, 0..1. */
  readonly confidence: number
  /** By label, largest first; they sum to 1. */
  readonly shares: readonly { readonly label: string; readonly share: number }[]
}

/** How much each word moved the score of a label; bias and words sum to the score. */
export interface LabelReasons {
  readonly score: number
  readonly bias: number
  /** Largest first, repeated words as one. */
  readonly words: readonly { readonly word: string; readonly contribution: number }[]
}

export interface TextClassifier {
  readonly labels: readonly string[]
  /** Null for a text without any known word. */
  classify(text: string): Classification | null
  explain(text: string, label: string): LabelReasons
  save(facts?: unknown): Uint8Array
}

export interface TrainedClassifier {
  readonly classifier: TextClassifier
  /** On texts held back, each once; confidence too was learnt without them. */
  readonly quality: LabelQuality
}

const kind = 'text-classifier/1'

/**
 * Learns labels of texts: one linear support vector machine per label over hashed words, pairs of words and pieces of words
 * (linear-svm.ts, hashed-terms.ts), and a temperature learnt on texts held back so that confidence means something.
 * The same texts in the same order and the same generator give the same bytes. Cost: (folds + 1) * labels * passes * terms.
 */
export async function trainClassifier(
  texts: readonly LabelledText[],
  config: ClassifierConfig,
  { rng, pause = async () => undefined }: ClassifierContext,
): Promise<TrainedClassifier> {
  const { folds = 5 } = config
  if (!(Number.isInteger(folds) && folds >= 2))
    throw new RangeError(`trainClassifier: folds is ${folds}; it must be a whole number, 2 or more`)
  const labels = [...new Set(texts.map(({ label }) => label))].sort()
  if (labels.length < 2)
    throw new RangeError(
      `trainClassifier: ${texts.length} texts have ${labels.length} labels; it takes two to tell apart`,
    )
  const termed = texts.map(({ text }) => hashedTerms(text))
  const right = texts.map(({ label }) => labels.indexOf(label))
  const learn = (of: readonly number[], name: string) =>
    learnScorer({ termed: of.map((k) => termed[k]!), right: of.map((k) => right[k]!), labels: labels.length }, config, {
      rng: rng.derive(name),
      pause,
    })
  const foldOf = evenFolds(right, folds, rng.derive('folds'))
  const held: (ScoredText | null)[] = []
  for (let fold = 0; fold < folds; fold++) {
    const scorer = await learn(
      rowsWhere(foldOf, (f) => f !== fold),
      `fold ${fold}`,
    )
    for (const k of rowsWhere(foldOf, (f) => f === fold))
      held[k] = { scores: scorer.score(termed[k]!), right: right[k]! }
  }
  const scored = held as readonly ScoredText[]
  const answers = scored.map(({ scores, right: truth }, k) => {
    // Of this text's own fold nothing may be known, also not how sure to be.
    const said = argMax(scores)
    return { right: truth, said, fold: foldOf[k]!, scores }
  })
  const sharpnessWithout = Array.from({ length: folds }, (_, fold) =>
    fitSharpness(scored.filter((_, k) => foldOf[k] !== fold)),
  )
  const quality = labelQuality(
    answers.map(({ right: truth, said, fold, scores }) => ({
      right: truth,
      said,
      confidence: softmax(scores, sharpnessWithout[fold]!)[said]!,
    })),
    labels.length,
  )
  const scorer = await learn([...texts.keys()], 'all')
  return { classifier: classifierOf({ labels, scorer, sharpness: fitSharpness(scored) }), quality }
}

/** Reads what `save` wrote. Throws on bytes that are none of it. */
export function loadClassifier(bytes: Uint8Array): TextClassifier {
  const file = readModelFile(bytes, kind)
  const { labels, sharpness } = file.meta as { labels: string[]; sharpness: number }
  const hashes = arrayOf(file, 'hashes', Int32Array)
  const space = spaceOf(hashes, arrayOf(file, 'idf', Float32Array, hashes.length))
  const weights = arrayOf(file, 'weights', Float32Array, (hashes.length + 1) * labels.length)
  return classifierOf({ labels, scorer: scorerOf(space, weights, labels.length), sharpness })
}

interface Scorer {
  readonly space: TermSpace
  /** (columns + 1) x labels, row-major; the last row holds the biases. */
  readonly weights: Float32Array
  score(text: TermedText): Float64Array
}

async function learnScorer(
  {
    termed,
    right,
    labels,
  }: { readonly termed: readonly TermedText[]; readonly right: readonly number[]; readonly labels: number },
  { minTexts = 1, maxTerms = 100_000, cost = 2, ...svm }: ClassifierConfig,
  { rng, pause }: Required<ClassifierContext>,
): Promise<Scorer> {
  const space = termSpace(termed, { minTexts, maxTerms })
  const rows: TermRow[] = termed.map((text) => termRow(text, space))
  const columns = space.hashes.length
  const weights = new Float32Array((columns + 1) * labels)
  for (let label = 0; label < labels; label++) {
    await pause()
    const own = trainSvm({ rows, columns, wanted: (k) => right[k] === label }, rng.derive(label), { ...svm, cost })
    for (let column = 0; column <= columns; column++) weights[column * labels + label] = own[column]!
  }
  return scorerOf(space, weights, labels)
}

function scorerOf(space: TermSpace, weights: Float32Array, labels: number): Scorer {
  const score = (text: TermedText) => {
    const scores = Float64Array.from(weights.subarray(weights.length - labels))
    const { columns, values } = termRow(text, space)
    columns.forEach((column, j) => {
      for (let label = 0; label < labels; label++) scores[label]! += values[j]! * weights[column * labels + label]!
    })
    return scores
  }
  return { space, weights, score }
}

interface Parts {
  readonly labels: readonly string[]
  readonly scorer: Scorer
  readonly sharpness: number
}

function classifierOf({ labels, scorer, sharpness }: Parts): TextClassifier {
  const { space, weights } = scorer
  return {
    labels,
    classify(text) {
      const termed = hashedTerms(text)
      if (!termed.terms.some(({ hash }) => space.columnOf.has(hash))) return null
      const shares = [...softmax(scorer.score(termed), sharpness)].map((share, k) => ({ label: labels[k]!, share }))
      shares.sort((a, b) => b.share - a.share)
      return { label: shares[0]!.label, confidence: shares[0]!.share, shares }
    },
    explain(text, label) {
      const of = labels.indexOf(label)
      if (of < 0)
        throw new RangeError(`explain: there is no label ${JSON.stringify(label)}; known: ${labels.join(', ')}`)
      const termed = hashedTerms(text)
      const parts = new Map<string, number>()
      for (const { column, value, term } of weighTerms(termed, space)) {
        const { from } = termed.terms[term]!
        const part = (value * weights[column * labels.length + of]!) / from.length
        for (const word of from) parts.set(termed.words[word]!, (parts.get(termed.words[word]!) ?? 0) + part)
      }
      const words = [...parts].map(([word, contribution]) => ({ word, contribution }))
      words.sort((a, b) => b.contribution - a.contribution || (a.word < b.word ? -1 : 1))
      const bias = weights[weights.length - labels.length + of]!
      return { score: words.reduce((sum, { contribution }) => sum + contribution, bias), bias, words }
    },
    save: (facts) =>
      writeModelFile({
        kind,
        meta: { labels, sharpness },
        ...(facts !== undefined && { facts }),
        arrays: { hashes: space.hashes, idf: space.idf, weights },
      }),
  }
}

/** A fold for each text, each label spread evenly over them. */
function evenFolds(right: readonly number[], folds: number, rng: Random): Int32Array {
  const foldOf = new Int32Array(right.length)
  let next = 0
  for (const of of Map.groupBy(shuffle(rng, [...right.keys()]), (k) => right[k]).values())
    for (const k of of) foldOf[k] = next++ % folds
  return foldOf
}

const rowsWhere = (values: Int32Array, keep: (value: number) => boolean) =>
  Array.from(values.keys()).filter((k) => keep(values[k]!))

const argMax = (scores: ArrayLike<number>) => {
  let best = 0
  for (let k = 1; k < scores.length; k++) if (scores[k]! > scores[best]!) best = k
  return best
}
