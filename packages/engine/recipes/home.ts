import { clickRateValue } from '../pipeline/click-rate-value.ts'
import { exploration } from '../pipeline/exploration.ts'
import { available, blocked, impressionCap, language, only, paywall, region, withheld } from '../pipeline/filters.ts'
import { followedTopics } from '../pipeline/followed-topics.ts'
import { byPriorities } from '../pipeline/outcome-value.ts'
import { calibrate } from '../pipeline/rerank/calibrate.ts'
import { listRules } from '../pipeline/rerank/rerank.ts'
import { thompson } from '../pipeline/rerank/thompson.ts'
import { resurfacing } from '../pipeline/resurfacing.ts'
import { sameStory } from '../pipeline/same-story.ts'
import { segmentValue } from '../pipeline/segment-value.ts'
import { corpus, fresh, popular, sections, sessionNeighbours, similar } from '../pipeline/sources.ts'
import { spread } from '../pipeline/spread.ts'
import type { Recipe } from '../pipeline/stage.ts'
import { editorialValue, personalValue, popularValue, type ValueWeights } from '../pipeline/value.ts'

const hour = 3_600_000

/** Chosen on the events from 64 % to 80 % of the DeskDrop log (docs/lab-log.md); `personal` for catalogues that last longer. */
const weights: ValueWeights = {
  personal: 0.4,
  session: 0.19,
  popularity: 0.16,
  recent: 0.125,
  freshness: 0.125,
  freshnessHalfLifeMs: 2 * hour,
}
const saves = resurfacing()

export const home: Recipe = {
  name: 'home',
  version: '7',
  filters: [available, language, region, paywall, withheld, saves.seen, blocked, impressionCap(), sameStory, only],
  sources: [
    corpus(50),
    sections(20),
    popular(60),
    similar(50),
    sessionNeighbours(30),
    followedTopics(20),
    saves.source,
    fresh(40),
    exploration(10),
  ],
  scorers: [
    byPriorities(personalValue(weights)),
    byPriorities(segmentValue({ interest: 0.7, popularity: 0.3 })),
    byPriorities(clickRateValue),
    byPriorities(popularValue(weights)),
    editorialValue,
  ],
  rerank: listRules({
    order: [calibrate({ weight: 0.1 }), spread({ publisher: 0.7, topic: 0.85 })],
    // A reader who is known is surprised now and then; the list for everybody is all Thompson sampling.
    chance: thompson({ share: 0.05, fromSlot: 5, shareOnRung: { popular: 1 }, draws: 8 }),
  }),
}
