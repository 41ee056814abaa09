import { type History, mapHistory, newestOf } from '../data/history.ts'
import { alignRows } from '../data/vocabulary.ts'
import type { AlignedModel, Catalogue, PersonalModel, PipelineState, SlateRequest } from './slate.ts'

/** How many of the newest history items a personal score looks at: what bounds its cost. */
export const personalHistoryItems = 64

/** The personal model's view of one request. */
export interface Personal extends AlignedModel {
  /** In the model's rows: the newest items it knows. */
  readonly history: History
  readonly now: number
  /** Score per row of the model. */
  readonly scores: Float32Array
}

/** Puts a model beside a catalogue; do it once per model or catalogue, not per request. */
export function alignModel(model: PersonalModel, catalogue: Catalogue): AlignedModel {
  return {
    model,
    toModel: alignRows(catalogue.items, model.items),
    toCatalogue: alignRows(model.items, catalogue.items),
  }
}

/** The same for a catalogue that went on from the one it was aligned with: looks up the new items only. */
export function realignModel(aligned: AlignedModel, before: Catalogue, catalogue: Catalogue): AlignedModel {
  const { model } = aligned
  if (!catalogue.items.goesOnFrom(before.items)) return alignModel(model, catalogue)
  const toModel = new Int32Array(catalogue.items.size)
  toModel.set(aligned.toModel)
  const toCatalogue = aligned.toCatalogue.slice()
  for (let row = before.items.size; row < toModel.length; row++) {
    const modelRow = model.items.row(catalogue.items.id(row))
    toModel[row] = modelRow
    if (modelRow >= 0) toCatalogue[modelRow] = row
  }
  return { model, toModel, toCatalogue }
}

/**
 * Null when there is no model or it knows nothing of the history. Scoring costs every item of the model, so a history that
 * is asked about again (the same object: the owner keeps it until its reader does something) is not scored again while it is
 * among the last asked about. The scores are for this one slate: their array is used again.
 */
export function personalView(request: SlateRequest, state: PipelineState): Personal | null {
  const { personal } = state
  if (personal === null) return null
  const { model, toModel, toCatalogue } = personal
  const kept = model.timeless === true ? keptFor(personal) : null
  const known = kept?.find(request.history)
  if (known !== undefined) return { model, toModel, toCatalogue, ...known, now: request.now }
  const history = newestOf(mapHistory(request.history, toModel), personalHistoryItems)
  if (history.items.length === 0) return null
  const scores = kept?.place(request.history, history) ?? model.score(history, request.now)
  return { model, toModel, toCatalogue, history, now: request.now, scores }
}

type Scored = Pick<Personal, 'history' | 'scores'>

/** A timeless model scores the same at any time. */
const timeless = 0
/** Memory of the scores of one model. */
const keptBytes = 32 * 2 ** 20
/**
 * Never more histories than this: each costs some kilobytes beside its scores, and one that its reader added to is never
 * asked about again. Where there is room for more, items are so few that scoring them costs next to nothing.
 */
const mostKept = 1500

/** Scores of the histories last asked about, in arrays that are used again: an array for each would keep the collector busy. */
class KeptScores {
  readonly #model: PersonalModel
  readonly #most: number
  readonly #of = new Map<History, Scored>()

  constructor(model: PersonalModel) {
    this.#model = model
    const fitting = Math.floor(keptBytes / (4 * Math.max(1, model.items.size)))
    this.#most = Math.min(mostKept, Math.max(1, fitting))
  }

  find(history: History): Scored | undefined {
    const found = this.#of.get(history)
    if (found !== undefined) {
      this.#of.delete(history)
      this.#of.set(history, found)
    }
    return found
  }

  /** Scores of `history`, what the model knows of `asked`, kept in place of those asked about longest ago. */
  place(asked: History, history: History): Float32Array {
    const model = this.#model
    if (this.#of.size < this.#most) {
      const scores = model.score(history, timeless)
      this.#of.set(asked, { history, scores })
      return scores
    }
    const [oldest, { scores }] = this.#of.entries().next().value!
    this.#of.delete(oldest)
    if (model.fillScores === undefined) scores.set(model.score(history, timeless))
    else model.fillScores(history, scores)
    this.#of.set(asked, { history, scores })
    return scores
  }
}

const keptScores = new WeakMap<AlignedModel, KeptScores>()

function keptFor(personal: AlignedModel): KeptScores {
  let kept = keptScores.get(personal)
  if (kept === undefined) {
    kept = new KeptScores(personal.model)
    keptScores.set(personal, kept)
  }
  return kept
}

/** Score of a catalogue row, 0 where the model has no such item. */
export function personalScore(personal: Personal, row: number): number {
  const modelRow = personal.toModel[row]!
  return modelRow < 0 ? 0 : personal.scores[modelRow]!
}
