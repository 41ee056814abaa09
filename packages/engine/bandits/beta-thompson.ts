// Beta-Bernoulli Thompson sampling as a policy: counts everywhere and by region, optimistic priors, draws to rank by.
// Thompson, Biometrika 25, 1933; Chapelle and Li, "An empirical evaluation of Thompson sampling", NIPS 2011; blend and priors
// after Merino, the recommender behind Firefox's New Tab. An event costs O(1), a slate O(candidates). For front pages: a
// corpus fresh and small enough that every item gets shown. Where items come faster than shows, use linear-policy.ts.
import { arrayOf, readModelFile, writeModelFile } from '../data/model-file.ts'
import { alignRows, Vocabulary } from '../data/vocabulary.ts'
import type { Random } from '../random/random.ts'
import { posteriorMeans } from './beta-posterior.ts'
import { Engagement, type EngagementState } from './engagement.ts'
import { type FadingState, halfLifeFromJson, halfLifeToJson } from './fading-scale.ts'
import type { Moment, Policy, PolicyEvent } from './policy.ts'
import { RegionalEngagement, type RegionalOptions } from './regional-engagement.ts'
import { thompsonDraw } from './thompson.ts'

interface BetaThompsonConfig extends RegionalOptions {
  /** Whole milliseconds after which an event counts half; default Infinity. */
  readonly halfLifeMs?: number
}

const kind = 'beta-thompson/1'

export class BetaThompson implements Policy {
  readonly kind = 'beta-thompson'
  readonly items: Vocabulary
  readonly engagement: RegionalEngagement
  readonly config: BetaThompsonConfig

  constructor(items: Vocabulary, config: BetaThompsonConfig = {}, engagement?: RegionalEngagement) {
    this.items = items
    this.config = config
    this.engagement = engagement ?? new RegionalEngagement(config)
  }

  observe(event: PolicyEvent): void {
    this.items.id(event.row)
    this.engagement.observe(event, event.region)
  }

  forget(event: PolicyEvent): void {
    this.items.id(event.row)
    this.engagement.forget(event, event.region)
  }

  means(rows: Int32Array, moment: Moment): Float64Array {
    return posteriorMeans(this.engagement.posteriors(rows, moment, this.config))
  }

  draw(rows: Int32Array, moment: Moment, rng: Random): Float64Array {
    return thompsonDraw(this.engagement.posteriors(rows, moment, this.config), rng)
  }

  /** The same counts over other items: new ones start at 0, missing ones are dropped. */
  withItems(items: Vocabulary): BetaThompson {
    const rows = alignRows(items, this.items)
    const { halfLifeMs, everywhere, regions } = this.engagement
    const move = (old: Engagement) => new Engagement({ halfLifeMs }, old.state(rows))
    const moved = new Map(regions.map((name) => [name, move(this.engagement.region(name)!)]))
    const engagement = new RegionalEngagement({ halfLifeMs }, { everywhere: move(everywhere), regions: moved })
    return new BetaThompson(items, this.config, engagement)
  }

  save(): Uint8Array {
    const rows = Int32Array.from(this.items.ids.keys())
    const { regions, everywhere, halfLifeMs } = this.engagement
    const states = [everywhere, ...regions.map((name) => this.engagement.region(name)!)].map((one) => one.state(rows))
    const { halfLifeMs: _, ...config } = this.config
    const meta = {
      items: this.items,
      halfLifeMs: halfLifeToJson(halfLifeMs),
      config,
      regions,
      states: states.map(({ totals, scale }) => ({ totals, scale })),
    }
    const table = (of: (state: EngagementState) => Float64Array) => concatenated(states.map(of))
    return writeModelFile({ kind, meta, arrays: { shows: table((s) => s.shows), clicks: table((s) => s.clicks) } })
  }
}

interface Meta {
  readonly items: string[]
  readonly halfLifeMs: number | null
  readonly config: RegionalOptions
  readonly regions: string[]
  readonly states: { totals: { shows: number; clicks: number }; scale: FadingState }[]
}

/** Reads what `save` wrote; counting goes on in a copy. Throws on foreign or damaged bytes. */
export function loadBetaThompson(bytes: Uint8Array): BetaThompson {
  const file = readModelFile(bytes, kind)
  const meta = file.meta as Meta
  const items = new Vocabulary(meta.items)
  const halfLifeMs = halfLifeFromJson(meta.halfLifeMs)
  const [shows, clicks] = ['shows', 'clicks'].map((name) =>
    arrayOf(file, name, Float64Array, items.size * (1 + meta.regions.length)),
  ) as [Float64Array, Float64Array]
  const [everywhere, ...rest] = meta.states.map(({ totals, scale }, k) => {
    const part = (values: Float64Array) => values.subarray(k * items.size, (k + 1) * items.size)
    return new Engagement({ halfLifeMs }, { shows: part(shows), clicks: part(clicks), totals, scale })
  })
  const regions = new Map(meta.regions.map((name, k) => [name, rest[k]!]))
  const engagement = new RegionalEngagement({ halfLifeMs }, { everywhere: everywhere!, regions })
  return new BetaThompson(items, { ...meta.config, halfLifeMs }, engagement)
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
