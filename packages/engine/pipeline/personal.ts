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

/** Null when there is no model or it knows nothing of the history. */
export function personalView(request: SlateRequest, state: PipelineState): Personal | null {
  if (state.personal === null) return null
  const { model, toModel, toCatalogue } = state.personal
  const history = newestOf(mapHistory(request.history, toModel), personalHistoryItems)
  if (history.items.length === 0) return null
  return { model, toModel, toCatalogue, history, now: request.now, scores: model.score(history, request.now) }
}

/** Score of a catalogue row, 0 where the model has no such item. */
export function personalScore(personal: Personal, row: number): number {
  const modelRow = personal.toModel[row]!
  return modelRow < 0 ? 0 : personal.scores[modelRow]!
}
