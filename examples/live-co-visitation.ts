// node examples/live-co-visitation.ts: news, where what was clicked a minute ago says more than all of last week.
import { historyOf } from '@lectern/engine/data/history.ts'
import { topRows } from '@lectern/engine/data/top-rows.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { CoVisitation, coVisitation } from '@lectern/engine/models/co-visitation.ts'

const minute = 60_000
const items = new Vocabulary(['election', 'recount', 'storm', 'flood', 'recipe'])
const model = new CoVisitation(items, { ...coVisitation.defaults, halfLifeMs: 30 * minute })

/** A session clicks one article after the other, a minute apart; the model has learnt each click when it returns. */
function click(session: string, articles: string, from: number): void {
  articles.split(' ').forEach((article, k) => {
    model.observe({ session, row: items.row(article), at: from + k * minute })
  })
}

function next(article: string, now: number): string {
  const [best] = topRows(model.score(historyOf([{ row: items.row(article), at: now }])), 1)
  return items.id(best!)
}

for (let reader = 0; reader < 20; reader++) click(`morning ${reader}`, 'election recount', reader * minute)
console.log(`in the morning, after the election: ${next('election', 25 * minute)}`)
for (let reader = 0; reader < 3; reader++) click(`noon ${reader}`, 'election storm', 200 * minute + reader * minute)
console.log(`at noon, after three clicks: ${next('election', 205 * minute)}`)
