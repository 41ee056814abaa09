import { rankMetrics } from '@lectern/engine/evaluation/rank-metrics.ts'
import { attributeTransitions } from '@lectern/engine/models/attribute-transitions.ts'
import { onThisThread } from '@lectern/engine/models/model.ts'
import { transitions } from '@lectern/engine/models/transitions.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { type BeautyModel, type BeautySplit, ranksOf, readBeauty, trainingOf } from './beauty-sequences.ts'
import type { Measurement } from './measurement.ts'

const bar = { hr: 0.088, ndcg: 0.056 }
const splits: readonly BeautySplit[] = ['validation', 'testA', 'testB']

/** Sequence models on amazon-beauty-seq; every setting is the model's default, chosen on validation. */
export const beauty: Measurement = {
  name: 'beauty',
  about:
    'amazon-beauty-seq, the last item of each of 22,363 sequences among all 12,101 (P4): our sequence models, settings chosen on validation items only',
  async run(report) {
    const data = readBeauty()
    const context = { rng: derive('beauty'), withPool: onThisThread }
    const rows: (string | number)[][] = []
    const models: Record<string, (split: BeautySplit) => Promise<BeautyModel>> = {
      transitions: async (split) => transitions.train(await trainingOf(data, split), transitions.defaults, context),
      'attribute-transitions, ids alone': async (split) =>
        attributeTransitions.train(await trainingOf(data, split), attributeTransitions.defaults, context),
      'attribute-transitions': async (split) =>
        attributeTransitions.train(
          await trainingOf(data, split),
          { ...attributeTransitions.defaults, attributes: data.attributes },
          context,
        ),
    }
    let best = { hr: 0, ndcg: 0 }
    for (const [name, train] of Object.entries(models)) {
      const cells: string[] = []
      for (const split of splits) {
        report.line(`${name}: ${split}`)
        const measured = rankMetrics(ranksOf(data, split, await train(split)), 10)
        cells.push(measured.hr.toFixed(4), measured.ndcg.toFixed(4))
        if (split === 'testA' && name === 'attribute-transitions') best = measured
      }
      rows.push([name, ...cells])
    }
    for (const [name, hr, ndcg] of published) rows.push([name, '', '', hr, ndcg, '', ''])
    return {
      name: 'beauty',
      value: Number(best.ndcg.toFixed(4)),
      unit: `NDCG@10 on test A at HR@10 ${best.hr.toFixed(4)}`,
      peer: null,
      ratio: null,
      bar: `HR@10 at least ${bar.hr} and NDCG@10 at least ${bar.ndcg} on test A`,
      holds: best.hr >= bar.hr && best.ndcg >= bar.ndcg,
      details: {
        protocol:
          'validation: fit and history without the last two items, target the last but one; test A: the same fit, history without the last item, target the last; test B: fit without the last item too; full ranking, history masked',
        settings: JSON.stringify(attributeTransitions.defaults),
        attributes: 'category and brand numbers of Beauty_item2attributes.json, as S3-Rec uses them',
      },
      table: {
        head: ['model', 'validation HR@10', 'NDCG@10', 'test A HR@10', 'NDCG@10', 'test B HR@10', 'NDCG@10'],
        rows,
      },
    }
  },
}

/** Test A of the S3-Rec repository, and the best line of our reference grid. */
const published = [
  ['reference: three-hop Markov chain', '0.0838', '0.0529'],
  ['published: SASRec', '0.0605', '0.0318'],
  ['published: S3-Rec', '0.0647', '0.0327'],
] as const
