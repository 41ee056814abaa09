// Who chose what, as groups that what happened is counted by. A choice holds everywhere and always, or only where and while
// it was shown: on a surface, on its day.
import type { MirrorDimension } from '@lectern/protocol/rest/mirror.ts'
import type { Approval, Rejection } from '../desk/desk.ts'
import type { ChosenRow } from '../schedule/schedule.ts'

export interface Choice {
  /** Sections are told by the list that an item stood in, not by choices. */
  readonly dimension: Exclude<MirrorDimension, 'section'>
  readonly key: string
  readonly item: string
  /** null: everywhere. */
  readonly surface: string | null
  /** Unix ms, from included, until not; null: always. */
  readonly since: number | null
  readonly until: number | null
}

interface Chosen {
  readonly approvals: readonly Approval[]
  readonly rejections: readonly Rejection[]
  readonly boards: readonly ChosenRow[]
  publisherOf(item: string): string | null
  /** When a board is shown, Unix ms. */
  spanOf(surface: string, day: string): { readonly since: number; readonly until: number }
}

/** @param editor an id; null: everybody, models included. */
export function choicesOf(chosen: Chosen, editor: string | null): Choice[] {
  const isMine = (by: string): boolean => editor === null || by === editor
  const choices: Choice[] = []
  const always = { surface: null, since: null, until: null }
  const add = (item: string, by: string, where: Pick<Choice, 'surface' | 'since' | 'until'>): void => {
    const publisher = chosen.publisherOf(item)
    choices.push({ dimension: 'item', key: item, item, ...where }, { dimension: 'editor', key: by, item, ...where })
    if (publisher !== null) choices.push({ dimension: 'publisher', key: publisher, item, ...where })
  }
  for (const { item, by } of chosen.approvals) if (isMine(by)) add(item, by, always)
  for (const entry of chosen.boards) {
    if (!isMine(entry.byId) || entry.waits) continue
    const { item, removed, reason, source } = entry
    if (removed !== null) {
      choices.push({ dimension: 'reason', key: `removed:${removed}`, item, ...always })
      continue
    }
    const where = { surface: entry.surface, ...chosen.spanOf(entry.surface, entry.day) }
    add(item, entry.byId, where)
    choices.push({ dimension: 'maker', key: source, item, ...where })
    if (reason !== null) choices.push({ dimension: 'reason', key: `scheduled:${reason}`, item, ...where })
  }
  for (const { item, reason, by } of chosen.rejections)
    if (isMine(by)) choices.push({ dimension: 'reason', key: `rejected:${reason}`, item, ...always })
  return choices
}
