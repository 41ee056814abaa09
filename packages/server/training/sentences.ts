// An evaluation in words: who won, by how much, and what stood in the way.
import type { Report } from '@lectern/engine/evaluation/report.ts'

interface Told {
  readonly report: Report
  /** What was compared with popularity. */
  readonly models: readonly { readonly kind: string; readonly title: string }[]
  /** Per kind, chosen on a cut before the split, milliseconds; null: age does not matter. */
  readonly halfLives: Readonly<Record<string, number | null>>
  readonly popularityHalfLifeMs: number
  /** Readers who could have been evaluated; a seeded draw of them was. */
  readonly eligibleReaders: number
  /** Median time between an item's first event and the last one before the split. */
  readonly medianItemAgeMs: number
  /** Median length of the evaluated readers' histories. */
  readonly medianHistory: number
}

const hour = 3_600_000

/** Sentences for a person who decides whether to trust the model. */
export function sentencesOf(told: Told): string[] {
  const { report, models } = told
  const other = report.models.find((each) => each.name === 'popularity')?.metrics['ndcg@10']
  if (!other) return []
  const drawn =
    told.eligibleReaders > report.evaluatedReaders ? ` (drawn from ${told.eligibleReaders.toLocaleString('en')})` : ''
  const compared = models.flatMap(({ kind, title }) => {
    const found = report.models.find((each) => each.name === kind)
    const [own, difference] = [found?.metrics['ndcg@10'], found?.difference['ndcg@10']]
    return own && difference ? [{ title, own: own.mean, other: other.mean, difference }] : []
  })
  const forgets = models.map(({ kind, title }) => {
    const halfLifeMs = told.halfLives[kind] ?? null
    return `${title} ${halfLifeMs === null ? 'counts all ages alike' : `forgets half in ${duration(halfLifeMs)}`}`
  })
  const sentences = [
    `Trained before ${new Date(report.splitAt).toISOString()}, measured on what ${report.evaluatedReaders.toLocaleString('en')} readers${drawn} read from then on, ranking all ${report.trainItems.toLocaleString('en')} items.`,
    ...compared.map(verdict),
    `Popularity forgets half in ${duration(told.popularityHalfLifeMs)}; ${forgets.join('; ')}: chosen on an earlier cut.`,
  ]
  return compared.some(({ difference }) => difference.low > 0) ? sentences : [...sentences, ...obstacles(told)]
}

interface Compared {
  readonly title: string
  readonly own: number
  readonly other: number
  readonly difference: { readonly mean: number; readonly low: number; readonly high: number }
}

function verdict({ title, difference, own, other }: Compared): string {
  const numbers = `NDCG@10 ${own.toFixed(4)} against ${other.toFixed(4)}, difference ${signed(difference.mean)} (95 % interval ${signed(difference.low)} to ${signed(difference.high)})`
  if (difference.low > 0) return `${title} orders better than popularity: ${numbers}.`
  if (difference.high < 0) return `Popularity orders better than ${title}: ${numbers}.`
  return `${title} and popularity cannot be told apart on this data: ${numbers}.`
}

function obstacles({ report, medianHistory, medianItemAgeMs }: Told): string[] {
  const { limits } = report
  return [
    `${percent(limits.unknownTargetShare)} of what was read after the split was unknown before it (${percent(limits.firstSeenAfterShare)} had not been read by anyone): no model of past reading can list it, whatever its kind; recall cannot pass ${percent(limits.recallBound)}.`,
    `Half of the evaluated readers had read ${medianHistory} ${medianHistory === 1 ? 'item' : 'items'} or fewer before the split; ${limits.newReaders.toLocaleString('en')} further readers had read nothing and were left out, as only unpersonal lists serve them.`,
    `Half of the items were first read less than ${duration(medianItemAgeMs)} before the split: what is wanted changes faster than a model trained once a day can learn.`,
  ]
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`

function duration(ms: number): string {
  if (ms < hour) return `${Math.round(ms / 60_000)} minutes`
  if (ms < 48 * hour) return `${Math.round(ms / hour)} hours`
  return `${Math.round(ms / (24 * hour))} days`
}
