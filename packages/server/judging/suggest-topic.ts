import type { JudgedProspect } from './judgement.ts'
import { languageOf, leastItems, type ServedTopics, topicText } from './topic-model.ts'

/** Below it nothing is suggested: of three such suggestions two or more would be wrong. */
const leastConfidence = 0.3
const shownWords = 6
/** Of the heaviest word; lighter ones are the "the" and "of" of every text. */
const toldFrom = 0.25

type Suggestion =
  | {
      readonly kind: 'suggested'
      readonly topic: string
      readonly confidence: number
      readonly because: { readonly words: { word: string; contribution: number }[]; readonly model: string }
    }
  | { readonly kind: 'none'; readonly why: string }

/** The topic of a prospect with the words that spoke for it, or why none is suggested. */
export function suggestTopic(
  prospect: Pick<JudgedProspect, 'title' | 'excerpt' | 'publisher' | 'language'>,
  served: ServedTopics | null,
): Suggestion {
  if (served === null) {
    return { kind: 'none', why: `No topic model yet: two topics need ${leastItems} items each.` }
  }
  const { model, classifier } = served
  const language = languageOf(prospect.language)
  const known = model.card.languages[language] ?? 0
  if (prospect.language !== null && known < leastItems) {
    return {
      kind: 'none',
      why: `The model learnt from ${known} items in this language (${language}): too few to tell.`,
    }
  }
  const text = topicText(prospect)
  const found = classifier.classify(text)
  if (found === null) return { kind: 'none', why: 'The model knows none of its words.' }
  const { label: topic, confidence } = found
  if (confidence < leastConfidence) {
    const percent = Math.round(100 * confidence)
    return { kind: 'none', why: `The likeliest topic is ${topic}, and that with ${percent} % only.` }
  }
  const { words: all } = classifier.explain(text, topic)
  const words = all.filter(({ contribution }) => contribution > toldFrom * (all[0]?.contribution ?? 0))
  return {
    kind: 'suggested',
    topic,
    confidence,
    because: { words: words.slice(0, shownWords), model: model.version },
  }
}
