// An answer cut to what was asked for.
import type { ShapedSlate, Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { Ask } from './ask.ts'
import { slateText } from './slate-text.ts'

export function shaped(
  slate: Slate,
  { explain = 'exact', properties }: Pick<Ask, 'explain' | 'properties'>,
): ShapedSlate {
  if (explain === 'exact' && properties === undefined) return slate
  return {
    ...slate,
    items: slate.items.map(({ reason, item, ...line }) => ({
      ...line,
      item: properties === undefined ? item : { ...picked(item, properties), id: item.id },
      ...(explain === 'off' ? {} : { reason: explain === 'words' ? { kind: reason.kind, text: reason.text } : reason }),
    })),
  }
}

/** As the text of an answer. */
export const shapedText = (slate: Slate, ask: Pick<Ask, 'explain' | 'properties'>): string =>
  slateText(shaped(slate, ask))

const picked = <T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>
