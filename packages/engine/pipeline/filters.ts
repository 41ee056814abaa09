// What must not be shown. Those with a key come first in a recipe: they cost a copy (standing-refusals.ts); the others cost
// what they refuse. Elsewhere: availability.ts, same-story.ts (near-duplicates), resurfacing.ts (saves that may come back).
import { otherLanguages } from './language-tags.ts'
import { type Refusal, refuseGroups, refuseRow, refuseRows } from './refuse-rows.ts'
import { refuseOutside } from './row-mask.ts'
import type { Filter } from './stage.ts'

export { available } from './availability.ts'

const hour = 3_600_000
const day = 24 * hour

/** Items in another language than asked for (BCP 47, see `readsLanguage`); an item of unknown language stays. */
export const language: Filter = {
  name: 'language',
  reason: 'in another language',
  keyOf: ({ languages = [] }, catalogue) => (languages.length === 0 ? '' : otherLanguages(catalogue, languages).join()),
  refuse: ({ request: { languages = [] }, state: { catalogue }, refused }, code) => {
    if (languages.length === 0) return 0
    return refuseGroups(catalogue.rowsOf.language, otherLanguages(catalogue, languages), { refused, code })
  },
}

/** Items that may be shown in other regions only; to a reader of unknown region, all that are bound to regions. */
export const region: Filter = {
  name: 'region',
  reason: 'not for this region',
  keyOf: ({ region }) => region ?? '',
  refuse: ({ request, state, refused }, code) => {
    let count = 0
    for (const [row, only] of state.catalogue.onlyIn)
      if (request.region == null || !only.has(request.region)) count += refuseRow(row, { refused, code })
    return count
  },
}

/** Items added longer ago than this, counted at the full hour, so that the answer can be kept for an hour. */
export function maxAge({ days }: { readonly days: number }): Filter {
  if (!(days > 0)) throw new RangeError(`maxAge: days is ${days}; it must be above 0`)
  return {
    name: 'age',
    reason: 'too old',
    keyOf: ({ now }) => `${days} ${Math.floor(now / hour)}`,
    refuse: ({ request, state, refused }, code) => {
      const { addedAt, newestFirst } = state.catalogue
      const oldest = Math.floor(request.now / hour) * hour - days * day
      let from = newestFirst.length
      while (from > 0 && addedAt[newestFirst[from - 1]!]! < oldest) from--
      return refuseRows(newestFirst, { refused, code }, { from, to: newestFirst.length })
    },
  }
}

/** Items that ask for payment, for who wants none of them. `avoid` is no refusal: see rerank/avoid-paywall.ts. */
export const paywall: Filter = {
  name: 'paywall',
  reason: 'behind a paywall',
  keyOf: ({ paywall }) => (paywall === 'exclude' ? 'exclude' : ''),
  refuse: ({ request, state, refused }, code) => {
    if (request.paywall !== 'exclude') return 0
    const { paywalled } = state.catalogue
    return refuseOutside(
      paywalled.map((paid) => 1 - paid),
      refused,
      code,
    )
  },
}

/** What the reader already opened, finished or dismissed. The history counts as seen. */
export const seen: Filter = {
  name: 'seen',
  reason: 'already seen or dismissed',
  refuse: ({ request, refused }, code) => {
    const to = { refused, code }
    let count = refuseRows(request.history.items, to)
    for (const row of request.seen) count += refuseRow(row, to)
    return count
  },
}

/** Publishers, topics and items the reader does not want. */
export const blocked: Filter = {
  name: 'blocked',
  reason: 'hidden by the reader',
  refuse: ({ request, state, refused }, code) => {
    const { items, publishers, topics } = request.blocked
    const { publisher, topic } = state.catalogue.rowsOf
    const to: Refusal = { refused, code }
    let count = refuseGroups(publisher, publishers, to) + refuseGroups(topic, topics, to)
    for (const row of items) count += refuseRow(row, to)
    return count
  },
}

/**
 * What was shown to the reader more than `views` times, or for the first time more than `days` days ago: who has not
 * opened it by then will not. The defaults are those of Pocket's New Tab.
 */
export function impressionCap({
  views = 9,
  days = 14,
}: {
  readonly views?: number
  readonly days?: number
} = {}): Filter {
  if (!(views >= 1)) throw new RangeError(`impressionCap: views is ${views}; it must be at least 1`)
  if (!(days > 0)) throw new RangeError(`impressionCap: days is ${days}; it must be above 0`)
  return {
    name: 'impression cap',
    reason: 'shown often or long ago and not opened',
    refuse: ({ request, refused }, code) => {
      const to = { refused, code }
      let count = 0
      for (const [row, { times, firstAt }] of request.shown ?? [])
        if (times > views || request.now - firstAt > days * day) count += refuseRow(row, to)
      return count
    },
  }
}

/** What the publication shows nobody. */
export const withheld: Filter = {
  name: 'withheld',
  reason: 'withheld by the publication',
  refuse: ({ request, refused }, code) =>
    (request.rules?.blocks ?? []).reduce((count, { spares }) => count + refuseOutside(spares, refused, code), 0),
}

/** Rows outside what this one request asked for. */
export const only: Filter = {
  name: 'only',
  reason: 'not what was asked for',
  refuse: ({ request, refused }, code) => {
    const asked = request.rules?.only
    return asked === undefined ? 0 : refuseOutside(asked, refused, code)
  },
}
