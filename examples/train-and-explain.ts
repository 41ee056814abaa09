// node examples/train-and-explain.ts: why a suggestion is where it is, in numbers that add up to its score.
import { buildInteractions, readerHistory } from '@lectern/engine/data/interactions.ts'
import { topRows } from '@lectern/engine/data/top-rows.ts'
import { ease } from '@lectern/engine/models/ease.ts'
import { onThisThread } from '@lectern/engine/models/model.ts'
import { derive } from '@lectern/engine/random/random.ts'

const lists = {
  ann: 'bread butter jam',
  bo: 'bread butter',
  cy: 'bread jam',
  di: 'ships sails',
  ed: 'ships sails bread',
}
const events = Object.entries(lists).flatMap(([reader, items]) =>
  items.split(' ').map((item, at) => ({ reader, item, at, weight: 1 })),
)
const interactions = await buildInteractions(() => events)
const model = await ease.train(
  interactions,
  { ...ease.defaults, reg: 1 },
  { rng: derive('example'), withPool: onThisThread },
)

const history = readerHistory(interactions, interactions.readerIds.row('bo'))
const read = new Uint8Array(model.items.size)
for (const row of history.items) read[row] = 1
const scores = model.score(history)
for (const row of topRows(scores, 2, read)) {
  const reasons = model
    .explain(history, row)
    .contributions.map((one) => `${model.items.id(one.row)} ${one.contribution.toFixed(3)}`)
  console.log(`${model.items.id(row)} ${scores[row]!.toFixed(3)} = ${reasons.join(' + ')}`)
}
