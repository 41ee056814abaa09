// node examples/bandit-on-a-front-page.ts: Thompson sampling finds the article that readers click, and keeps looking at others.

import { BetaThompson } from '@lectern/engine/bandits/beta-thompson.ts'
import { topRows } from '@lectern/engine/data/top-rows.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { derive } from '@lectern/engine/random/random.ts'

const clickRates = [0.02, 0.05, 0.11, 0.04, 0.03] // what nobody knows
const items = new Vocabulary(['a', 'b', 'c', 'd', 'e'])
const rows = Int32Array.of(0, 1, 2, 3, 4)
const policy = new BetaThompson(items)
const rng = derive('example')

const shown = new Int32Array(items.size)
for (let visit = 0; visit < 4000; visit++) {
  const moment = { region: null, now: visit * 1000 }
  const [first] = topRows(policy.draw(rows, moment, rng.derive(visit)), 1)
  const clicks = rng.uniform() < clickRates[first!]! ? 1 : 0
  policy.observe({ row: first!, at: moment.now, region: null, shows: 1, clicks })
  shown[first!]!++
}
const believed = policy.means(rows, { region: null, now: 4_000_000 })
for (const row of rows)
  console.log(`${items.id(row)}: shown ${shown[row]}, believed ${believed[row]!.toFixed(3)}, true ${clickRates[row]}`)
