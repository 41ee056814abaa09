// A document rule by rule: what it would be without each, and with a quota one step tighter.
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'

export interface RuleVariant {
  readonly kind: string
  readonly name: string
  readonly why: string | null
  readonly without: PrioritiesDocument
  readonly tighter: { readonly words: string; readonly document: PrioritiesDocument } | null
}

const lists = ['quotas', 'pins', 'promotions', 'sponsored', 'blocks'] as const
const single = ['outcomes', 'exploration', 'diversity', 'publishersApart'] as const
const singleNames = {
  outcomes: 'outcome weights',
  exploration: 'exploration',
  diversity: 'diversity',
  publishersApart: 'publishers apart',
} as const

export function variantsOf(document: PrioritiesDocument): RuleVariant[] {
  const alone = single.flatMap((kind): RuleVariant[] => {
    if (document[kind] === undefined) return []
    const { [kind]: _, ...without } = document
    return [{ kind, name: singleNames[kind], why: null, without, tighter: null }]
  })
  const listed = lists.flatMap((kind) =>
    (document[kind] ?? []).map(({ name, why = null }, k): RuleVariant => {
      const others = document[kind]!.filter((_, at) => at !== k)
      const tighter = kind === 'quotas' ? tighterQuota(document, k) : null
      return { kind, name, why, without: { ...document, [kind]: others }, tighter }
    }),
  )
  return [...alone, ...listed]
}

/** One more at least where there is a `min`, else one fewer at most; null where there is nothing left to tighten. */
function tighterQuota(document: PrioritiesDocument, k: number): RuleVariant['tighter'] {
  const quota = document.quotas![k]!
  const { min, max } = quota
  const changed =
    min !== undefined && min < (max ?? 100)
      ? { words: `at least ${min + 1} instead of ${min}`, range: { min: min + 1 } }
      : max !== undefined && max > (min ?? 0)
        ? { words: `at most ${max - 1} instead of ${max}`, range: { max: max - 1 } }
        : null
  if (changed === null) return null
  const quotas = document.quotas!.map((each, at) => (at === k ? { ...each, ...changed.range } : each))
  return { words: changed.words, document: { ...document, quotas } }
}
