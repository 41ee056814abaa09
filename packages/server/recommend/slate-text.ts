// An answer as JSON. Cards stay the same for as long as their catalogue, so each is written once, not once per list.
import type { ShapedSlate } from '@lectern/protocol/rest/recommendations.ts'

const written = new WeakMap<object, string>()
/** Stands where a card comes: no text of an answer has U+0000, nothing that has it is stored. */
const card = '\0'
const cardText = JSON.stringify(card)

/** The same text as `JSON.stringify(slate)`. The cards of its lines must not change afterwards. */
export function slateText(slate: ShapedSlate): string {
  const parts = JSON.stringify({ ...slate, items: slate.items.map((line) => ({ ...line, item: card })) }).split(
    cardText,
  )
  if (parts.length !== slate.items.length + 1) return JSON.stringify(slate)
  let text = parts[0]!
  for (let k = 1; k < parts.length; k++) text += textOf(slate.items[k - 1]!.item) + parts[k]
  return text
}

function textOf(item: object): string {
  let text = written.get(item)
  if (text === undefined) {
    text = JSON.stringify(item)
    written.set(item, text)
  }
  return text
}
