// node examples/content-for-cold-items.ts: an article that nobody has read yet comes to those it is for, by its words.
import { buildInteractions, readerHistory } from '@lectern/engine/data/interactions.ts'
import { collectiveEase } from '@lectern/engine/models/collective-ease.ts'
import { onThisThread } from '@lectern/engine/models/model.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { lsaVectors } from '@lectern/engine/text/lsa.ts'

const texts = new Map([
  ['sourdough', 'Bake bread with sourdough: flour, water, salt and a hot oven'],
  ['butter', 'Butter from cream, for bread straight from the oven'],
  ['sails', 'Trim the sails of a boat to the wind'],
  ['knots', 'Knots that hold a boat in wind and tide'],
  ['new: rye', 'Rye flour makes a dark bread: bake it in a hot oven'],
  ['new: regatta', 'A regatta in strong wind, boat by boat'],
])
const reads = [
  ['ann', 'sourdough'],
  ['ann', 'butter'],
  ['bo', 'sails'],
  ['bo', 'knots'],
  ['cy', 'butter'],
]
const events = reads.map(([reader, item], at) => ({ reader: reader!, item: item!, at, weight: 1 }))

const context = { rng: derive('example'), withPool: onThisThread }
const vectors = await lsaVectors(texts, { embeddingSize: 2 }, context) // or the vectors of any encoder
const interactions = await buildInteractions(() => events)
const algorithm = collectiveEase(vectors)
const model = await algorithm.train(interactions, { ...algorithm.defaults, reg: 1, contentWeight: 1 }, context)
for (const reader of ['cy', 'bo']) {
  const scores = model.score(readerHistory(interactions, interactions.readerIds.row(reader)))
  const unread = ['new: rye', 'new: regatta'].map((id) => `${id} ${scores[model.items.row(id)]!.toFixed(2)}`)
  console.log(`${reader}: ${unread.join(', ')}`)
}
