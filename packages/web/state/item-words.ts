// What a card says about its item besides the title.
import type { Item } from '@lectern/protocol/rest/items.ts'

/** Only web addresses are ever opened. */
export function webAddress(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? url : null
}

/** The name of the item's language, in English like the rest of the page, when it is not one the reader uses. */
export function foreignLanguage(item: Pick<Item, 'language'>, uiLanguage: string): string | null {
  if (!item.language) return null
  const base = (tag: string) => tag.toLowerCase().split('-')[0]
  if (base(item.language) === base(uiLanguage)) return null
  try {
    return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(item.language) ?? null
  } catch (cause) {
    console.info(`"${item.language}" is no language tag.`, cause)
    return null
  }
}
