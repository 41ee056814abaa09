// A list that the caller gave, and a list that was made for others: what of it an ask allows, and what was left out.
import { whyFiltered } from '@lectern/engine/pipeline/run.ts'
import type { Slate as EngineSlate } from '@lectern/engine/pipeline/slate.ts'
import type { Slate } from '@lectern/protocol/rest/recommendations.ts'
import type { Ask } from './ask.ts'
import type { ServedCatalogue } from './catalogue.ts'

type LeftOut = NonNullable<Slate['leftOut']>

/** Every given id that is not in the list, once, with the reason. */
export function leftOutOf(given: readonly string[], made: EngineSlate, { catalogue }: ServedCatalogue): LeftOut {
  const shown = new Set(made.items.map(({ row }) => catalogue.items.id(row)))
  return [...new Set(given)].flatMap((item): LeftOut => {
    if (shown.has(item)) return []
    const row = catalogue.items.row(item)
    if (row < 0) return [{ item, why: 'unknown', detail: 'no item has this id' }]
    const filter = whyFiltered(made.trace.filtered, row)
    return [{ item, why: 'not-allowed', detail: filter?.reason ?? 'left out by a rule of this request' }]
  })
}

/**
 * The list kept on disk as far as this ask allows it. Nothing is known there but the cards, so an ask whose rules need
 * more than that gets nothing rather than what it ruled out.
 */
export function withinAsk(slate: Slate, ask: Ask): Slate {
  const languages = [...(ask.languages ?? []), ...(ask.language === undefined ? [] : [ask.language])]
  const given = ask.given === undefined ? null : new Set(ask.given)
  const unwanted = new Set([
    ...(ask.without ?? []),
    ...(ask.earlier ?? []),
    ...(ask.blocked?.items ?? []),
    ask.similarTo,
  ])
  const allowed = slate.items.filter(
    ({ item }) =>
      (given === null || given.has(item.id)) &&
      !unwanted.has(item.id) &&
      !(ask.blocked?.publishers ?? []).includes(item.publisher ?? '') &&
      !(ask.blocked?.topics ?? []).includes(item.topic ?? '') &&
      (languages.length === 0 || item.language === null || languages.includes(item.language)),
  )
  const unknowable = ask.filter !== undefined || ask.paywall === 'exclude' || ask.fallback === 'none'
  const items = unknowable ? [] : allowed.slice(0, ask.n).map((line, slot) => ({ ...line, slot }))
  if (given === null) return { ...slate, items }
  const shown = new Set(items.map(({ item }) => item.id))
  const leftOut = [...given].filter((item) => !shown.has(item))
  const detail = 'it cannot be ranked right now'
  return { ...slate, items, leftOut: leftOut.map((item) => ({ item, why: 'not-allowed', detail })) }
}
