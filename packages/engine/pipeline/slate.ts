// The values that go into and come out of a recipe: what was asked, what is known, what was answered and why.
// All rows are catalogue rows. Plain data: a request and a slate cross threads and logs unchanged.
import type { History } from '../data/history.ts'
import type { Vocabulary } from '../data/vocabulary.ts'
import type { Seed } from '../random/random.ts'
import type { SlateRules } from './slate-rules.ts'

/** What can be shown, one row per item; columns of equal length. Codes are rows of the vocabulary beside them, -1 unknown. */
export interface Catalogue {
  readonly items: Vocabulary
  readonly publishers: Vocabulary
  readonly topics: Vocabulary
  readonly languages: Vocabulary
  /** Such as `article`, `video`. */
  readonly contentTypes: Vocabulary
  /** Names of the stories that several items tell. */
  readonly clusters: Vocabulary
  readonly publisher: Int32Array
  readonly topic: Int32Array
  readonly language: Int32Array
  readonly contentType: Int32Array
  /** The same the other way round: the rows of a publisher, topic, language, content type, cluster. */
  readonly rowsOf: {
    readonly publisher: Groups
    readonly topic: Groups
    readonly language: Groups
    readonly contentType: Groups
    readonly cluster: Groups
  }
  /** Rows that tell the same story have the same code of 0 or more; -1 stands alone. */
  readonly cluster: Int32Array
  /** 1 where reading asks for payment. */
  readonly paywalled: Uint8Array
  /** Region ids (ISO 3166) of the rows that may be shown in some regions only; all other rows are for everywhere. */
  readonly onlyIn: ReadonlyMap<number, ReadonlySet<string>>
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
interface PopularityColumn {
  readonly strength: Float64Array
  /**
   * The strongest rows, best first, ties by lower row, none of strength 0; `complete` when there are no others. For a list
   * without a pass over the catalogue; without it the source `popular` makes that pass.
   */
  leading?(): { readonly rows: Int32Array; readonly complete: boolean }
}

/** What the pipeline asks of a personal model, in the model's own rows; contributions sum to the score. models/ease.ts is one. */
export interface PersonalModel {
  readonly kind: string
  readonly items: Vocabulary
  /** Whether the same history always scores the same, whenever it is asked. */
  readonly timeless?: true
  score(history: History, now: number): Float32Array
  /** The scores of a timeless model, into an array that is used again. */
  fillScores?(history: History, into: Float32Array): void
  explain(history: History, row: number, now: number): { readonly contributions: readonly Contribution[] }
  /** The same for a timeless model without an object for each: what item k of the history adds to the score, into `into[k]`. */
  fillContributions?(history: History, row: number, into: Float64Array): void
}

/** Click rates as Beta posteriors, one entry per asked row: the same for a row whatever else is asked, or no replay is. */
export interface EngagementColumn {
  posteriors(
    rows: Int32Array,
    moment: { readonly region: string | null; readonly now: number },
  ): {
    readonly alpha: Float64Array
    readonly beta: Float64Array
    /** What is believed of an item that was never shown. */
    readonly prior?: { readonly alpha: number; readonly beta: number }
  }
}

/** What readers go on to do with an item, from live counts: shares of 0 to 1 per catalogue row, shrunk to the mean of all. */
export interface OutcomeRates {
  /** Of those who opened it. */
  readonly finish: Float64Array
  readonly save: Float64Array
  readonly like: Float64Array
  /** Of those who saw it. */
  readonly dismiss: Float64Array
  readonly report: Float64Array
}

/** What follows an item in visits of others, learnt click by click; models/co-visitation.ts is one. Rows of the catalogue. */
export interface SessionColumn {
  scoreRows(history: History, rows: Int32Array): Float32Array
  /** Rows that follow something of the history, best first, at most `limit`. */
  neighbours(history: History, limit: number): Int32Array
  /** The score of a row taken apart by items of the history; what it cannot tell is a part of its own. */
  eachContribution?(history: History, row: number, visit: (from: number, contribution: number) => void): void
}

/** An editorial grouping: catalogue rows in the editors' order. */
export interface Section {
  readonly name: string
  readonly rows: Int32Array
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
  /** Popularity of the last hours, on a scale of its own. */
  readonly recent?: PopularityColumn
  /** The model that puts candidates in this reader's order; null: none yet. */
  readonly personal: AlignedModel | null
  /** Catalogue rows, best first, as the editors order them. */
  readonly editorialOrder: Int32Array
  readonly sections: readonly Section[]
  /** null: nothing was shown or opened yet. */
  readonly engagement: EngagementColumn | null
  readonly outcomes: OutcomeRates | null
  readonly sessions: SessionColumn | null
  readonly priorities: Priorities
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
  /** Where the reader is, ISO 3166; null or absent: not known. */
  readonly region?: string | null
  /** Topic codes the reader follows. */
  readonly followedTopics?: ReadonlySet<number>
  /** How often the reader was shown a row, and since when (Unix ms). */
  readonly shown?: ReadonlyMap<number, { readonly times: number; readonly firstAt: number }>
  /** Saved and since then neither opened nor dismissed, with the time of saving (Unix ms). */
  readonly saved?: readonly { readonly row: number; readonly at: number }[]
  readonly paywall?: 'any' | 'avoid' | 'exclude'
  /** What this one request asks of its list. */
  readonly rules?: SlateRules
}

/** The publisher's published weights: what an outcome is worth beside an open. Versioned, logged with each slate. */
export interface Priorities {
  readonly version: string
  readonly outcomes: Readonly<Record<Outcome, number>>
}
export type Outcome = 'open' | 'finish' | 'save' | 'like' | 'dismiss' | 'report'

export interface Contribution {
  readonly row: number
  readonly contribution: number
}

type PartName =
  | 'popularity'
  | 'session'
  | 'freshness'
  | 'editorial'
  | 'dismissals'
  | 'reports'
  | 'boost'
  | 'rotation'
  | 'paywall'

/** A part of a score that no history item caused. */
export interface Part {
  readonly name: PartName
  readonly contribution: number
}

export type ReasonKind = 'because-you-read' | 'popular' | 'popular-in-topic' | 'fresh' | 'editors-choice' | 'explore'

/** Why an item has its score: contributions, others and parts together equal the score (1e-6 relative to the largest). */
export interface Reason {
  readonly kind: ReasonKind
  /** History items, largest first. */
  readonly contributions: readonly Contribution[]
  /** What the history items that are not named contributed; absent: all are named. */
  readonly others?: number
  readonly parts: readonly Part[]
}

export interface SlateItem {
  readonly row: number
  readonly slot: number
  readonly score: number
  /** Names of the sources that proposed it. */
  readonly sources: readonly string[]
  readonly reason: Reason
  /** How likely each outcome is when it is shown, 0 to 1; absent where nothing is known of outcomes. */
  readonly outcomes?: Readonly<Record<Outcome, number>>
  /** Chance that this recipe put this item in this slot, given the slots before it; 1 without exploration. */
  readonly propensity: number
  /** Who paid for it; to be told wherever it is shown. */
  readonly sponsor?: string
}

/** The step of the fallback ladder that answered. */
export type Rung = 'personal' | 'segment' | 'popular' | 'editorial'

export interface Slate {
  readonly items: readonly SlateItem[]
  readonly rung: Rung
  readonly recipe: { readonly name: string; readonly version: string }
  readonly trace: Trace
}

interface Trace {
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

/** What the sources proposed: with recipe, state and request this is enough to make the slate again. Arrays of any kind. */
export interface Recorded {
  readonly sources: readonly {
    readonly source: string
    readonly rows: ArrayLike<number>
    readonly scores: ArrayLike<number>
  }[]
}

/** Rows that were not allowed: `by[row]` is 0, or k when `stages[k - 1]` was the first to refuse the row; empty when nobody wanted to know. */
export interface Filtered {
  readonly stages: readonly { readonly stage: string; readonly reason: string }[]
  readonly by: Uint8Array
}
