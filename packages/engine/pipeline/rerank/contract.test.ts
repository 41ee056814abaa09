import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RerankUnderTest, rerankContract } from '../../testing/rerank-contract.ts'
import { explore, uniform } from '../explore.ts'
import { spread } from '../spread.ts'
import { avoidPaywall } from './avoid-paywall.ts'
import { boosts } from './boosts.ts'
import { calibrate } from './calibrate.ts'
import { dpp } from './dpp.ts'
import { minimumRelevance } from './minimum-relevance.ts'
import { mmr } from './mmr.ts'
import { oneOfEachStory } from './one-of-each-story.ts'
import { quotas } from './quotas.ts'
import { rotation } from './rotation.ts'
import { slots } from './slots.ts'
import { thompson } from './thompson.ts'

const stages: readonly RerankUnderTest[] = [
  { name: 'minimum relevance', stage: minimumRelevance(0.2), drops: true },
  { name: 'boosts', stage: boosts, rescores: true },
  { name: 'rotation', stage: rotation({ rate: 0.5, withinMs: 1000 }), rescores: true },
  { name: 'one of each story', stage: oneOfEachStory, drops: true },
  { name: 'avoid paywall', stage: avoidPaywall() },
  { name: 'calibrate', stage: calibrate({ weight: 0.5 }) },
  { name: 'mmr', stage: mmr({ diversity: 0.5 }) },
  { name: 'dpp', stage: dpp({ diversity: 0.5 }) },
  { name: 'spread', stage: spread({ publisher: 0.5, topic: 0.8 }) },
  { name: 'quotas', stage: quotas({ apart: 2, quotas: [{ of: 'topic', max: 4 }] }), drops: true },
  { name: 'slots', stage: slots({ apart: 3 }) },
  { name: 'slots with Thompson sampling', stage: slots({ apart: 2, chance: thompson({ share: 0.5 }) }), draws: true },
  { name: 'slots with uniform draws', stage: slots({ chance: uniform({ share: 0.5 }) }), draws: true },
  { name: 'explore', stage: explore({ share: 0.3 }), draws: true },
]
for (const stage of stages) rerankContract({ test, assert }, stage)
