// An answer as JSON. Cards stay the same for as long as their catalogue, so each is written once, not once per list.
import type { ShapedSlate } from '@lectern/protocol/rest/recommendations.ts'

const written = new WeakMap<object, string>()

/** The same text as `JSON.stringify(slate)`. The cards of its lines must not change afterwards. */
export function slateText(slate: ShapedSlate): string {
  return objectText(slate, 'items', () => `[${slate.items.map(lineText).join(',')}]`)
}

const lineText = (line: ShapedSlate['items'][number]): string => objectText(line, 'item', () => cardText(line.item))

function cardText(card: object): string {
  let text = written.get(card)
  if (text === undefined) {
    text = JSON.stringify(card)
    written.set(card, text)
  }
  return text
}

/** An object with the text of one of its fields given. */
function objectText(value: object, field: string, text: () => string): string {
  const parts: string[] = []
  for (const [key, each] of Object.entries(value)) {
    const one = key === field ? text() : JSON.stringify(each)
    if (one !== undefined) parts.push(`${JSON.stringify(key)}:${one}`)
  }
  return `{${parts.join(',')}}`
}
