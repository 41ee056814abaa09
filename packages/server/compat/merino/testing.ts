// For tests: a publication in memory behind the real routes. There is no database: every test here is also one without.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nothingKnown } from '@lectern/engine/pipeline/priorities.ts'
import type { EngagementColumn, PipelineState } from '@lectern/engine/pipeline/slate.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { type EventFeed, newEventFeed } from '../../events/events.ts'
import type { StoredItem } from '../../items/items.ts'
import { openBlobs } from '../../kernel/blobs/blobs.ts'
import { systemChance } from '../../kernel/clock/clock.ts'
import { newRoutes, type Routes } from '../../kernel/http/http.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { silentLog } from '../../kernel/log/log.ts'
import { serveCatalogue } from '../../recommend/catalogue.ts'
import { type Answer, answer } from './answer.ts'
import type { NewtabSettings } from './experiments.ts'
import type { InterestModel } from './interest-model.ts'
import { nothingLearnt, type Rates } from './learnt.ts'
import { type Merino, openMerino } from './merino.ts'
import { merinoRoutes } from './routes.ts'
import { topicIds } from './topics.ts'
import type { View } from './view.ts'

export const day = 24 * 3_600_000
export const noon = Date.UTC(2026, 0, 15, 12)

export type TestItem = Partial<StoredItem> & Pick<StoredItem, 'id'>

export const itemOf = (item: TestItem): StoredItem => ({
  url: `https://${item.publisher ?? 'example'}.example/${item.id}`,
  title: `Title of ${item.id}`,
  excerpt: 'What it is about.',
  publisher: 'example',
  topic: null,
  language: 'en',
  minutes: 5,
  imageUrl: 'https://images.example/one.jpg',
  publishedAt: null,
  origin: 'test',
  editorialRank: null,
  addedAt: noon - 30 * day,
  contentType: 'article',
  paywalled: false,
  regions: null,
  cluster: null,
  takenDownAt: null,
  ...item,
})

/** `each` stories of every topic, of many publishers, in English. */
export const publication = (each = 24): TestItem[] =>
  topicIds.flatMap((topic) =>
    Array.from({ length: each }, (_, n) => ({ id: `${topic}-${n}`, topic, publisher: `publisher-${(n * 7) % 23}` })),
  )

export interface Known {
  /** Popularity by item. */
  readonly popularity?: (item: string) => number
  /** Shows and clicks by item; everything is new when left out. */
  readonly clicks?: (item: string, region: string | null) => { readonly shows: number; readonly clicks: number }
  readonly sections?: Readonly<Record<string, readonly string[]>>
}

const prior = { alpha: 1, beta: 99 }

export function viewOf(items: readonly TestItem[], known: Known = {}): View {
  const served = serveCatalogue(items.map(itemOf))
  const { catalogue } = served
  const engagement: EngagementColumn = {
    posteriors: (rows, { region }) => {
      const counts = Array.from(rows, (row) => known.clicks!(catalogue.items.id(row), region))
      return {
        alpha: Float64Array.from(counts, ({ clicks }) => prior.alpha + clicks),
        beta: Float64Array.from(counts, ({ shows, clicks }) => prior.beta + shows - clicks),
        prior,
      }
    },
  }
  const sections = Object.entries(known.sections ?? {}).map(([name, ids]) => ({
    name,
    rows: Int32Array.from(ids, (id) => catalogue.items.row(id)),
  }))
  const pipeline: PipelineState = {
    ...nothingKnown,
    catalogue,
    personal: null,
    editorialOrder: served.editorialOrder,
    popularity: { strength: Float64Array.from(catalogue.items.ids, known.popularity ?? (() => 0)) },
    engagement: known.clicks === undefined ? null : engagement,
    sections,
  }
  return { served, pipeline }
}

export interface TestMerino {
  readonly merino: Merino
  readonly app: Routes
  readonly feed: EventFeed
  /** Of the answers made so far. */
  readonly rungs: readonly string[]
  /** What serves from now on; null: nothing could be loaded. */
  serve(view: View | null): void
  advance(ms: number): void
  now(): number
  /** Posts a request and answers what came back, checked against the contract. */
  ask(body: Record<string, unknown>): Promise<Answer>
  post(body: unknown): Promise<Response>
  /** The same folder, opened anew, as after a restart. */
  restarted(view: View | null): TestMerino
  close(): Promise<void>
}

/** As configured by default. */
export const plainSettings: NewtabSettings = { ranker: 'thompson', experiments: {}, boosts: {} }

export interface TestOptions {
  readonly dataDir?: string
  readonly settings?: Partial<NewtabSettings>
  readonly rates?: Rates | null
  readonly interests?: InterestModel | null
}

export function testMerino(view: View | null, options: TestOptions = {}): TestMerino {
  const { dataDir = mkdtempSync(join(tmpdir(), 'lectern-merino-')), rates = null, interests = null } = options
  const settings = { ...plainSettings, ...options.settings }
  let now = noon
  let serving = view
  const feed = newEventFeed()
  const rng = derive(1, 'ids')
  const uuid = (): string => `00000000-0000-4000-8000-${rng.uint32().toString(16).padStart(12, '0')}`
  const kernel = {
    clock: () => now,
    chance: { ...systemChance, uuid },
    log: silentLog,
    blobs: openBlobs(join(dataDir, 'files')),
    database: away,
  } as unknown as Kernel
  const rungs: string[] = []
  const learnt = { ...nothingLearnt, rates: () => rates, interests: () => interests }
  const made = ({ rung }: { readonly rung: string }): void => void rungs.push(rung)
  const merino = openMerino(kernel, { view: () => serving }, { feed, made, settings, learnt })
  const app = newRoutes()
  app.route('/', merinoRoutes(merino))
  const post = async (body: unknown): Promise<Response> =>
    await app.request('/api/v1/curated-recommendations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return {
    merino,
    app,
    feed,
    rungs,
    serve(next) {
      serving = next
    },
    advance(ms) {
      now += ms
    },
    now: () => now,
    post,
    async ask(body) {
      const response = await post({ locale: 'en-US', region: 'US', ...body })
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
      return answer.parse(await response.json())
    },
    restarted: (next) => testMerino(next, { ...options, dataDir }),
    async close() {
      await merino.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

interface Refusal {
  readonly detail: readonly { readonly loc: readonly string[]; readonly msg: string }[]
}

/** What a refused request was told. */
export const refusalOf = async (response: Response): Promise<Refusal> => (await response.json()) as Refusal

/** A database nobody can reach. */
const away = new Proxy(
  {},
  {
    get() {
      throw new Error('the database is away')
    },
  },
)
