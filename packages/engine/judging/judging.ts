// What models can say about a text before a person decides: its topic, a title that baits, what it repeats, what it may be
// worth, and in which order to look at many. Each says why, and how sure it is. A pure function of texts and counts.
// Not here: who decides (nobody in this package), fetching, languages, where counts come from.
// Start at classifier-training.ts, duplicate-index.ts and expected-value.ts.
export type { Duplicate } from './duplicate-index.ts'
export type { ExpectedValue, ValuePart } from './expected-value.ts'
export type { Classification, TextClassifier } from './text-classifier.ts'
