import { type BaitResult, measureBait } from './classifiers/bait.ts'
import { labelledSets } from './classifiers/labelled.ts'
import { measureCopies, measureSpeed, measureStories, type RepeatOutcome } from './classifiers/repeats.ts'
import { measureTopics, type TopicResult } from './classifiers/topics.ts'
import { measureWorth } from './classifiers/worth.ts'
import type { Measurement } from './measurement.ts'

const peer = 'LinearSVC, words, pairs, pieces'
/** Topics must be told as well as the best of the same kind tells them, up to two texts in a hundred. */
const accuracyBar = 0.02
const copyRecallBar = 0.9
const copyPrecisionBar = 0.95

/** What models say of a prospect, on texts they never saw: topic, repeats, clickbait. */
export const classifiers: Measurement = {
  name: 'classifiers',
  about: 'Topics, repeated texts and clickbait on what was held back, beside baselines, with their limits.',
  async run(report) {
    const topics: TopicResult[] = []
    for (const set of labelledSets()) topics.push(await measureTopics(set, report))
    const { copies, others, articles } = await measureCopies()
    const stories = measureStories()
    const speed = await measureSpeed()
    const bait = await measureBait()
    const worth = measureWorth()
    const first = topics[0]!
    const accuracy = first.ours.accuracy
    const best = first.outcomes.find(({ name }) => name === peer)?.accuracy ?? null
    const found = copies.slice(0, 5).reduce((sum, one) => sum + one.found, 0)
    const recall = found / copies.slice(0, 5).reduce((sum, one) => sum + one.cases, 0)
    const wrong = others[0]!.found
    const precision = found / (found + wrong)
    return {
      name: 'classifiers',
      value: Number(accuracy.toFixed(3)),
      unit: `accuracy of ${first.labels.length} topics on the sample publication, five folds`,
      peer: best === null ? null : `LinearSVC of scikit-learn on the same folds (${best.toFixed(3)})`,
      ratio: best === null ? null : accuracy / best,
      bar: `topics at most ${accuracyBar} below LinearSVC on the same terms; copies with recall ${copyRecallBar} and precision ${copyPrecisionBar}`,
      holds:
        best === null
          ? null
          : accuracy >= best - accuracyBar && recall >= copyRecallBar && precision >= copyPrecisionBar,
      details: {
        ...Object.fromEntries(topics.map((topic) => [`topics, ${topic.set.name}`, topicDetails(topic)])),
        confusion: confusionOf(first),
        repeats: `${articles} articles of ibm-watson-articles that repeat none other; copies: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)} when each is asked beside every original`,
        'speed of repeats': `${speed.texts} texts: built in ${speed.buildSeconds.toFixed(1)} s, asked in ${speed.p50Ms.toFixed(2)} ms (p50), ${speed.p99Ms.toFixed(2)} ms (p99) of CPU`,
        clickbait: baitDetails(bait),
        'expected value': `${worth.items} news of MIND shown 50 times or more, each judged by the clicks of others alone (part alike): rank correlation with its own click rate ${worth.correlation.toFixed(2)}; the tenth with the largest values has ${(100 * worth.topTenth).toFixed(1)} % clicks, all ${(100 * worth.all).toFixed(1)} %`,
        limits: limits.join(' '),
      },
      table: {
        head: ['what', 'on', 'cases', 'result'],
        rows: [
          ...topics.flatMap(topicRows),
          ...copies.map((one) => repeatRow(one, 'copy found')),
          repeatRow(stories.told, 'story found'),
          ...[...others, stories.sameSubject].map((one) => repeatRow(one, 'wrongly found')),
          ['clickbait', 'titles held back', bait.titles, `accuracy ${bait.accuracy.toFixed(3)}`],
        ],
      },
    }
  },
}

const limits = [
  'ibm-watson-articles has texts and no topics, so topics are measured on the sample publication (520 pages, 16 topics, title, excerpt and publisher) and on 2,000 news of MIND (title and abstract).',
  'A page of a publisher never seen is told much worse: the row says how much.',
  'Copies are made by rules, not by people; the stories told twice are sixteen and hand-made; a translation is not found. Among 2,000 news of MIND 24 pairs were said to tell one story; read one by one, 18 do, the others are columns and lists that look alike.',
  'Expected value is tested on clicks of the same six days, not of days to come, and by one of its parts only.',
  'The 240 titles and the cues were written by one author: the share flagged among titles that editors chose is the only independent number of clickbait here.',
]

const topicRows = ({ set, outcomes }: TopicResult): (string | number)[][] =>
  outcomes.map(({ name, accuracy, macroF1, calibrationError }) => [
    `topic, ${name}`,
    set.name,
    set.texts.length,
    `accuracy ${accuracy.toFixed(3)}, macro F1 ${macroF1.toFixed(3)}${calibrationError === null ? '' : `, ECE ${calibrationError.toFixed(3)}`}`,
  ])

const topicDetails = ({ suggested, ours }: TopicResult): string =>
  `${(100 * suggested.share).toFixed(0)} % get a suggestion (confidence 0.3 or more), ${(100 * suggested.accuracy).toFixed(0)} % of these are right; ECE ${ours.calibrationError.toFixed(3)}`

const repeatRow = ({ name, cases, found }: RepeatOutcome, what: string): (string | number)[] => [
  what,
  name,
  cases,
  cases === 0 ? 'no cases' : `${found} (${((100 * found) / cases).toFixed(1)} %)`,
]

const baitDetails = (bait: BaitResult): string =>
  [
    `${bait.titles} hand-made titles, ten parts held back in turn, warning from 0.5: recall ${bait.recall.toFixed(2)}, precision ${bait.precision.toFixed(2)}, false alarms ${(100 * bait.falseAlarms).toFixed(1)} %`,
    `a classifier on their words has accuracy ${bait.wordsAccuracy.toFixed(3)} (with half of them bait; the cues assume one in ten)`,
    `flagged: ${(100 * bait.sampleFlagged).toFixed(1)} % of the English titles of the sample, ${(100 * bait.newsFlagged).toFixed(1)} % of the news of MIND`,
    `an article's own title has more of its words in the text than another's in ${(100 * bait.titleInText).toFixed(0)} % of pairs`,
  ].join('; ')

/** What is taken for what, the most frequent mistakes; the whole matrix by rows of the true topic. */
function confusionOf({ labels, ours }: TopicResult): string {
  const mistakes = ours.confusion.flatMap((row, right) =>
    row.map((count, said) => ({ count: right === said ? 0 : count, right: labels[right]!, said: labels[said]! })),
  )
  mistakes.sort((a, b) => b.count - a.count)
  const most = mistakes.slice(0, 8).map(({ count, right, said }) => `${right} as ${said} ${count}`)
  const matrix = ours.confusion.map((row, right) => `${labels[right]} ${row.join(' ')}`)
  return `most often ${most.join(', ')}. Rows are the true topic, columns in the same order: ${matrix.join(' | ')}`
}
