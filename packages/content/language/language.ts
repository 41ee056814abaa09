// Which language a text is in, by its letter groups (eld, the small set). The groups are loaded when first asked, once:
// about 8 MB of code and 100 MB of memory.
// Not here: what a page or feed says its language is; that is asked first.

interface DetectedLanguage {
  /** ISO 639-1, such as `de`. */
  readonly language: string
  /** From 0 to 1: how far the best language is ahead of the next, less for a short text. Not a probability. */
  readonly confidence: number
}

/** More letters do not change the answer. */
const enough = 5000
/** The lead, as a share of the best score, that counts half: scores of related languages lie close together. */
const halfLead = 0.03
/** Letters at which a clear lead counts half. */
const halfTrust = 20

/** null when there is nothing to tell by, such as numbers. */
export async function detectLanguage(text: string): Promise<DetectedLanguage | null> {
  const { eld } = await import('eld/small')
  const looked = text.slice(0, enough)
  const found = eld.detect(looked)
  if (found.language === '') return null
  const [best = 0, next = 0] = Object.values(found.getScores()).sort((a, b) => b - a)
  const letters = looked.match(/\p{L}/gu)?.length ?? 0
  const lead = best === 0 ? 0 : (best - next) / best
  return { language: found.language, confidence: (lead / (lead + halfLead)) * (letters / (letters + halfTrust)) }
}
