import { KeptValues } from '../data/kept-values.ts'
import { topRows } from '../data/top-rows.ts'
import { type Personal, personalView } from './personal.ts'
import { askedFor, type Named } from './rerank/asked-for.ts'
import type {
  Catalogue,
  Filtered,
  Part,
  PipelineState,
  Reason,
  Recorded,
  Rung,
  Slate,
  SlateItem,
  SlateRequest,
  StageTrace,
} from './slate.ts'
import type { Ranked, Recipe, Scored, StageContext } from './stage.ts'
import { standingRefusals } from './standing-refusals.ts'
import { uniteProposals } from './unite-proposals.ts'

interface RunOptions {
  /** Milliseconds on any scale, for the times in the trace; they are 0 without it. */
  clock?(): number
  /**
   * `false` leaves `trace.filtered.by` empty, for callers that never ask why a row is not in the list: the array as long as
   * the catalogue is then used again, which is most of what filters cost. Default true.
   */
  readonly keepFiltered?: boolean
  /** `false` leaves every reason empty, for callers that show none: reasons are a third of what a list costs. Default true. */
  readonly explain?: boolean
  /** How many history items a reason names at most, at least 1; the rest is summed up in `others`. Default all. */
  readonly causes?: number
}

/**
 * Makes one slate. Filters mark what must not be shown, sources propose from the rest, the first scorer of the ladder
 * that has something to go by ranks, reranks look at the list as a whole (the editors' order keeps to the rules of the request alone), the first
 * `take` are explained.
 *
 * A source, scorer or rerank that throws is left out and named in the trace. A filter that throws is thrown on: better no
 * list than one that shows what must not be shown. Throws when `take` is not a whole number of at least 1.
 */
export function run(recipe: Recipe, request: SlateRequest, state: PipelineState, options: RunOptions = {}): Slate {
  return make(recipe, { request, state, recorded: null }, options)
}

/** Makes the slate again from what its sources proposed (`slate.trace.recorded`), without running the sources. */
export function replay(recipe: Recipe, request: SlateRequest, state: PipelineState, recorded: Recorded): Slate {
  return make(recipe, { request, state, recorded }, {})
}

/** Which filter refused a catalogue row, null when it was allowed. */
export function whyFiltered(
  filtered: Filtered,
  row: number,
): { readonly stage: string; readonly reason: string } | null {
  return filtered.stages[filtered.by[row]! - 1] ?? null
}

const nobody = new Uint8Array(0)
const unasked: Reason = { kind: 'editors-choice', contributions: [], parts: [] }
const used = new KeptValues<Catalogue, Uint8Array>(1)

/** In the array of the lists before over this catalogue. */
function copied(by: Uint8Array, { catalogue }: PipelineState): Uint8Array {
  const refused = used.get(catalogue, 'refused', () => new Uint8Array(by.length))
  refused.set(by)
  return refused
}

export interface Inputs {
  readonly request: SlateRequest
  readonly state: PipelineState
  readonly recorded: Recorded | null
}

function make(recipe: Recipe, inputs: Inputs, options: RunOptions): Slate {
  const { request, recorded } = inputs
  const { trace, context, proposals, rows, sources, scored, rung, reranks, refused, ...first } = scoredRows(
    recipe,
    inputs,
    options,
  )
  let { ranked } = first
  for (const rerank of reranks) {
    const before = ranked
    ranked =
      trace.measure(
        'rerank',
        rerank.name,
        () => rerank.arrange({ ...context, rung }, before),
        (after) => after.rows.length,
      ) ?? before
  }
  const items: SlateItem[] = []
  for (let slot = 0; slot < Math.min(request.take, ranked.rows.length); slot++) {
    const row = ranked.rows[slot]!
    const position = positionOf(rows, row)
    const reason = options.explain === false ? unasked : withParts(scored.explain(position), ranked.parts?.get(row))
    const outcomes = scored.outcomes?.(position)
    const sponsor = request.rules?.sponsored?.find(({ holds }) => holds[row] === 1)?.sponsor
    items.push({
      row,
      slot,
      score: ranked.scores[slot]!,
      sources: proposals.flatMap(({ source }, k) => ((sources[position]! >>> k) & 1 ? [source] : [])),
      reason: ranked.explored[slot] === 1 ? { ...reason, kind: 'explore' } : reason,
      propensity: ranked.propensities[slot]!,
      ...(outcomes === undefined ? {} : { outcomes }),
      ...(sponsor === undefined ? {} : { sponsor }),
    })
  }
  return {
    items,
    rung,
    recipe: { name: recipe.name, version: recipe.version },
    trace: {
      stages: trace.stages,
      recorded: recorded ?? { sources: proposals },
      filtered: {
        stages: recipe.filters.map(({ name, reason }) => ({ stage: name, reason })),
        by: (options.keepFiltered ?? true) ? refused : nobody,
      },
    },
  }
}

/** Everything before the reranks, and which of them run. */
export function scoredRows(recipe: Recipe, { request, state, recorded }: Inputs, options: RunOptions) {
  if (!(Number.isInteger(request.take) && request.take >= 1))
    throw new RangeError(`run: take is ${request.take}; it must be a whole number of at least 1`)
  const trace = stopwatch(options.clock ?? (() => 0))
  const standing = standingRefusals(recipe.filters, request, state)
  const keepFiltered = options.keepFiltered ?? true
  const refused = keepFiltered ? standing.by.slice() : copied(standing.by, state)
  const personal = once(() => personalView(request, state))
  const context: StageContext = {
    request,
    state,
    refused,
    personal,
    causes: options.causes ?? Number.POSITIVE_INFINITY,
  }
  for (const [k, filter] of recipe.filters.entries())
    trace.measure(
      'filter',
      filter.name,
      () => standing.counts[k] ?? filter.refuse(context, k + 1),
      (count) => count,
    )

  const proposals = recorded === null ? propose(recipe, context, trace) : recorded.sources.map(asProposal)
  const { rows, sources } = uniteProposals(proposals, context)
  const { scored, rung } = climb(recipe, context, rows, trace)
  const order = topRows(scored.scores, rows.length)
  const ranked: Ranked = {
    rows: order.map((k) => rows[k]!),
    scores: new Float64Array(order.length).map((_, position) => scored.scores[order[position]!]!),
    propensities: new Float64Array(order.length).fill(1),
    explored: new Uint8Array(order.length),
  }
  // The editors' order is shown as they made it, but for what was asked of this one list.
  const reranks = rung === 'editorial' ? recipe.rerank.flatMap((one) => one.onEditorial ?? []) : recipe.rerank
  return { trace, context, proposals, rows, sources, scored, rung, reranks, refused, ranked }
}

/** What the sources propose, when that is nothing at all the editors' order as far as it is allowed, and what was asked for. */
function propose(recipe: Recipe, context: StageContext, trace: Stopwatch): Named[] {
  const proposals: Named[] = []
  for (const source of recipe.sources) {
    const proposal = trace.measure(
      'source',
      source.name,
      () => source.propose(context),
      (made) => made.rows.length,
    )
    if (proposal !== null) proposals.push({ source: source.name, ...proposal })
  }
  if (proposals.every(({ rows }) => rows.length === 0)) {
    const rows = context.state.editorialOrder.filter((row) => context.refused[row] === 0)
    proposals.push({ source: 'editorial order', rows, scores: Float64Array.from(rows, (_, k) => 1 / (1 + k)) })
  }
  for (const asked of askedFor(context)) if (asked.rows.length > 0) proposals.push(asked)
  return proposals
}

function withParts(reason: Reason, added: readonly Part[] | undefined): Reason {
  return added === undefined ? reason : { ...reason, parts: [...reason.parts, ...added] }
}

/** The first scorer with something to go by; without any, the candidates by row with score 0. */
function climb(
  recipe: Recipe,
  context: StageContext,
  rows: Int32Array,
  trace: Stopwatch,
): { scored: Scored; rung: Rung } {
  for (const scorer of recipe.scorers) {
    const scored = trace.measure(
      'scorer',
      scorer.name,
      () => scorer.score(context, rows),
      (made) => made?.scores.length ?? 0,
    )
    if (scored !== null) return { scored, rung: scorer.rung }
  }
  const nothing: Reason = { kind: 'editors-choice', contributions: [], parts: [] }
  return { scored: { scores: new Float64Array(rows.length), explain: () => nothing }, rung: 'editorial' }
}

/** Where `row` stands in the ascending `rows`. */
export function positionOf(rows: Int32Array, row: number): number {
  let low = 0
  for (let high = rows.length; low < high; ) {
    const middle = (low + high) >> 1
    if (rows[middle]! < row) low = middle + 1
    else high = middle
  }
  return low
}

function asProposal({ source, rows, scores }: Recorded['sources'][number]): Named {
  return { source, rows: Int32Array.from(rows), scores: Float64Array.from(scores) }
}

function once(make: () => Personal | null): () => Personal | null {
  let made: Personal | null | undefined
  return () => {
    if (made === undefined) made = make()
    return made
  }
}

type Stopwatch = ReturnType<typeof stopwatch>

/** Runs stages and notes each; a stage that throws gives null, unless it is a filter. */
function stopwatch(clock: () => number) {
  const stages: StageTrace[] = []
  const measure = <T>(kind: StageTrace['kind'], stage: string, work: () => T, count: (made: T) => number): T | null => {
    const from = clock()
    try {
      const made = work()
      stages.push({ stage, kind, count: count(made), ms: clock() - from })
      return made
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      stages.push({ stage, kind, count: 0, ms: clock() - from, failure })
      if (kind === 'filter') throw error
      return null
    }
  }
  return { stages, measure }
}
