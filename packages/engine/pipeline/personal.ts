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
 * is asked about again (the same object: the owner keeps it until its reader does something) is not scored again.
 */
export function personalView(request: SlateRequest, state: PipelineState): Personal | null {
  const { personal } = state
  if (personal === null) return null
  const { model, toModel, toCatalogue } = personal
  if (!model.timeless) return viewOf(request, personal)
  let known = views.get(request.history)
  if (known === undefined || known.aligned !== personal) {
    known = { aligned: personal, view: viewOf(request, personal) }
    views.set(request.history, known)
  }
  const { view } = known
  return view === null
    ? null
    : { model, toModel, toCatalogue, history: view.history, now: request.now, scores: view.scores }
}

const views = new WeakMap<History, { readonly aligned: AlignedModel; readonly view: Personal | null }>()

function viewOf(request: SlateRequest, { model, toModel, toCatalogue }: AlignedModel): Personal | null {
  const history = newestOf(mapHistory(request.history, toModel), personalHistoryItems)
  if (history.items.length === 0) return null
  return { model, toModel, toCatalogue, history, now: request.now, scores: model.score(history, request.now) }
}

/** Score of a catalogue row, 0 where the model has no such item. */
export function personalScore(personal: Personal, row: number): number {
  const modelRow = personal.toModel[row]!
  return modelRow < 0 ? 0 : personal.scores[modelRow]!
}
