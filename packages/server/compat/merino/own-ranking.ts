// The ranking of one reader: everybody's, without what the reader has had enough of, moved towards what the reader read.
import { personalScore, personalView } from '@lectern/engine/pipeline/personal.ts'
import type { SlateRequest } from '@lectern/engine/pipeline/slate.ts'
import type { ReaderPast } from '../../recommend/reader-memory.ts'
import { requestOf } from '../../recommend/request.ts'
import { type Interests, interestsOfClicks } from './interests.ts'
import type { Ranking } from './ranking.ts'
import { topicPath } from './topics.ts'
import type { View } from './view.ts'

/** The story the reader's history speaks for most is worth so much more. */
const liftOfHistory = 3

export interface OwnRanking {
  readonly ranking: Ranking
  /** By topic, null before the first click. */
  readonly interests: Interests | null
}

export function ownRanking(
  ranking: Ranking,
  past: ReaderPast,
  { view, now }: { readonly view: View | null; readonly now: number },
): OwnRanking {
  const { stories } = ranking
  // From disk: what was read and dismissed is still known by id.
  if (view === null || stories.rows.length === 0)
    return { ranking: { ...ranking, out: withoutIds(ranking, past) }, interests: null }
  const ask = { surface: stories.surface, n: stories.stories.length }
  const { served, pipeline, model = null, sections = [] } = view
  const state = { served, pipeline, model, sections }
  // A blocked section stays in the answer, so that the client can show what it would unblock.
  const request = requestOf(ask, { ...past, blockedSections: [] }, { state, now, seed: 0, document: {} })
  return {
    ranking: { ...ranking, out: withoutHad(ranking, { request, view }), scores: lifted(ranking, { request, view }) },
    interests: historyInterests(past, { view, now }),
  }
}

function withoutIds({ stories, out }: Ranking, past: ReaderPast): Uint8Array {
  const had = new Set([...past.history, ...past.hidden].map(({ item }) => item).concat(past.dismissed))
  return out.map((one, k) => (had.has(stories.stories[k]!.id) ? 1 : one))
}

interface Asked {
  readonly request: SlateRequest
  readonly view: View
}

/** Read, dismissed, or of a publisher or topic that was hidden. */
function withoutHad({ stories, out }: Ranking, { request, view }: Asked): Uint8Array {
  const { publisher, topic } = view.served.catalogue
  const { publishers, topics } = request.blocked
  return out.map((one, k) => {
    const row = stories.rows[k]!
    return request.seen.has(row) || publishers.has(publisher[row]!) || topics.has(topic[row]!) ? 1 : one
  })
}

function lifted({ stories, scores }: Ranking, { request, view }: Asked): Float64Array {
  const personal = personalView(request, view.pipeline)
  if (personal === null) return scores
  const own = Float64Array.from(stories.rows, (row) => Math.max(0, personalScore(personal, row)))
  const most = own.reduce((best, one) => Math.max(best, one), 0)
  return most > 0 ? scores.map((score, k) => score * (1 + (liftOfHistory * own[k]!) / most)) : scores
}

/** By topic, from what the reader opened; null before the first click. */
export function historyInterests(
  past: ReaderPast,
  { view, now }: { readonly view: View | null; readonly now: number },
): Interests | null {
  if (view === null) return null
  const { catalogue, cards } = view.served
  const clicks = past.history.flatMap(({ item, at }) => {
    const { topic } = topicPath(cards[catalogue.items.row(item)]?.topic)
    // A clock ahead of ours opens now.
    return topic === null ? [] : [{ topic, at: Math.min(at, now) }]
  })
  return interestsOfClicks(clicks, now)
}
