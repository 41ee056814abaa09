/** What was said of one text that was not learnt from. */
interface Answer {
  /** Rows of the label. */
  readonly right: number
  readonly said: number
  /** 0..1. */
  readonly confidence: number
}

export interface LabelQuality {
  readonly texts: number
  readonly accuracy: number
  /** Mean over labels of the harmonic mean of precision and recall: small labels count like large ones. */
  readonly macroF1: number
  /** Expected calibration error: how far confidence is from the share that is right, in mean over ten equal steps of it. */
  readonly calibrationError: number
  /** By label, in the order of labels. */
  readonly labels: readonly { readonly texts: number; readonly precision: number; readonly recall: number }[]
  /** confusion[right][said]. */
  readonly confusion: readonly (readonly number[])[]
}

const steps = 10

/** How good answers are. Naeini, Cooper, Hauskrecht, AAAI 2015, for the calibration error. Zeros without answers. */
export function labelQuality(answers: readonly Answer[], labels: number): LabelQuality {
  const confusion = Array.from({ length: labels }, () => new Array<number>(labels).fill(0))
  for (const { right, said } of answers) confusion[right]![said]!++
  const perLabel = confusion.map((row, label) => {
    const texts = row.reduce((sum, count) => sum + count, 0)
    const said = confusion.reduce((sum, other) => sum + other[label]!, 0)
    return { texts, precision: share(row[label]!, said), recall: share(row[label]!, texts) }
  })
  const f1 = perLabel.map(({ precision, recall }) => share(2 * precision * recall, precision + recall))
  return {
    texts: answers.length,
    accuracy: share(
      confusion.reduce((sum, row, label) => sum + row[label]!, 0),
      answers.length,
    ),
    macroF1: share(
      f1.reduce((sum, one) => sum + one, 0),
      labels,
    ),
    calibrationError: calibrationError(answers),
    labels: perLabel,
    confusion,
  }
}

function calibrationError(answers: readonly Answer[]): number {
  const bins = Array.from({ length: steps }, () => ({ confidence: 0, right: 0 }))
  for (const { right, said, confidence } of answers) {
    const bin = bins[Math.min(steps - 1, Math.floor(confidence * steps))]!
    bin.confidence += confidence
    if (right === said) bin.right++
  }
  return share(
    bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0),
    answers.length,
  )
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
