// A logged request as it would have been asked under another document: its own rules as they were, those of the
// publication from the document.
import { defaultPriorities } from '@lectern/engine/pipeline/priorities.ts'
import type { PipelineState, Recorded, SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import type { SlateRules } from '@lectern/engine/pipeline/slate-rules.ts'
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { joinedRules, publicationRules, versionOf } from '../priorities/priorities.ts'
import type { Ask } from './ask.ts'

/** What a list is made again from. */
export interface Remade {
  readonly request: SlateRequest
  readonly state: PipelineState
  readonly recorded: Recorded
}

export function underDocument(
  { request, state, recorded, ask }: Remade & { readonly ask: Ask | null },
  document: PrioritiesDocument,
): Remade {
  const composed = ask?.similarTo === undefined && !recorded.sources.some(({ source }) => source === 'given')
  const rules = publicationRules(document, { state, request, composed })
  const outcomes = document.outcomes ?? defaultPriorities.outcomes
  return {
    request: { ...request, rules: joinedRules(rules, ownRules(request.rules ?? {}, ask)) },
    state: { ...state, priorities: { version: versionOf(document), outcomes } },
    recorded,
  }
}

/** What the surface's defaults and the request itself asked. */
function ownRules(rules: SlateRules, ask: Ask | null): SlateRules {
  const { sponsored: _, blocks: __, apart: ___, exploration: ____, diversity: _____, ...others } = rules
  const own = <T extends { readonly by?: 'publication' }>(all: readonly T[] | undefined) =>
    (all ?? []).filter(({ by }) => by === undefined)
  return {
    ...others,
    pins: own(rules.pins),
    quotas: own(rules.quotas),
    each: own(rules.each),
    promotions: own(rules.promotions),
    ...(ask?.exploration === undefined ? {} : { exploration: ask.exploration }),
    ...(ask?.diversity === undefined ? {} : { diversity: ask.diversity }),
  }
}
