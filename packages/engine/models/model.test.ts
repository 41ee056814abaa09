import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { checkerboard, staircase } from '../testing/checkerboard.ts'
import { modelContract } from '../testing/model-contract.ts'
import { ease } from './ease.ts'
import { ials } from './ials.ts'
import { onThisThread } from './model.ts'
import { popularity } from './popularity.ts'

const context = () => ({ rng: derive('contract'), withPool: onThisThread })

modelContract({ test, assert }, { algorithm: popularity, config: popularity.defaults, world: staircase, context })
modelContract({ test, assert }, { algorithm: ease, config: { ...ease.defaults, reg: 1 }, world: checkerboard, context })
modelContract(
  { test, assert },
  { algorithm: ials, config: { ...ials.defaults, embeddingSize: 4 }, world: checkerboard, context },
)
