import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { checkerboard, staircase } from '../testing/checkerboard.ts'
import { modelContract } from '../testing/model-contract.ts'
import { procession } from '../testing/procession.ts'
import { attributeTransitions } from './attribute-transitions.ts'
import { bpr } from './bpr.ts'
import { coVisitation } from './co-visitation.ts'
import { collectiveEase } from './collective-ease.ts'
import { content } from './content.ts'
import { ease } from './ease.ts'
import { edlae } from './edlae.ts'
import { graphFilter } from './graph-filter.ts'
import { ials } from './ials.ts'
import { itemKnn } from './item-knn.ts'
import { onThisThread } from './model.ts'
import { popularity } from './popularity.ts'
import { pureSvd } from './pure-svd.ts'
import { rp3beta } from './rp3beta.ts'
import { sessionKnn } from './session-knn.ts'
import { sessionLinear } from './session-linear.ts'
import { transitions } from './transitions.ts'

const context = () => ({ rng: derive('contract'), withPool: onThisThread })

modelContract({ test, assert }, { algorithm: popularity, config: popularity.defaults, world: staircase, context })
modelContract({ test, assert }, { algorithm: ease, config: { ...ease.defaults, reg: 1 }, world: checkerboard, context })
modelContract(
  { test, assert },
  { algorithm: ials, config: { ...ials.defaults, embeddingSize: 4 }, world: checkerboard, context },
)

/** What the items of the checkerboard are about: their colour. */
const { itemIds } = (await checkerboard()).interactions
const colours = {
  items: itemIds,
  embeddingSize: 2,
  values: Float32Array.from(itemIds.ids.flatMap((id) => [1 - (Number(id) % 2), Number(id) % 2])),
}
const byColour = content(colours)
modelContract({ test, assert }, { algorithm: byColour, config: byColour.defaults, world: checkerboard, context })
const withColour = collectiveEase(colours)
modelContract(
  { test, assert },
  { algorithm: withColour, config: { ...withColour.defaults, reg: 1 }, world: checkerboard, context },
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
modelContract(
  { test, assert },
  { algorithm: edlae, config: { ...edlae.defaults, reg: 1 }, world: checkerboard, context },
)
for (const sharpening of [0, 1])
  modelContract(
    { test, assert },
    {
      algorithm: graphFilter,
      config: { embeddingSize: 2, lowPass: 0.3, sharpening, neighbours: 30 },
      world: checkerboard,
      context,
    },
  )
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
