import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { checkerboard, staircase } from '../testing/checkerboard.ts'
import { modelContract } from '../testing/model-contract.ts'
import { procession } from '../testing/procession.ts'
import { attributeTransitions } from './attribute-transitions.ts'
import { coVisitation } from './co-visitation.ts'
import { ease } from './ease.ts'
import { onThisThread } from './model.ts'
import { popularity } from './popularity.ts'
import { sessionKnn } from './session-knn.ts'
import { sessionLinear } from './session-linear.ts'
import { transitions } from './transitions.ts'

const context = () => ({ rng: derive('contract'), withPool: onThisThread })

modelContract({ test, assert }, { algorithm: popularity, config: popularity.defaults, world: staircase, context })
modelContract({ test, assert }, { algorithm: ease, config: { ...ease.defaults, reg: 1 }, world: checkerboard, context })
modelContract({ test, assert }, { algorithm: coVisitation, config: coVisitation.defaults, world: procession, context })
modelContract({ test, assert }, { algorithm: sessionKnn, config: sessionKnn.defaults, world: checkerboard, context })
modelContract({ test, assert }, { algorithm: transitions, config: transitions.defaults, world: procession, context })
modelContract(
  { test, assert },
  {
    algorithm: attributeTransitions,
    config: {
      ...attributeTransitions.defaults,
      backOff: 0.05,
      likeness: 1,
      attributes: { '0001': ['odd'], '0003': ['odd', 'three'] },
    },
    world: procession,
    context,
  },
)
modelContract(
  { test, assert },
  { algorithm: sessionLinear, config: { ...sessionLinear.defaults, reg: 1 }, world: procession, context },
)
