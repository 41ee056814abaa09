import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { checkerboard, staircase } from '../testing/checkerboard.ts'
import { modelContract } from '../testing/model-contract.ts'
import { bpr } from './bpr.ts'
import { ease } from './ease.ts'
import { ials } from './ials.ts'
import { itemKnn } from './item-knn.ts'
import { onThisThread } from './model.ts'
import { popularity } from './popularity.ts'
import { pureSvd } from './pure-svd.ts'
import { rp3beta } from './rp3beta.ts'

const context = () => ({ rng: derive('contract'), withPool: onThisThread })

modelContract({ test, assert }, { algorithm: popularity, config: popularity.defaults, world: staircase, context })
modelContract({ test, assert }, { algorithm: ease, config: { ...ease.defaults, reg: 1 }, world: checkerboard, context })
modelContract(
  { test, assert },
  { algorithm: ials, config: { ...ials.defaults, embeddingSize: 4 }, world: checkerboard, context },
)
for (const weighting of ['plain', 'tfidf', 'bm25'] as const)
  modelContract(
    { test, assert },
    { algorithm: itemKnn, config: { ...itemKnn.defaults, weighting }, world: checkerboard, context },
  )
modelContract({ test, assert }, { algorithm: rp3beta, config: rp3beta.defaults, world: checkerboard, context })
modelContract({ test, assert }, { algorithm: pureSvd, config: { embeddingSize: 2 }, world: checkerboard, context })
modelContract(
  { test, assert },
  { algorithm: bpr, config: { ...bpr.defaults, embeddingSize: 4 }, world: checkerboard, context },
)
