import { ials } from '@lectern/engine/models/ials.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { rankFactors } from '../factor-ranking.ts'
import { readGowalla } from '../gowalla-data.ts'
import { onTwoThreads } from '../two-threads.ts'
import type { GoldenLine, GoldenProtocol } from './golden-line.ts'
import { referenceStart } from './reference-start.ts'

const metrics = ['recall', 'ndcg', 'coverage'] as const

/** embeddingSize, unobservedWeight, reg, epochs; then recall@20, ndcg@20 and coverage@20 of the reference, solved exactly. */
const references = [
  [64, 0.01, 0.002, 8, 0.1506, 0.1258, 0.1932],
  [128, 0.01, 0.002, 8, 0.1641, 0.1355, 0.3023],
] as const

export const p1Ials: GoldenProtocol = {
  name: 'P1 iALS',
  about: 'gowalla in the split of LightGCN: iALS with exact solves from the start of the reference',
  async measure(line) {
    const task = readGowalla()
    const lines: GoldenLine[] = []
    for (const [embeddingSize, unobservedWeight, reg, epochs, ...golden] of references) {
      const model = `ials d=${embeddingSize} a0=${unobservedWeight} lam=${reg} ep=${epochs}`
      const config = { ...ials.defaults, embeddingSize, unobservedWeight, reg, epochs, blockSize: embeddingSize }
      const checkpoints = await referenceStart(task.train, config, line)
      const context = { rng: derive('golden P1'), withPool: onTwoThreads, ...(checkpoints && { checkpoints }) }
      const measured = rankFactors(task, await ials.train(task.train, config, context))
      line(`${model}: ${metrics.map((metric) => measured[metric].toFixed(4)).join(' ')}`)
      metrics.forEach((metric, k) => {
        const here = { protocol: 'P1', model, metric: `${metric}@20`, tolerance: 0.005 }
        lines.push({ ...here, golden: golden[k]!, measured: measured[metric] })
      })
    }
    return lines
  },
}
