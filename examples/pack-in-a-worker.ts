// node examples/pack-in-a-worker.ts: a model in 8 bits, handed to a worker without a copy. In a browser the worker fetches it.
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { historyOf } from '@lectern/engine/data/history.ts'
import { buildInteractions } from '@lectern/engine/data/interactions.ts'
import { describePack, packModel } from '@lectern/engine/data/model-pack.ts'
import { topRows } from '@lectern/engine/data/top-rows.ts'
import { ease } from '@lectern/engine/models/ease.ts'
import { onThisThread } from '@lectern/engine/models/model.ts'
import { derive } from '@lectern/engine/random/random.ts'

if (isMainThread) {
  const lists = ['bread butter jam', 'bread butter', 'butter jam', 'ships sails', 'sails knots', 'ships knots']
  const events = lists.flatMap((list, reader) =>
    list.split(' ').map((item, at) => ({ reader: `${reader}`, item, at, weight: 1 })),
  )
  const context = { rng: derive('example'), withPool: onThisThread }
  const model = await ease.train(await buildInteractions(() => events), { ...ease.defaults, reg: 1 }, context)
  const pack = packModel(model.save(), { precision: 'int8', facts: { readers: lists.length } })
  const { kind, items, precision } = describePack(pack)
  console.log(`packed ${kind}: ${items} items in ${precision}`)
  const worker = new Worker(new URL(import.meta.url))
  worker.postMessage(pack, [pack.buffer as ArrayBuffer])
  worker.once('message', (answer) => {
    console.log(answer)
    worker.terminate()
  })
} else {
  parentPort!.once('message', (bytes: Uint8Array) => {
    const model = ease.load(bytes) // throws on bytes that were cut, changed or made by a newer program
    const history = historyOf([{ row: model.items.row('bread'), at: 0 }])
    const [best] = topRows(model.score(history), 1)
    parentPort!.postMessage(`after bread: ${model.items.id(best!)}`)
  })
}
