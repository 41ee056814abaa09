// node examples/compare-two-models.ts: is EASE better than popularity on what was read later, and is that more than chance?
import type { Interaction } from '@lectern/engine/data/interaction-source.ts'
import { evaluate } from '@lectern/engine/evaluation/evaluate.ts'
import { report } from '@lectern/engine/evaluation/report.ts'
import { splitByTime } from '@lectern/engine/evaluation/split.ts'
import { ease } from '@lectern/engine/models/ease.ts'
import { onThisThread } from '@lectern/engine/models/model.ts'
import { popularity } from '@lectern/engine/models/popularity.ts'
import { derive } from '@lectern/engine/random/random.ts'

const rng = derive('example') // 300 made-up readers with a favourite among five subjects, one read a minute
const events = Array.from({ length: 6000 }, (_, minute): Interaction => {
  const reader = rng.integer(300)
  const subject = rng.uniform() < 0.7 ? reader % 5 : rng.integer(5)
  const item = `subject ${subject}, article ${Math.floor(30 * rng.uniform() ** 2)}`
  return { reader: `reader ${reader}`, item, at: minute * 60_000, weight: 1 }
})

const split = await splitByTime(() => events, 5000 * 60_000)
const context = { rng, withPool: onThisThread }
const popular = await popularity.train(split.train, { halfLifeMs: 24 * 3_600_000 }, context)
const personal = await ease.train(split.train, { ...ease.defaults, reg: 50 }, context)
const evaluations = [
  await evaluate(split, popular, { name: 'popularity' }),
  await evaluate(split, personal, { name: 'EASE' }),
]
const made = report(split, evaluations, { baseline: 'popularity', rng: derive('bootstrap') })
for (const { name, metrics } of made.models) console.log(`${name} NDCG@10 ${metrics['ndcg@10']!.mean.toFixed(3)}`)
const { mean, low, high, significant } = made.models[1]!.difference['ndcg@10']!
console.log(
  `difference ${mean.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}), ${significant ? 'more than' : 'maybe'} chance`,
)
