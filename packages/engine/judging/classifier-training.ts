import { type Random, shuffle } from '../random/random.ts'
import { type HashedTerms, hashedTerms } from './hashed-terms.ts'
import { type LabelQuality, labelQuality } from './label-quality.ts'
import { type SvmConfig, trainSvm } from './linear-svm.ts'
import { fitSharpness, type ScoredText, softmax } from './temperature.ts'
import { type TermRow, termRow, termSpace, textsPerStep } from './term-weights.ts'
import { classifierOf, type Scorer, scorerOf, type TextClassifier } from './text-classifier.ts'

export interface LabelledText {
  readonly text: string
  readonly label: string
}

interface ClassifierConfig extends Omit<SvmConfig, 'pause'> {
  /** Default 2. */
  readonly cost?: number
  /** Terms in fewer texts are dropped; default 1: of a small corpus rare words are most of what is known. */
  readonly minTexts?: number
  /** Those in the most texts; default 100,000. */
  readonly maxTerms?: number
  /** Parts that are held back in turn to learn how sure to be; default 5. */
  readonly folds?: number
}

interface TrainContext {
  readonly rng: Random
  /** Called between steps of some milliseconds, for a thread that has other work too. */
  pause?(): Promise<void>
}

interface TrainedClassifier {
  readonly classifier: TextClassifier
  /** On texts held back, each once; how sure to be was learnt without them too. */
  readonly quality: LabelQuality
}

/**
 * Learns labels of texts: one linear support vector machine per label over hashed words, pairs of words and pieces of words
 * (linear-svm.ts, hashed-terms.ts), and a temperature learnt on texts held back so that confidence means something.
 * The same texts in the same order and the same generator give the same bytes. Cost: (folds + 1) * labels * passes * terms.
 */
export async function trainClassifier(
  texts: readonly LabelledText[],
  config: ClassifierConfig,
  { rng, pause = async () => undefined }: TrainContext,
): Promise<TrainedClassifier> {
  const { folds = 5, ...learning } = config
  if (!(Number.isInteger(folds) && folds >= 2))
    throw new RangeError(`trainClassifier: folds is ${folds}; it must be a whole number, 2 or more`)
  const labels = [...new Set(texts.map(({ label }) => label))].sort()
  if (labels.length < 2)
    throw new RangeError(
      `trainClassifier: ${texts.length} texts have ${labels.length} labels; it takes two to tell apart`,
    )
  const examples: Example[] = []
  for (const [k, { text, label }] of texts.entries()) {
    if (k % textsPerStep === 0) await pause()
    examples.push({ terms: hashedTerms(text), right: labels.indexOf(label) })
  }
  const learn = (from: readonly Example[], name: string) =>
    learnScorer(from, { ...learning, labels: labels.length }, { rng: rng.derive(name), pause })
  const foldOf = evenFolds(examples, folds, rng.derive('folds'))
  const held: ScoredText[] = []
  for (let fold = 0; fold < folds; fold++) {
    const scorer = await learn(
      examples.filter((_, k) => foldOf[k] !== fold),
      `fold ${fold}`,
    )
    for (const [k, { terms, right }] of examples.entries())
      if (foldOf[k] === fold) held[k] = { scores: scorer.score(terms), right }
  }
  const quality = qualityOf(held, foldOf, { folds, labels: labels.length })
  const scorer = await learn(examples, 'all')
  return { classifier: classifierOf({ labels, scorer, sharpness: fitSharpness(held) }), quality }
}

interface Example {
  readonly terms: HashedTerms
  readonly right: number
}

async function learnScorer(
  examples: readonly Example[],
  { minTexts = 1, maxTerms = 100_000, cost = 2, labels, ...svm }: ClassifierConfig & { readonly labels: number },
  { rng, pause }: Required<TrainContext>,
): Promise<Scorer> {
  const space = await termSpace(
    examples.map(({ terms }) => terms),
    { minTexts, maxTerms, pause },
  )
  const rows: TermRow[] = []
  for (const { terms } of examples) {
    if (rows.length % textsPerStep === 0) await pause()
    rows.push(termRow(terms, space))
  }
  const columns = space.hashes.length
  const weights = new Float32Array((columns + 1) * labels)
  for (let label = 0; label < labels; label++) {
    const problem = { rows, columns, wanted: (k: number) => examples[k]!.right === label }
    const own = await trainSvm(problem, rng.derive(label), { ...svm, cost, pause })
    for (let column = 0; column <= columns; column++) weights[column * labels + label] = own[column]!
  }
  return scorerOf(space, weights, labels)
}

/** Of a text's own fold nothing is known, also not how sure to be. */
function qualityOf(
  held: readonly ScoredText[],
  foldOf: Int32Array,
  { folds, labels }: { readonly folds: number; readonly labels: number },
): LabelQuality {
  const sharpness = Array.from({ length: folds }, (_, fold) => fitSharpness(held.filter((_, k) => foldOf[k] !== fold)))
  const answers = held.map(({ scores, right }, k) => {
    const shares = softmax(scores, sharpness[foldOf[k]!]!)
    const said = shares.indexOf(Math.max(...shares))
    return { right, said, confidence: shares[said]! }
  })
  return labelQuality(answers, labels)
}

/** A fold for each text, each label spread evenly over them. */
function evenFolds(examples: readonly Example[], folds: number, rng: Random): Int32Array {
  const foldOf = new Int32Array(examples.length)
  let next = 0
  for (const of of Map.groupBy(shuffle(rng, [...examples.keys()]), (k) => examples[k]!.right).values())
    for (const k of of) foldOf[k] = next++ % folds
  return foldOf
}
