// The values that go into and come out of a recipe: what was asked, what is known, what was answered and why.
// All rows are catalogue rows. Plain data: a request and a slate cross threads and logs unchanged.
import type { History } from '../data/history.ts'
import type { Vocabulary } from '../data/vocabulary.ts'
import type { Seed } from '../random/random.ts'

/** What can be shown, one row per item; columns of equal length. Codes are rows of the vocabulary beside them, -1 unknown. */
export interface Catalogue {
  readonly items: Vocabulary
  readonly publishers: Vocabulary
  readonly topics: Vocabulary
  readonly languages: Vocabulary
  readonly publisher: Int32Array
  readonly topic: Int32Array
  readonly language: Int32Array
  /** The same the other way round: the rows of a publisher, topic, language. */
  readonly rowsOf: { readonly publisher: Groups; readonly topic: Groups; readonly language: Groups }
  /** Unix ms; 0 when unknown. */
  readonly publishedAt: Float64Array
  /** When the item became (or becomes) part of the catalogue, Unix ms: the age that freshness means. */
  readonly addedAt: Float64Array
  /** Rows by `addedAt`, newest first, ties by lower row. */
  readonly newestFirst: Int32Array
  /** Minutes to read; 0 when unknown. */
  readonly minutes: Float32Array
  /** 1 when it may be shown, 0 when not; the owner may change it in place. */
  readonly available: Uint8Array
}

/** Rows of each code, ascending: those of code c are `rows[indptr[c]..indptr[c + 1])`. */
export interface Groups {
  readonly indptr: Int32Array
  readonly rows: Int32Array
}

/** Popularity per catalogue row on any common positive scale, never negative. models/popularity.ts is one. */
export interface PopularityColumn {
  readonly strength: Float64Array
}

/** What the pipeline asks of a personal model, in the model's own rows; contributions sum to the score. models/ease.ts is one. */
export interface PersonalModel {
  readonly kind: string
  readonly items: Vocabulary
  score(history: History, now: number): Float32Array
  explain(history: History, row: number, now: number): { readonly contributions: readonly Contribution[] }
}

/** A personal model beside the catalogue: `toModel[catalogueRow]` and `toCatalogue[modelRow]`, -1 where there is none. */
export interface AlignedModel {
  readonly model: PersonalModel
  readonly toModel: Int32Array
  readonly toCatalogue: Int32Array
}

/** Everything a slate is made from besides the request. The server keeps one and replaces or updates its parts. */
export interface PipelineState {
  readonly catalogue: Catalogue
  readonly popularity: PopularityColumn
  /** The model that puts candidates in this reader's order; null: none yet. */
  readonly personal: AlignedModel | null
  /** Catalogue rows, best first, as the editors order them. */
  readonly editorialOrder: Int32Array
}

export interface SlateRequest {
  readonly surface: string
  readonly take: number
  /** Unix ms. */
  readonly now: number
  readonly seed: Seed
  readonly history: History
  /** Already opened, finished or dismissed. */
  readonly seen: ReadonlySet<number>
  readonly blocked: {
    readonly publishers: ReadonlySet<number>
    readonly topics: ReadonlySet<number>
    readonly items: ReadonlySet<number>
  }
  /** Language ids to keep, all when absent or empty. */
  readonly languages?: readonly string[]
}

export interface Contribution {
  readonly row: number
  readonly contribution: number
}

/** A part of a score that no history item caused. */
export interface Part {
  readonly name: 'popularity' | 'freshness' | 'editorial'
  readonly contribution: number
}

export type ReasonKind = 'because-you-read' | 'popular' | 'popular-in-topic' | 'fresh' | 'editors-choice' | 'explore'

/** Why an item has its score: all contributions and parts together equal the score (1e-6 relative to the largest). */
export interface Reason {
  readonly kind: ReasonKind
  /** History items, largest first. */
  readonly contributions: readonly Contribution[]
  readonly parts: readonly Part[]
}

export interface SlateItem {
  readonly row: number
  readonly slot: number
  readonly score: number
  /** Names of the sources that proposed it. */
  readonly sources: readonly string[]
  readonly reason: Reason
  /** Chance that this recipe put this item in this slot, given the slots before it; 1 without exploration. */
  readonly propensity: number
}

/** The step of the fallback ladder that answered. */
export type Rung = 'personal' | 'popular' | 'editorial'

export interface Slate {
  readonly items: readonly SlateItem[]
  readonly rung: Rung
  readonly recipe: { readonly name: string; readonly version: string }
  readonly trace: Trace
}

export interface Trace {
  readonly stages: readonly StageTrace[]
  readonly recorded: Recorded
  readonly filtered: Filtered
}

/** One stage that ran: how many rows came out of it (a filter: how many it refused), how long it took, how it failed. */
export interface StageTrace {
  readonly stage: string
  readonly kind: 'filter' | 'source' | 'scorer' | 'rerank'
  readonly count: number
  readonly ms: number
  /** Message of what it threw; the slate was made without it. */
  readonly failure?: string
}

/** What the sources proposed: with recipe, state and request this is enough to make the slate again. Plain JSON. */
export interface Recorded {
  readonly sources: readonly {
    readonly source: string
    readonly rows: readonly number[]
    readonly scores: readonly number[]
  }[]
}

/** Rows that were not allowed: `by[row]` is 0, or k when `stages[k - 1]` was the first to refuse the row. */
export interface Filtered {
  readonly stages: readonly { readonly stage: string; readonly reason: string }[]
  readonly by: Uint8Array
}
