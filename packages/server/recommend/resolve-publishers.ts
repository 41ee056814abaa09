// Lists whose callers may name a blocked publisher by any name it has or had.
import type { RecommendAsk } from '@lectern/protocol/rest/asks.ts'
import type { Lists } from './lists.ts'

export function resolvePublishers(lists: Lists, canonical: (name: string) => string): Lists {
  const resolved = <T extends Pick<RecommendAsk, 'blocked'>>(ask: T): T =>
    ask.blocked?.publishers === undefined
      ? ask
      : { ...ask, blocked: { ...ask.blocked, publishers: ask.blocked.publishers.map(canonical) } }
  return {
    ...lists,
    recommend: (caller, surface, ask) => lists.recommend(caller, surface, resolved(ask)),
    rank: (caller, surface, ask) => lists.rank(caller, surface, resolved(ask)),
    sections: (caller, ask) => lists.sections(caller, resolved(ask)),
  }
}
