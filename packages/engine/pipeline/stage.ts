import type { Personal } from './personal.ts'
import type { Catalogue, Outcome, Part, PipelineState, Reason, Rung, SlateRequest } from './slate.ts'

/** What every stage is given. `refused[row] !== 0` means a filter took the row out. */
export interface StageContext {
  readonly request: SlateRequest
  readonly state: PipelineState
  readonly refused: Uint8Array
  /** What the personal model makes of the history, null when it knows none of it; computed once per request. */
  personal(): Personal | null
  /** How many history items a reason names at most; absent: all. */
  readonly causes?: number
  /** The rung that ranked; reranks alone can know it. */
  readonly rung?: Rung
  /** Told of each slot that chance was asked for: the chance of each of these rows, given the slots above. */
  observe?(slot: number, rows: Int32Array, chances: Float64Array): void
}

/** Rows with the source's own scores, best first. */
export interface Proposal {
  readonly rows: Int32Array
  readonly scores: Float64Array
}

/** Numbers of a stage that people may see. Milliseconds where the name says so. */
type StageWeights = Readonly<Record<string, number>>

/** Proposes rows that no filter refused. */
export interface Source {
  readonly name: string
  /** For people who want to know why: what it does, in a sentence. */
  readonly about?: string
  readonly weights?: StageWeights
  propose(context: StageContext): Proposal
}

/** Refuses rows: writes `code` over each 0 in `context.refused` that must not be shown; returns how many. */
export interface Filter {
  readonly name: string
  /** For a person: why the row is not in the list. */
  readonly reason: string
  refuse(context: StageContext, code: number): number
  /**
   * For a filter whose refusals follow from the catalogue and this key alone, so that they can be kept for the next
   * request: the key tells apart everything else that counts, its own options too.
   */
  keyOf?(request: SlateRequest, catalogue: Catalogue): string
}

/** Worth of each candidate, `null` when this rung has nothing to go by; then the next scorer is asked. */
export interface Scorer {
  readonly name: string
  /** For people who want to know why: what it does, in a sentence. */
  readonly about?: string
  readonly weights?: StageWeights
  readonly rung: Rung
  score(context: StageContext, rows: Int32Array): Scored | null
}

export interface Scored {
  /** Parallel to the rows given. */
  readonly scores: Float64Array
  /** Takes the score of `rows[k]` apart; called only for the rows that are shown. */
  explain(k: number): Reason
  /** How likely each outcome of `rows[k]` is when it is shown; likewise. */
  outcomes?(k: number): Readonly<Record<Outcome, number>>
}

/** Candidates in the order to show them; a rerank reorders `rows` and the arrays beside it. */
export interface Ranked {
  readonly rows: Int32Array
  readonly scores: Float64Array
  /** Chance of the row in its slot given the slots before. */
  readonly propensities: Float64Array
  /** 1 where chance put the row. */
  readonly explored: Uint8Array
  /** What a rerank added to the score of a row, for its reason. */
  readonly parts?: ReadonlyMap<number, readonly Part[]>
}

/** Looks at the list as a whole. Only the first `request.take` rows of the result are shown. */
export interface Rerank {
  readonly name: string
  /** For people who want to know why: what it does, in a sentence. */
  readonly about?: string
  readonly weights?: StageWeights
  arrange(context: StageContext, ranked: Ranked): Ranked
  /** Runs in its place on the editors' order, which is otherwise shown as they made it. */
  readonly onEditorial?: Rerank
}

/** A named list of stages. Change `version` whenever a stage or a weight changes: it is logged with each slate. */
export interface Recipe {
  readonly name: string
  readonly version: string
  readonly filters: readonly Filter[]
  readonly sources: readonly Source[]
  /** The fallback ladder, first rung first. */
  readonly scorers: readonly Scorer[]
  readonly rerank: readonly Rerank[]
}
