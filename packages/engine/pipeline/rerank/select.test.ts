// The greedy selection against HiGHS, an exact solver, on small cases of every shape.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import highsModule from 'highs'
import { derive } from '../../random/random.ts'
import type { Limits } from './limits.ts'
import { type Selection, select } from './select.ts'

// Its types describe the CommonJS build, where the loader is `default`; an import gets the loader itself.
const loadHighs = highsModule as unknown as typeof highsModule.default
const highs = await loadHighs()

interface Case extends Selection {
  readonly shape: string
}

/** Candidates, a list of at most 8, and limits: partitions (topic, publisher) and overlapping masks. */
function caseOf(seed: number): Case {
  const rng = derive('selection', seed)
  const count = 4 + rng.integer(12)
  const take = 1 + rng.integer(Math.min(8, count))
  const worth = Float64Array.from({ length: count }, () => rng.uniform())
    .sort()
    .reverse()
  const limits = { min: [] as number[], max: [] as number[], columns: [] as Int32Array[], first: [] as number[] }
  const range = () => {
    const min = rng.uniform() < 0.5 ? 0 : rng.integer(4)
    limits.min.push(min)
    return limits.max.push(rng.uniform() < 0.4 ? take : min + rng.integer(4)) - 1
  }
  const partitions = rng.integer(3)
  for (let k = 0; k < partitions; k++) {
    limits.first.push(limits.min.length)
    const groups = Array.from({ length: 2 + rng.integer(4) }, range)
    limits.columns.push(Int32Array.from({ length: count }, () => groups[rng.integer(groups.length)]!))
  }
  const masks = rng.integer(4)
  for (let k = 0; k < masks; k++) {
    limits.first.push(limits.min.length)
    const limit = range()
    const share = rng.uniform()
    limits.columns.push(Int32Array.from({ length: count }, () => (rng.uniform() < share ? limit : -1)))
  }
  return { shape: `${partitions} partitions, ${masks} masks`, limits, worth, take, forced: [] }
}

interface Outcome {
  readonly missing: number
  readonly size: number
  readonly worth: number
}

/** Fewest missing before longest list before most worth, as one linear programme in CPLEX's LP format. */
function solved({ limits, worth, take }: Selection): Outcome {
  const rows = Array.from(worth.keys())
  const holding = (limit: number) => rows.filter((k) => limits.columns.some((column) => column[k] === limit))
  const sum = (names: readonly string[]) => names.join(' + ')
  const used = limits.min
    .map((_, limit) => limit)
    .filter((limit) => holding(limit).length > 0 || limits.min[limit]! > 0)
  const objective = [...rows.map((k) => `${100 + worth[k]!} x${k}`), ...used.map((limit) => `- 10000 s${limit}`)]
  const constraints = used.flatMap((limit) => {
    const held = holding(limit).map((k) => `x${k}`)
    const least = `a${limit}: ${sum([...held, `s${limit}`])} >= ${limits.min[limit]}`
    return held.length === 0 ? [least] : [least, `b${limit}: ${sum(held)} <= ${limits.max[limit]}`]
  })
  const { Columns, Status } = highs.solve(
    [
      'Maximize',
      `obj: ${objective.join(' + ').replaceAll('+ -', '-')}`,
      'Subject To',
      ...constraints,
      `n: ${sum(rows.map((k) => `x${k}`))} <= ${take}`,
      'Binary',
      rows.map((k) => `x${k}`).join(' '),
      'End',
    ].join('\n'),
    { mip_rel_gap: 0, mip_abs_gap: 1e-9 },
  )
  assert.equal(Status, 'Optimal')
  const chosen = rows.filter((k) => (Columns[`x${k}`] as { Primal: number }).Primal > 0.5)
  return outcomeOf(limits, worth, chosen)
}

function outcomeOf({ min, columns }: Limits, worth: Float64Array, chosen: readonly number[]): Outcome {
  const held = (limit: number) => chosen.filter((k) => columns.some((column) => column[k] === limit)).length
  return {
    missing: min.reduce((sum, least, limit) => sum + Math.max(0, least - held(limit)), 0),
    size: chosen.length,
    worth: chosen.reduce((sum, k) => sum + worth[k]!, 0),
  }
}

/** How far the worth of a list is from the best there is, as a share of the best. */
const gapOf = (ours: Outcome, exact: Outcome) => (exact.worth === 0 ? 0 : 1 - ours.worth / exact.worth)

test('no max is broken, the mins are met and the list is filled as well as an exact solver can, worth close to the best', () => {
  const gaps: number[] = []
  let bound = 0
  for (let seed = 0; seed < 400; seed++) {
    const one = caseOf(seed)
    const chosen = [...select(one)]
    const { max, columns } = one.limits
    max.forEach((most, limit) => {
      const held = chosen.filter((k) => columns.some((column) => column[k] === limit)).length
      assert.ok(held <= most, `max in case ${seed}`)
    })
    const [ours, exact] = [outcomeOf(one.limits, one.worth, chosen), solved(one)]
    assert.deepEqual([ours.missing, ours.size], [exact.missing, exact.size], `case ${seed}: ${one.shape}`)
    gaps.push(gapOf(ours, exact))
    if (chosen.some((position, k) => position !== k)) bound++
  }
  assert.ok(bound > 200, `limits change the list in ${bound} cases`)
  assert.ok(
    gaps.every((gap) => gap > -1e-9 && gap < 0.2),
    `worst gap ${Math.max(...gaps)}`,
  )
  assert.ok(gaps.filter((gap) => gap > 1e-9).length <= 8)
})

test('what is forced is in the list and counts', () => {
  const limits: Limits = { min: [0], max: [1], columns: [Int32Array.of(0, -1, 0, -1)], first: [0] }
  const worth = Float64Array.of(4, 3, 2, 1)
  const chosen = (forced: number[]) => [...select({ limits, worth, take: 3, forced })]
  assert.deepEqual(chosen([]), [0, 1, 3])
  assert.deepEqual(chosen([2]), [1, 2, 3])
  assert.deepEqual(chosen([0, 2]), [0, 1, 2])
})
