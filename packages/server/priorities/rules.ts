// A document as rules over the rows of a catalogue, and how they join with what one request asks. The one order is in
// docs/guide/priorities.md: a request may ask for less than the publication allows, never for more.
import { historyOf } from '@lectern/engine/data/history.ts'
import { type Condition, type ConditionScope, conditionMask } from '@lectern/engine/pipeline/condition.ts'
import type { PipelineState } from '@lectern/engine/pipeline/slate.ts'
import type { SlateRules } from '@lectern/engine/pipeline/slate-rules.ts'
import { type PrioritiesDocument, sensitiveTopics } from '@lectern/protocol/rest/priorities.ts'

interface RulesScope extends ConditionScope {
  readonly state: Pick<PipelineState, 'catalogue' | 'sections' | 'popularity'>
  /** False for a list that the caller gives or that goes with one item: limits hold there, pins and shares have no place. */
  readonly composed: boolean
}

const by = 'publication' as const

export function publicationRules(document: PrioritiesDocument, scope: RulesScope): SlateRules {
  const { now } = scope.request
  const mask = (condition: Condition): Uint8Array => conditionMask(condition, scope)
  const inTime = ({ from, until }: { from?: string | undefined; until?: string | undefined }): boolean =>
    (from === undefined || Date.parse(from) <= now) && (until === undefined || now < Date.parse(until))
  const quotas = (document.quotas ?? []).map((quota) => (scope.composed ? quota : { ...quota, min: undefined }))
  const { items } = scope.state.catalogue
  const composed: SlateRules = {
    pins: (document.pins ?? [])
      .filter(inTime)
      .flatMap(({ item, slot }) => (items.row(item) < 0 ? [] : [{ row: items.row(item), slot, by }])),
    sponsored: (document.sponsored ?? []).filter(inTime).map((one) => sponsoredSlot(one, document, scope)),
    promotions: (document.promotions ?? [])
      .filter(inTime)
      .map(({ name, when, share }) => ({ name, holds: mask(when), share, by })),
  }
  return withoutEmpty({
    ...(scope.composed ? composed : {}),
    blocks: (document.blocks ?? []).map(({ name, when }) => ({ name, spares: mask({ not: when }) })),
    quotas: quotas.flatMap((quota) =>
      'when' in quota && hasRange(quota) ? [{ name: quota.name, holds: mask(quota.when), ...rangeOf(quota), by }] : [],
    ),
    each: quotas.flatMap((quota) =>
      'each' in quota && hasRange(quota) ? [{ of: quota.each, ...rangeOf(quota), by }] : [],
    ),
    ...(document.publishersApart === undefined ? {} : { apart: document.publishersApart }),
    ...(document.exploration === undefined ? {} : { exploration: document.exploration }),
    ...(document.diversity === undefined ? {} : { diversity: document.diversity }),
  })
}

interface Range {
  readonly min?: number | undefined
  readonly max?: number | undefined
}
const hasRange = ({ min, max }: Range): boolean => (min ?? max) !== undefined
const rangeOf = ({ min, max }: Range) => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
})

/** A list without an entry asks for nothing. */
const withoutEmpty = (rules: SlateRules): SlateRules =>
  Object.fromEntries(Object.entries(rules).filter(([, value]) => !(Array.isArray(value) && value.length === 0)))

type Sponsored = NonNullable<PrioritiesDocument['sponsored']>[number]
const mostTried = 20

/** What the reader read of sensitive topics, or follows of them, is not asked for here; nor is anything personal scored. */
function sponsoredSlot(one: Sponsored, document: PrioritiesDocument, scope: RulesScope) {
  const { catalogue, popularity } = scope.state
  const { name, sponsor, slot, items, when } = one
  if (items !== undefined) {
    const rows = items.map((item) => catalogue.items.row(item)).filter((row) => row >= 0)
    const holds = new Uint8Array(catalogue.items.size)
    for (const row of rows) holds[row] = 1
    return { name, sponsor, slot, rows, holds }
  }
  const holds = conditionMask(when!, { ...scope, request: withoutSensitive(scope, document) })
  const rows: number[] = []
  for (let row = 0; row < holds.length; row++) if (holds[row] === 1 && catalogue.available[row] !== 0) rows.push(row)
  const strength = (row: number): number => popularity.strength[row] ?? 0
  rows.sort((a, b) => strength(b) - strength(a) || a - b)
  return { name, sponsor, slot, rows: rows.slice(0, mostTried), holds }
}

function withoutSensitive({ request, state: { catalogue } }: RulesScope, document: PrioritiesDocument) {
  const codes = new Set(
    [...sensitiveTopics, ...(document.sensitiveTopics ?? [])].map((name) => catalogue.topics.row(name)),
  )
  const { items, weights, at } = request.history
  const kept = Array.from(items, (row, k) => ({ row, weight: weights[k]!, at: at[k]! }))
  return {
    now: request.now,
    history: historyOf(kept.filter(({ row }) => !codes.has(catalogue.topic[row]!))),
    followedTopics: new Set([...(request.followedTopics ?? [])].filter((code) => !codes.has(code))),
  }
}

/**
 * Limits and blocks of both hold; pins and promotions of the publication go first, and the shares of a request's promotions
 * shrink to what is left; for exploration and diversity a request's own word goes before the document's.
 */
export function joinedRules(publication: SlateRules, asked: SlateRules): SlateRules {
  const promised = (publication.promotions ?? []).reduce((sum, { share }) => sum + share, 0)
  const wanted = (asked.promotions ?? []).reduce((sum, { share }) => sum + share, 0)
  const room = wanted + promised <= 1 ? 1 : Math.max(0, 1 - promised) / wanted
  const promotions = (asked.promotions ?? []).map((each) => ({ ...each, share: each.share * room }))
  const both = <K extends 'pins' | 'quotas' | 'each'>(key: K) => [...(publication[key] ?? []), ...(asked[key] ?? [])]
  return withoutEmpty({
    ...publication,
    ...asked,
    pins: both('pins') as NonNullable<SlateRules['pins']>,
    quotas: both('quotas') as NonNullable<SlateRules['quotas']>,
    each: both('each') as NonNullable<SlateRules['each']>,
    promotions: [...(publication.promotions ?? []), ...promotions],
  })
}
