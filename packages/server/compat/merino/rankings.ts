// The ranking that serves a surface and region now: made once a minute, sooner when the catalogue changed, from disk when
// there is no catalogue.
import type { Kernel } from '../../kernel/kernel.ts'
import { newBoundedCache } from './bounded-cache.ts'
import { type Branch, type NewtabSettings, regionKeyOf } from './experiments.ts'
import type { Learnt } from './learnt.ts'
import { drawn, type Ranking, rankStories } from './ranking.ts'
import type { ReportCounts } from './report-counts.ts'
import { openStoredRankings, type StoredRanking } from './stored-rankings.ts'
import { columnsOf, gatherStories, type Story } from './stories.ts'
import { type SurfaceId, surfaceIds } from './surfaces.ts'
import type { View, Views } from './view.ts'

/** How long the same question has the same answer. */
export const servesMs = 60_000
/** A catalogue that changes all the time is followed so often. */
const followsMs = 1000
const mostKept = 64

interface Place {
  readonly surface: SurfaceId
  readonly region: string | null
  readonly branch?: Branch | null
}

interface Rankings {
  /** Never fails: the worst is a ranking of nothing. */
  now(place: Place): Promise<Ranking>
  /** Takes what may not be shown any more out of what is kept for emergencies. */
  purge(): Promise<void>
  close(): Promise<void>
}

interface Kept {
  readonly ranking: Ranking
  readonly madeAt: number
  readonly served: View['served']
  /** What editors placed. */
  readonly placed: Placed
}

type Placed = Pick<View['pipeline'], 'editorialOrder' | 'sections'>
const isSame = (a: Placed, b: Placed): boolean => a.editorialOrder === b.editorialOrder && a.sections === b.sections

export function openRankings(
  kernel: Pick<Kernel, 'blobs' | 'clock' | 'log'>,
  {
    views,
    reports,
    learnt,
    boosts,
  }: {
    readonly views: Views
    readonly reports: ReportCounts
    readonly learnt: Learnt
    readonly boosts: NewtabSettings['boosts']
  },
): Rankings {
  const stored = openStoredRankings(kernel)
  const kept = newBoundedCache<string, Kept>(mostKept)
  const told = newBoundedCache<SurfaceId, { readonly served: View['served']; readonly stories: Map<number, Story> }>(
    surfaceIds.length,
  )
  const fromDisk = newBoundedCache<SurfaceId, StoredRanking>(mostKept)

  /** Cards of one catalogue never change: each is put into words once per surface. */
  const toldOf = ({ served }: View, surface: SurfaceId): Map<number, Story> => {
    const known = told.get(surface)
    if (known?.served === served) return known.stories
    const stories = new Map<number, Story>()
    told.set(surface, { served, stories })
    return stories
  }
  const live = (view: View, place: Place, now: number): Ranking => {
    const { branch = null } = place
    const key = `${place.surface} ${place.region} ${branch?.key ?? ''}`
    const known = kept.get(key)
    // A clock that was put back makes what was made later old as well.
    const age = known === undefined || known.madeAt > now ? Number.POSITIVE_INFINITY : now - known.madeAt
    const gone = known !== undefined && somethingGone(known, view)
    const changed = known !== undefined && (known.served !== view.served || !isSame(known.placed, view.pipeline))
    if (known !== undefined && !gone && age < (changed ? followsMs : servesMs)) return known.ranking
    const stories = gatherStories(view, { ...place, now, told: toldOf(view, place.surface) })
    const branchCounts =
      branch === null ? null : (learnt.rates()?.branches.get(regionKeyOf(place.region, branch.key)) ?? null)
    const seed = seedOf(place, now)
    const ranking = rankStories(stories, { ...place, view, reports, now, seed, branchCounts, boosts, log: kernel.log })
    kept.set(key, { ranking, madeAt: now, served: view.served, placed: view.pipeline })
    if (branch === null) stored.offer(ranking, { now, atOnce: gone })
    return ranking
  }
  const last = async (place: Place, now: number): Promise<Ranking> => {
    const known = fromDisk.get(place.surface) ?? (await stored.last(place.surface))
    if (known === null) return nothing(place, now)
    fromDisk.set(place.surface, known)
    return drawn(known.stories, { ...known, seed: seedOf(place, now) })
  }
  let onDisk = false
  /** Told when it changes, not for each reader. */
  const tell = (disk: boolean, cause?: unknown): void => {
    if (disk === onDisk) return
    onDisk = disk
    if (disk) kernel.log.error({ err: cause, rung: 'stored' }, 'New Tabs cannot be ranked; the last ones on disk serve')
    else kernel.log.info('New Tabs are ranked again')
  }
  return {
    async now(place) {
      const now = kernel.clock()
      let failure: unknown
      try {
        const view = views.view()
        if (view !== null) {
          const ranking = live(view, place, now)
          tell(false)
          return ranking
        }
      } catch (cause) {
        failure = cause
      }
      tell(true, failure)
      return await last(place, now)
    },
    async purge() {
      const catalogue = views.view()?.served.catalogue
      if (catalogue === undefined) return
      await stored.purge((item) => catalogue.available[catalogue.items.row(item)] === 1)
      for (const surface of surfaceIds) fromDisk.delete(surface)
    },
    close: () => stored.close(),
  }
}

/** Something of it was taken down since. */
function somethingGone({ ranking: { stories }, served }: Kept, view: View): boolean {
  const { catalogue } = view.served
  if (served === view.served) return stories.rows.some((row) => catalogue.available[row] !== 1)
  return stories.stories.some(({ id }) => catalogue.available[catalogue.items.row(id)] !== 1)
}

/** The same draws for everybody in the same place and minute. */
const seedOf = ({ surface, region }: Place, now: number): string =>
  `${surface} ${region ?? '-'} ${Math.floor(now / servesMs)}`

const nothing = (place: Place, now: number): Ranking =>
  drawn(columnsOf([], { surface: place.surface, editorial: [] }), {
    rung: 'stored',
    seed: seedOf(place, now),
    posteriors: { alpha: new Float64Array(0), beta: new Float64Array(0) },
    fresh: new Uint8Array(0),
    out: new Uint8Array(0),
  })
