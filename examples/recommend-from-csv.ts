// node examples/recommend-from-csv.ts [reads.csv] [reader]: five suggestions from a CSV of reader,item,timestamp (Unix ms).
import { readFileSync } from 'node:fs'
import { buildInteractions, readerHistory } from '@lectern/engine/data/interactions.ts'
import { topRows } from '@lectern/engine/data/top-rows.ts'
import { ease } from '@lectern/engine/models/ease.ts'
import { onThisThread } from '@lectern/engine/models/model.ts'
import { derive } from '@lectern/engine/random/random.ts'

const madeUp = 'r1,a,1 r1,b,2 r2,a,1 r2,b,2 r2,c,3 r3,c,1 r3,d,2 r4,b,1 r4,c,4 r5,d,1 r5,e,2'.replaceAll(' ', '\n')
const [file, reader = 'r1'] = process.argv.slice(2)
const lines = (file ? readFileSync(file, 'utf8') : madeUp).trim().split(/\r?\n/)
const reads = lines.map((line) => line.split(',') as [string, string, string])
const events = reads.map(([reader, item, at]) => ({ reader, item, at: Number(at), weight: 1 }))

const interactions = await buildInteractions(() => events)
const context = { rng: derive('example'), withPool: onThisThread }
const model = await ease.train(interactions, { ...ease.defaults, reg: 1 }, context)
const history = readerHistory(interactions, interactions.readerIds.row(reader))
const read = new Uint8Array(model.items.size)
for (const row of history.items) read[row] = 1
const scores = model.score(history)
for (const row of topRows(scores, 5, read)) console.log(`${model.items.id(row)}\t${scores[row]!.toFixed(4)}`)
