// What readers made of what they were shown: shows and opens of the last 24 hours by item and region, and what followed in
// the last seven days. A show counts by how likely somebody looked at its slot. Counted event by event, equal to a recount.
// Not here: how posteriors are made of it (engine/bandits/regional-engagement.ts).
import { RegionalEngagement } from '@lectern/engine/bandits/regional-engagement.ts'
import { RollingSums } from '@lectern/engine/data/rolling-sums.ts'
import type { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import type { EngagementColumn, OutcomeRates } from '@lectern/engine/pipeline/slate.ts'
import type { EventKind } from '../events/events.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { livePosteriors } from './live-posteriors.ts'
import { type CountedEvent, type LogCounter, openLogCounter } from './log-counter.ts'
import { newOutcomeCounts, type OutcomeCounts } from './outcome-counts.ts'

const minute = 60_000
const hour = 60 * minute
const engagementWindow = { bucketMs: 15 * minute, buckets: 96 }
const outcomeWindow = { bucketMs: hour, buckets: 7 * 24 }
const kinds = [
  'impression',
  'open',
  'finish',
  'save',
  'like',
  'dismiss',
  'report',
] as const satisfies readonly EventKind[]
/** Regions told apart; the rest counts everywhere only. */
const mostRegions = 512

/**
 * Chance that a reader looks at a slot, beside the first: a power of the rank, as in Joachims, Swaminathan and Schnabel,
 * WSDM 2017. The exponent 1/2 is an assumption, not measured on this publication. An unknown slot counts whole.
 */
export const slotPropensity = (slot: number | null): number => (slot === null ? 1 : 1 / Math.sqrt(1 + slot))

interface EngagementCounts {
  readonly items: Vocabulary
  readonly engagement: RegionalEngagement
  readonly column: EngagementColumn
  readonly outcomes: OutcomeCounts
  count(event: CountedEvent): void
  moveTo(now: number): void
}

export interface LiveEngagement extends Omit<LogCounter<EngagementCounts>, 'current'> {
  /** At `now`; null where nothing was shown or opened yet. */
  current(now: number): { readonly engagement: EngagementColumn | null; readonly outcomes: OutcomeRates | null }
  /** For tests: the sums themselves. */
  counts(now: number): EngagementCounts
}

/** `items` answers the vocabulary of the moment; its rows stay as it grows. */
export function openEngagement(
  kernel: Pick<Kernel, 'database' | 'blobs' | 'clock'>,
  items: () => Vocabulary,
): LiveEngagement {
  const counter = openLogCounter(kernel, {
    kinds,
    reachMs: outcomeWindow.bucketMs * outcomeWindow.buckets,
    fresh: () => newCounts(items, kernel.clock()),
    count: (into, event) => into.count(event),
  })
  const counts = (now: number): EngagementCounts => {
    const current = counter.current()
    current.moveTo(now)
    return current
  }
  return {
    ...counter,
    counts,
    current(now) {
      const { engagement, column, outcomes, items: known } = counts(now)
      const { shows, clicks } = engagement.everywhere.totals(now)
      return {
        engagement: shows > 0.5 && clicks > 0.5 ? column : null,
        outcomes: outcomes.rates(known.size, now),
      }
    },
  }
}

function newCounts(items: () => Vocabulary, now: number): EngagementCounts {
  const engagement = new RegionalEngagement()
  const outcomes = newOutcomeCounts()
  const regions = new Map<string | null, number>([[null, 0]])
  const names: (string | null)[] = [null]
  const regionOf = (name: string | null): number => {
    const known = regions.get(name)
    if (known !== undefined) return known
    if (names.length >= mostRegions) return 0
    names.push(name)
    regions.set(name, names.length - 1)
    return names.length - 1
  }
  const recent = new RollingSums(engagementWindow, (key, amount) => {
    const [row, region] = [Math.floor(key / (2 * mostRegions)), names[(key >> 1) % mostRegions] ?? null]
    const change = { row, at: 0, [key % 2 === 0 ? 'shows' : 'clicks']: Math.abs(amount) }
    if (amount >= 0) engagement.observe(change, region)
    else engagement.forget(change, region)
  })
  const week = new RollingSums(outcomeWindow, (key, amount) => outcomes.add(key, amount))
  const moveTo = (moment: number): void => {
    recent.moveTo(moment)
    week.moveTo(moment)
  }
  moveTo(now)
  return {
    get items() {
      return items()
    },
    engagement,
    column: livePosteriors(engagement, () => items().size),
    outcomes,
    moveTo,
    count({ item, kind, at, on, slot, region }) {
      const row = items().row(item)
      if (row < 0) return
      const key = (row * mostRegions + regionOf(region)) * 2
      if (kind === 'impression') recent.add(key, slotPropensity(slot), at)
      if (kind === 'open' && on) recent.add(key + 1, 1, at)
      week.add(outcomes.keyOf(row, kind), on ? 1 : -1, at)
    },
  }
}
