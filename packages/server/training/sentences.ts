// An evaluation in words: who won, by how much, and what stood in the way.
import type { Report } from '@lectern/engine/evaluation/report.ts'

export interface Told {
  readonly report: Report
  /** Chosen on a cut before the split, Unix milliseconds of life; null: age does not matter. */
  readonly easeHalfLifeMs: number | null
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
  const { report } = told
  const model = report.models.find((each) => each.name === 'ease')
  const peer = report.models.find((each) => each.name === 'popularity')
  const difference = model?.difference['ndcg@10']
  const own = model?.metrics['ndcg@10']
  const other = peer?.metrics['ndcg@10']
  if (!difference || !own || !other) return []
  const drawn =
    told.eligibleReaders > report.evaluatedReaders ? ` (drawn from ${told.eligibleReaders.toLocaleString('en')})` : ''
  const sentences = [
    `Trained before ${new Date(report.splitAt).toISOString()}, measured on what ${report.evaluatedReaders.toLocaleString('en')} readers${drawn} read from then on, ranking all ${report.trainItems.toLocaleString('en')} items.`,
    verdict({ difference, own: own.mean, other: other.mean }),
    `Popularity forgets half in ${duration(told.popularityHalfLifeMs)}; EASE ${told.easeHalfLifeMs === null ? 'counts all ages alike' : `forgets half in ${duration(told.easeHalfLifeMs)}`}: both chosen on an earlier cut.`,
  ]
  return difference.low > 0 ? sentences : [...sentences, ...obstacles(told)]
}

function verdict(of: { difference: { mean: number; low: number; high: number }; own: number; other: number }): string {
  const { difference, own, other } = of
  const numbers = `NDCG@10 ${own.toFixed(4)} against ${other.toFixed(4)}, difference ${signed(difference.mean)} (95 % interval ${signed(difference.low)} to ${signed(difference.high)})`
  if (difference.low > 0) return `EASE orders better than popularity: ${numbers}.`
  if (difference.high < 0) return `Popularity orders better than EASE: ${numbers}.`
  return `EASE and popularity cannot be told apart on this data: ${numbers}.`
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

export function duration(ms: number): string {
  if (ms < hour) return `${Math.round(ms / 60_000)} minutes`
  if (ms < 48 * hour) return `${Math.round(ms / hour)} hours`
  return `${Math.round(ms / (24 * hour))} days`
}
