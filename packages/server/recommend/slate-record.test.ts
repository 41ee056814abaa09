import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  available,
  blocked,
  impressionCap,
  language,
  maxAge,
  only,
  paywall,
  region,
} from '@lectern/engine/pipeline/filters.ts'
import { avoidPaywall } from '@lectern/engine/pipeline/rerank/avoid-paywall.ts'
import { oneOfEachStory } from '@lectern/engine/pipeline/rerank/one-of-each-story.ts'
import { resurfacing } from '@lectern/engine/pipeline/resurfacing.ts'
import { replay, run } from '@lectern/engine/pipeline/run.ts'
import { sameStory } from '@lectern/engine/pipeline/same-story.ts'
import {
  corpus,
  exploration,
  followedTopics,
  fresh,
  popular,
  sections,
  sessionNeighbours,
  similar,
} from '@lectern/engine/pipeline/sources.ts'
import type { Recipe } from '@lectern/engine/pipeline/stage.ts'
import { home } from '@lectern/engine/recipes/home.ts'
import { randomServingRequest, randomServingState } from '@lectern/engine/testing/random-serving.ts'
import { packRecord, unpackRecord } from './slate-pack.ts'
import { recordOf, worldOf } from './slate-record.ts'

const saves = resurfacing()
const everything: Recipe = {
  ...home,
  filters: [
    available,
    language,
    region,
    maxAge({ days: 80 }),
    paywall,
    saves.seen,
    blocked,
    impressionCap(),
    sameStory,
    only,
  ],
  sources: [
    corpus(40),
    sections(20),
    popular(40),
    similar(40),
    sessionNeighbours(20),
    fresh(20),
    followedTopics(20),
    exploration(20),
    saves.source,
  ],
  rerank: [oneOfEachStory, avoidPaywall(), ...home.rerank],
}

test('a list of every source and filter comes out of its record as it was served', () => {
  const state = randomServingState({ seed: 'record', rows: 500, modelItems: 100 })
  const served = new Set<string>()
  for (let seed = 0; seed < 40; seed++) {
    const request = randomServingRequest(state, { seed, historyItems: seed })
    const slate = run(everything, request, state)
    const record = unpackRecord(packRecord(recordOf(slate, request, state))) as ReturnType<typeof recordOf>
    const world = worldOf(record, { surface: 'home', at: request.now, seed, model: state.personal?.model ?? null })
    const again = replay(everything, world.request, world.state, { sources: record.sources })
    assert.deepEqual(
      again.items.map(({ row, score }) => ({ item: world.state.catalogue.items.id(row), score })),
      record.shown.map(({ item, score }) => ({ item, score })),
    )
    for (const { sources } of slate.items) for (const source of sources) served.add(source)
  }
  assert.deepEqual([...served].sort(), everything.sources.map(({ name }) => name).sort())
})
