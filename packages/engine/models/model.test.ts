import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { checkerboard, staircase } from '../testing/checkerboard.ts'
import { modelContract } from '../testing/model-contract.ts'
import { collectiveEase } from './collective-ease.ts'
import { content } from './content.ts'
import { ease } from './ease.ts'
import { onThisThread } from './model.ts'
import { popularity } from './popularity.ts'

const context = () => ({ rng: derive('contract'), withPool: onThisThread })

modelContract({ test, assert }, { algorithm: popularity, config: popularity.defaults, world: staircase, context })
modelContract({ test, assert }, { algorithm: ease, config: { ...ease.defaults, reg: 1 }, world: checkerboard, context })

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
