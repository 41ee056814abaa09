import { historyOf } from '../data/history.ts'
import type { Ranked, Rerank, StageContext } from '../pipeline/stage.ts'
import { derive } from '../random/random.ts'
import { listContext, maskOf, randomItems, rankedOf } from './list-scene.ts'
import type { Runner } from './model-contract.ts'

export interface RerankUnderTest {
  readonly name: string
  readonly stage: Rerank
  /** Leaves rows out. */
  readonly drops?: boolean
  /** Changes scores, and says so in the reasons. */
  readonly rescores?: boolean
  /** Gives slots to chance. */
  readonly draws?: boolean
}

const scenes = Array.from({ length: 60 }, (_, seed) => {
  const rng = derive(seed, 'scene')
  return { seed, count: seed === 0 ? 0 : rng.integer(40), take: 1 + rng.integer(50) }
})

/** What every rerank keeps to, whatever a request asks. Registers one test per fact. */
export function rerankContract({ test, assert }: Runner, subject: RerankUnderTest): void {
  const { name, stage } = subject
  const facts = (sentence: string, check: (before: Ranked, after: Ranked, scene: string) => void) =>
    test(`${name}: ${sentence}`, () => {
      for (const scene of scenes) {
        const before = rankedOf(randomItems(scene.seed, scene.count).scores)
        check(before, stage.arrange(contextOf(scene), before), `scene ${scene.seed}`)
      }
    })

  facts('every row once, with its own score, and no row that was not there', (before, after, scene) => {
    const scores = new Map(Array.from(before.rows, (row, k) => [row, before.scores[k]!]))
    assert.deepEqual(new Set(after.rows).size, after.rows.length, scene)
    if (!subject.drops) assert.deepEqual(after.rows.length, before.rows.length, scene)
    after.rows.forEach((row, k) => {
      const added = (after.parts?.get(row) ?? []).reduce((sum, { contribution }) => sum + contribution, 0)
      assert.ok(Math.abs(after.scores[k]! - (scores.get(row) ?? Number.NaN) - added) < 1e-9, scene)
      if (!subject.rescores) assert.ok(added === 0, scene)
    })
  })

  facts('the columns stay of one length, propensities are chances', (_, after, scene) => {
    for (const column of [after.scores, after.propensities, after.explored])
      assert.deepEqual(column.length, after.rows.length, scene)
    for (const propensity of after.propensities) assert.ok(propensity > 0 && propensity <= 1 + 1e-12, scene)
    if (subject.draws) return
    assert.ok(after.propensities.every((propensity) => propensity === 1) && !after.explored.includes(1), scene)
  })

  test(`${name}: the same input gives the same list and is left as it was`, () => {
    for (const scene of scenes) {
      const [once, again] = [
        rankedOf(randomItems(scene.seed, scene.count).scores),
        rankedOf(randomItems(scene.seed, scene.count).scores),
      ]
      const after = stage.arrange(contextOf(scene), once)
      assert.deepEqual(once, again, `scene ${scene.seed}: the input changed`)
      assert.deepEqual(after, stage.arrange(contextOf(scene), again), `scene ${scene.seed}`)
    }
  })
}

function contextOf({ seed, count, take }: (typeof scenes)[number]): StageContext {
  const rng = derive(seed, 'contract')
  const row = () => rng.integer(Math.max(1, count))
  const some = () => maskOf(count, Array.from({ length: count >> 2 }, row))
  const rules = {
    boosts: [{ name: 'boost', holds: some(), factor: 2 }],
    pins: [{ row: row(), slot: rng.integer(take) }],
    promotions: [{ name: 'promotion', holds: some(), share: 0.2 }],
    quotas: [{ name: 'quota', holds: some(), min: 1, max: 5 }],
    minimumRelevance: 0.1,
  }
  const history = historyOf(count === 0 ? [] : Array.from({ length: 5 }, (_, at) => ({ row: row(), at })))
  const shown = new Map([[row(), { times: 2, firstAt: 0 }]])
  const engagement = {
    posteriors: (rows: Int32Array) => ({
      alpha: Float64Array.from(rows, (one) => 1 + (one % 5)),
      beta: new Float64Array(rows.length).fill(50),
    }),
  }
  const { items } = randomItems(seed, count)
  return listContext({ items, request: { take, seed, history, shown, rules }, state: { engagement } })
}
