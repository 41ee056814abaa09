// What may be told of counts: nothing that fewer readers did than the threshold, and each number beside what was to be expected.
import { clusteredShare } from '@lectern/engine/evaluation/clustered-share.ts'
import { effectOf, strengthOf } from '@lectern/engine/evaluation/observed-expected.ts'
import type { DemandRow, Mirror, MirrorDimension, MirrorRow } from '@lectern/protocol/rest/mirror.ts'
import { mirrorDimensions } from '@lectern/protocol/rest/mirror.ts'
import type { Measured, Outcome, Wanted } from './queries.ts'

const mostRows = 50

interface Counts {
  readonly groups: readonly Measured[]
  readonly days: readonly Measured[]
  readonly outcomes: readonly Outcome[]
}

interface Telling {
  /** Fewest readers a number is told of. */
  readonly threshold: number
  nameOf(dimension: MirrorDimension, key: string): string
}

/** Learnt from all items, also those that are not told. */
const strengthFrom = ({ groups }: Pick<Counts, 'groups'>): number =>
  strengthOf(
    groups
      .filter(({ dimension }) => dimension === 'item')
      .map(({ opens, expected }) => ({ observed: opens, expected })),
  )

export function toldRows(counts: Counts, telling: Telling): Pick<Mirror, 'total' | 'days' | 'dimensions'> {
  const strength = strengthFrom(counts)
  const outcomes = Map.groupBy(counts.outcomes, ({ dimension, key }) => `${dimension}/${key}`)
  const row = (of: Measured): MirrorRow => {
    const name = of.dimension === 'total' ? 'All' : telling.nameOf(of.dimension as MirrorDimension, of.key)
    const done = outcomes.get(`${of.dimension}/${of.key}`) ?? []
    const told = (kind: Outcome['kind']): number | null => {
      const found = done.find((one) => one.kind === kind)
      return found !== undefined && found.readers >= telling.threshold ? found.times : null
    }
    const [finishes, saves, dismissals, reports] = [told('finish'), told('save'), told('dismiss'), told('report')]
    return { key: of.key, name, ...seen(of, telling.threshold, strength), finishes, saves, dismissals, reports }
  }
  const isTold = ({ readers }: Measured): boolean => readers >= telling.threshold
  const total = counts.groups.find(({ dimension }) => dimension === 'total')
  return {
    total: total !== undefined && isTold(total) ? row(total) : null,
    days: counts.days.filter(isTold).map((of) => ({ day: of.key, ...seen(of, telling.threshold, strength) })),
    dimensions: mirrorDimensions.map((dimension) => {
      const all = counts.groups.filter((of) => of.dimension === dimension)
      const shown = all.filter(isTold)
      const more = Math.max(0, shown.length - mostRows)
      return { dimension, rows: shown.slice(0, mostRows).map(row), hidden: all.length - shown.length, more }
    }),
  }
}

function seen({ impressions, readers, opens, openers, expected }: Measured, threshold: number, strength: number) {
  const told = openers >= threshold
  const { factor, low, high } = effectOf({ observed: opens, expected }, strength)
  return {
    impressions,
    readers,
    opens: told ? opens : null,
    expected: rounded(expected),
    effect: told ? { factor: rounded(factor), low: rounded(low), high: rounded(high) } : null,
  }
}

export function toldDemand(
  wanted: readonly Wanted[],
  whole: { readonly impressions: number; readonly stock: number },
  threshold: number,
): DemandRow[] {
  const rows = wanted
    .filter(({ holders }) => holders >= threshold)
    .map((of) => {
      const share = clusteredShare(of)
      const ofImpressions = whole.impressions === 0 ? 0 : of.impressions / whole.impressions
      const ofStock = whole.stock === 0 ? 0 : of.stock / whole.stock
      const { topic, holders: readers, stock } = of
      const unmet = share.low > ofStock && share.low > ofImpressions
      return { topic, wanted: share, readers, ofImpressions, ofStock, stock, unmet }
    })
  return rows.sort((a, b) => over(b) - over(a) || (a.topic < b.topic ? -1 : 1))
}

const over = ({ wanted, ofStock }: DemandRow): number => wanted.share - ofStock

/** Hundredths: finer would tell what is not told. */
const rounded = (value: number): number => Math.round(value * 100) / 100
