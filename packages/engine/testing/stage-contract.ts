import { personalView } from '../pipeline/personal.ts'
import type { Filter, Recipe, Scorer, Source, StageContext } from '../pipeline/stage.ts'
import { derive } from '../random/random.ts'
import type { Runner } from './model-contract.ts'
import { randomServingRequest, randomServingState } from './random-serving.ts'

interface Scene {
  readonly name: string
  /** The same at each call. */
  context(): StageContext
}

/** What every filter, source and scorer of a recipe keeps to; reranks have rerank-contract.ts. One test per stage. */
export function stageContract(runner: Runner, recipe: Pick<Recipe, 'name' | 'filters' | 'sources' | 'scorers'>): void {
  const scenes = [0, 1, 2, 3, 4, 5].map(sceneOf)
  const { test, assert } = runner
  const inEachScene = (sentence: string, check: (scene: Scene) => void) =>
    test(`${recipe.name}: ${sentence}`, () => {
      for (const scene of scenes) check(scene)
    })
  for (const filter of recipe.filters)
    inEachScene(`${filter.name} refuses what it counts, takes nothing over and says why`, (scene) => {
      assert.ok(filter.reason !== '', 'a filter has a reason, for people')
      checkFilter(runner, filter, scene)
    })
  for (const source of recipe.sources)
    inEachScene(`${source.name} proposes rows that no filter refused, each once, best first`, (scene) =>
      checkSource(runner, source, scene),
    )
  for (const scorer of recipe.scorers)
    inEachScene(`${scorer.name} scores every row and can say where the score is from`, (scene) =>
      checkScorer(runner, scorer, scene),
    )
  test(`${recipe.name}: every stage has a name of its own and says what it does`, () => {
    const told = [...recipe.sources, ...recipe.scorers]
    assert.deepEqual(
      told.filter(({ about }) => about === undefined).map(({ name }) => `${name} has no about`),
      [],
    )
    for (const stages of [recipe.filters, recipe.sources, recipe.scorers])
      assert.deepEqual(new Set(stages.map(({ name }) => name)).size, stages.length, 'two stages have one name')
  })
}

function checkFilter({ assert }: Runner, filter: Filter, scene: Scene): void {
  const code = 7
  const context = scene.context()
  const before = context.refused.slice()
  const count = filter.refuse(context, code)
  const taken = context.refused.filter((now, row) => now !== before[row])
  assert.ok(
    taken.length === count && taken.every((now) => now === code),
    `${scene.name}: it refused ${taken.length} and told ${count}`,
  )
  assert.ok(
    before.every((was, row) => was === 0 || context.refused[row] === was),
    `${scene.name}: it wrote over what another filter refused`,
  )
  const again = scene.context()
  filter.refuse(again, code)
  assert.deepEqual(again.refused, context.refused, `${scene.name}: twice the same request`)
}

function checkSource({ assert }: Runner, source: Source, scene: Scene): void {
  const context = scene.context()
  const { rows, scores } = source.propose(context)
  assert.deepEqual(scores.length, rows.length, `${scene.name}: one score per row`)
  assert.deepEqual(new Set(rows).size, rows.length, `${scene.name}: each row once`)
  assert.ok(
    rows.every((row) => context.refused[row] === 0),
    `${scene.name}: a refused row was proposed`,
  )
  assert.ok(
    scores.every((score, k) => Number.isFinite(score) && !(score > scores[k - 1]!)),
    `${scene.name}: best first`,
  )
  assert.deepEqual(source.propose(scene.context()), { rows, scores }, `${scene.name}: twice the same request`)
}

function checkScorer({ assert }: Runner, scorer: Scorer, scene: Scene): void {
  const context = scene.context()
  const rows = Int32Array.from(context.state.catalogue.items.ids.keys()).filter((row) => context.refused[row] === 0)
  const scored = scorer.score(context, rows)
  if (scored === null) return
  assert.deepEqual(scored.scores.length, rows.length, `${scene.name}: one score per row`)
  scored.scores.slice(0, 50).forEach((score, k) => {
    const { contributions, parts } = scored.explain(k)
    const terms = [...contributions, ...parts].map(({ contribution }) => contribution)
    const sum = terms.reduce((total, one) => total + one, 0)
    assert.ok(Number.isFinite(score), `${scene.name}: row ${rows[k]} has the score ${score}`)
    assert.ok(
      Math.abs(sum - score) <= 1e-6 * Math.max(1e-9, Math.abs(score), ...terms.map(Math.abs)),
      `${scene.name}: row ${rows[k]}: parts sum to ${sum}, the score is ${score}`,
    )
  })
}

/** Readers without a history and with a long one, with and without a model, with nothing to much refused already. */
function sceneOf(seed: number): Scene {
  const state = randomServingState({ seed, rows: 150 + 20 * seed, modelItems: seed < 2 ? 0 : 40 })
  const refusedShare = seed / 6
  return {
    name: `scene ${seed}`,
    context() {
      const request = randomServingRequest(state, { seed, historyItems: 4 * (seed % 4) })
      const rng = derive(seed, 'refused')
      const refused = Uint8Array.from(state.catalogue.items.ids, () => (rng.uniform() < refusedShare ? 3 : 0))
      return { request, state, refused, personal: () => personalView(request, state) }
    },
  }
}
