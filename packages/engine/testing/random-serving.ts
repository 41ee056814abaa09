import { RegionalEngagement } from '../bandits/regional-engagement.ts'
import { topRows } from '../data/top-rows.ts'
import { CoVisitation, coVisitation } from '../models/co-visitation.ts'
import type { EngagementColumn, PipelineState, Section, SessionColumn, SlateRequest } from '../pipeline/slate.ts'
import { choice, derive, type Random, type Seed } from '../random/random.ts'
import { type RandomStateOptions, randomRequest, randomState, randomStateNow } from './random-state.ts'

const day = 86_400_000

/** A random state in which sections, shows, clicks and sessions are known as well. */
export function randomServingState(options: RandomStateOptions): PipelineState {
  const state = randomState(options)
  const rng = derive(options.seed, 'serving')
  const rows = state.catalogue.items.size
  if (rows === 0) return state
  const sections = Array.from(
    { length: 4 },
    (_, k): Section => ({
      name: `section-${k}`,
      rows: Int32Array.from(new Set(Array.from({ length: 30 }, () => rng.integer(rows)))),
    }),
  )
  const engagement = new RegionalEngagement()
  for (let k = 0; k < rows; k++) {
    const shows = rng.integer(50)
    const event = {
      row: rng.integer(rows),
      at: randomStateNow - rng.integer(day),
      shows,
      clicks: rng.integer(shows + 1),
    }
    engagement.observe(event, choice(rng, ['DE', 'US', null]))
  }
  const everyRow = Int32Array.from({ length: rows }, (_, row) => row)
  const made = new Map<string, ReturnType<EngagementColumn['posteriors']>>()
  const column: EngagementColumn = {
    posteriors(asked, moment) {
      const key = `${moment.region} ${moment.now}`
      const { alpha, beta } = made.get(key) ?? engagement.posteriors(everyRow, moment)
      made.set(key, { alpha, beta })
      const pick = (column: Float64Array) => Float64Array.from(asked, (row) => column[row]!)
      return { alpha: pick(alpha), beta: pick(beta) }
    },
  }
  return { ...state, sections, engagement: column, sessions: randomSessions(state, rng) }
}

function randomSessions({ catalogue }: PipelineState, rng: Random): SessionColumn {
  const rows = catalogue.items.size
  const model = new CoVisitation(catalogue.items, coVisitation.defaults)
  for (let k = 0; k < 4 * rows; k++)
    model.observe({
      session: `${Math.floor(k / 5)}`,
      row: rng.integer(rows),
      at: randomStateNow - 4000 * rows + 1000 * k,
    })
  return {
    scoreRows: (history, asked) => Float32Array.from(model.scoreRows(history, asked)),
    neighbours(history, limit) {
      const scores = model.score(history)
      return topRows(scores, limit).filter((row) => scores[row]! > 0)
    },
  }
}

/** A request that also knows what was shown, saved and followed. */
export function randomServingRequest(
  state: PipelineState,
  options: { seed: Seed; historyItems: number; take?: number },
): SlateRequest {
  const rng = derive(options.seed, 'serving request')
  const request = randomRequest(state, options)
  const row = () => rng.integer(state.catalogue.items.size)
  const at = () => randomStateNow - rng.integer(30 * day)
  const saved = Array.from(new Set(Array.from({ length: 6 }, row)), (each) => ({ row: each, at: at() }))
  return {
    ...request,
    seen: new Set([...request.seen, ...saved.map((one) => one.row)]),
    saved,
    shown: new Map(Array.from({ length: 20 }, () => [row(), { times: 1 + rng.integer(12), firstAt: at() }])),
    followedTopics: new Set([rng.integer(12), rng.integer(12)]),
    region: choice(rng, ['DE', 'US', null]),
    paywall: choice(rng, ['any', 'avoid', 'exclude']),
  }
}
