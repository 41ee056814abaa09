import { readerHistory } from '@lectern/engine/data/interactions.ts'
import { ials } from '@lectern/engine/models/ials.ts'
import { onThisThread } from '@lectern/engine/models/model.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { type DeskdropTask, personSplit, readDeskdrop } from '../deskdrop-data.ts'
import { type RankingMetrics, rankAll } from '../full-ranking.ts'
import type { GoldenLine, GoldenProtocol } from './golden-line.ts'
import { referenceStart } from './reference-start.ts'

const metrics = ['recall', 'ndcg'] as const

/** form, embeddingSize, unobservedWeight, reg; then recall@10 and ndcg@10 of the reference after 12 epochs. */
const references = `
log 32 0.1 0.003 .1427 .1112
log 32 0.1 0.01  .1475 .1180
log 32 0.3 0.003 .1446 .1163
log 32 0.3 0.01  .1456 .1193
log 32 1.0 0.003 .1399 .1157
log 64 0.1 0.003 .1441 .1166
log 64 0.1 0.01  .1571 .1277
log 64 0.3 0.003 .1484 .1239
log 64 0.3 0.01  .1550 .1293
log 64 1.0 0.003 .1437 .1176
bin 32 0.1 0.003 .1400 .1108
bin 32 0.1 0.01  .1459 .1198
bin 32 0.3 0.003 .1479 .1185
bin 32 0.3 0.01  .1426 .1170
bin 32 1.0 0.003 .1378 .1119
bin 64 0.1 0.003 .1448 .1161
bin 64 0.1 0.01  .1580 .1276
bin 64 0.3 0.003 .1513 .1235
bin 64 0.3 0.01  .1498 .1240
bin 64 1.0 0.003 .1485 .1251`

export const p3cIals: GoldenProtocol = {
  name: 'P3c iALS',
  about: 'DeskDrop, every fifth article of a person held out: iALS with exact solves from the start of the reference',
  async measure(line) {
    const task = personSplit(readDeskdrop())
    const lines: GoldenLine[] = []
    for (const reference of references.trim().split('\n')) {
      const [form, ...numbers] = reference.split(/ +/) as ['log' | 'bin', ...string[]]
      const [embeddingSize, unobservedWeight, reg, ...golden] = numbers.map(Number) as [number, number, number]
      const model = `ials ${form} d=${embeddingSize} a0=${unobservedWeight} lam=${reg} ep=12`
      const measured = await rankIals(task, { form, embeddingSize, unobservedWeight, reg }, line)
      line(`${model}: ${metrics.map((metric) => measured[metric].toFixed(4)).join(' ')}`)
      metrics.forEach((metric, k) => {
        const here = { protocol: 'P3c', model, metric: `${metric}@10`, tolerance: 0.005 }
        lines.push({ ...here, golden: golden[k]!, measured: measured[metric] })
      })
    }
    return lines
  },
}

interface Setting {
  readonly form: 'log' | 'bin'
  readonly embeddingSize: number
  readonly unobservedWeight: number
  readonly reg: number
}

async function rankIals(
  task: DeskdropTask,
  { form, ...setting }: Setting,
  line: (text: string) => void,
): Promise<RankingMetrics> {
  const interactions = form === 'log' ? task.graded : task.train
  const config = { ...ials.defaults, ...setting, epochs: 12, blockSize: setting.embeddingSize }
  const checkpoints = await referenceStart(interactions, config, line)
  const context = { rng: derive('golden P3c'), withPool: onThisThread, ...(checkpoints && { checkpoints }) }
  const model = await ials.train(interactions, config, context)
  return rankAll(task, (_history, reader) => model.score(readerHistory(interactions, reader)))
}
