import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readModelFile, writeModelFile } from '../data/model-file.ts'
import { derive } from '../random/random.ts'
import { type BoostConfig, boostDefaults, trainBoostedTrees } from './boost.ts'
import { loadBoostedTrees } from './boosted-trees.ts'
import type { Examples } from './examples.ts'

const config: BoostConfig = { ...boostDefaults, trees: 30, leaves: 8, minLeafWeight: 1e-3 }
const rng = () => derive('boost')

/** Lists of 10 candidates; readers want the fresh one, and among those of the same age the popular one. Noise beside. */
function freshFirst(seed: string, { queries = 300, gaps = 0 } = {}): Examples {
  const draw = derive(seed)
  const size = 10
  const features = ['ageDays', 'clicks', 'noise']
  const values = new Float32Array(queries * size * 3)
  const labels = new Float32Array(queries * size)
  for (let query = 0; query < queries; query++) {
    let [best, wanted] = [Number.NEGATIVE_INFINITY, 0]
    for (let row = query * size; row < query * size + size; row++) {
      const [age, clicks] = [draw.integer(3), draw.uniform() * 20]
      values.set([age, draw.uniform() < gaps ? Number.NaN : clicks, draw.normal()], 3 * row)
      const worth = clicks - 100 * age
      if (worth > best) [best, wanted] = [worth, row]
    }
    labels[wanted] = 1
  }
  return { features, values, labels, groups: Int32Array.from({ length: queries + 1 }, (_, q) => q * size) }
}

/** Share of queries whose wanted row has the best score. */
function foundFirst(examples: Examples, scores: Float64Array): number {
  const groups = examples.groups!
  let found = 0
  for (let q = 0; q + 1 < groups.length; q++) {
    const list = scores.subarray(groups[q], groups[q + 1])
    if (examples.labels[groups[q]! + list.indexOf(Math.max(...list))] === 1) found++
  }
  return found / (groups.length - 1)
}

test('a ranker learns what readers want from lists it has not seen', async () => {
  const model = await trainBoostedTrees(freshFirst('train'), config, { rng: rng() })
  const unseen = freshFirst('test')
  const found = foundFirst(unseen, model.score(unseen.values))
  assert.ok(found > 0.9, `${found}`)
})

test('regression follows a step that no straight line can', async () => {
  const values = Float32Array.from({ length: 200 }, (_, row) => row / 200)
  const labels = values.map((x) => (x < 0.3 ? 1 : x < 0.6 ? -2 : 4))
  const examples = { features: ['x'], values, labels }
  const model = await trainBoostedTrees(examples, { ...config, objective: 'squared', trees: 120 }, { rng: rng() })
  for (const [x, y] of [
    [0.1, 1],
    [0.5, -2],
    [0.9, 4],
  ] as const)
    assert.ok(Math.abs(model.score(Float32Array.of(x))[0]! - y) < 0.05)
})

test('with logistic loss the scores are log odds', async () => {
  const draw = derive('odds')
  const values = Float32Array.from({ length: 4000 }, () => draw.integer(2))
  const labels = values.map((x) => (draw.uniform() < (x === 1 ? 0.8 : 0.1) ? 1 : 0))
  const model = await trainBoostedTrees(
    { features: ['x'], values, labels },
    { ...config, objective: 'logistic' },
    { rng: rng() },
  )
  const chances = model.score(Float32Array.of(0, 1)).map((odds) => 1 / (1 + Math.exp(-odds)))
  assert.ok(Math.abs(chances[0]! - 0.1) < 0.03 && Math.abs(chances[1]! - 0.8) < 0.03)
})

test('the same seed gives the same bytes, another seed others', async () => {
  const drawn = { ...config, rowShare: 0.7, featureShare: 0.7 }
  const bytes = async (seed: number) =>
    (await trainBoostedTrees(freshFirst('train'), drawn, { rng: derive(seed) })).save()
  assert.deepEqual(await bytes(1), await bytes(1))
  assert.notDeepEqual(await bytes(1), await bytes(2))
})

test('what was saved loads to the same scores and the same bytes', async () => {
  const examples = freshFirst('train', { gaps: 0.3 })
  const model = await trainBoostedTrees(examples, config, { rng: rng() })
  const loaded = loadBoostedTrees(model.save())
  assert.deepEqual(loaded.features, examples.features)
  assert.deepEqual(loaded.score(examples.values), model.score(examples.values))
  assert.deepEqual(loaded.save(), model.save())
})

test('a file with a walk that never ends is refused', async () => {
  const model = await trainBoostedTrees(freshFirst('train'), { ...config, trees: 1 }, { rng: rng() })
  const bytes = model.save()
  assert.throws(() => loadBoostedTrees(bytes.subarray(0, bytes.length - 8)), /cut short/)
  const file = readModelFile(bytes)
  const left = Int32Array.from(file.arrays.left as Int32Array)
  left[0] = 0
  const endless = writeModelFile({ ...file, arrays: { ...file.arrays, left } })
  assert.throws(() => loadBoostedTrees(endless), /node 0 is damaged/)
})

test('base and contributions sum to the score, and the noise does least', async () => {
  const examples = freshFirst('train', { gaps: 0.3 })
  const model = await trainBoostedTrees(examples, config, { rng: rng() })
  const scores = model.score(examples.values)
  const total = new Float64Array(3)
  for (let row = 0; row < scores.length; row++) {
    const { base, contributions } = model.explain(examples.values.subarray(3 * row, 3 * row + 3))
    const sum = contributions.reduce((all, one) => all + one, base)
    assert.ok(Math.abs(sum - scores[row]!) < 1e-9 * Math.max(1, Math.abs(scores[row]!)))
    contributions.forEach((one, feature) => {
      total[feature]! += Math.abs(one)
    })
  }
  assert.ok(total[0]! > 5 * total[2]! && total[1]! > 3 * total[2]!, `${total}`)
})

test('missing values give finite scores, in training and after', async () => {
  const gappy = freshFirst('train', { gaps: 0.5 })
  const model = await trainBoostedTrees(gappy, config, { rng: rng() })
  assert.ok(model.score(gappy.values).every(Number.isFinite))
  const complete = await trainBoostedTrees(freshFirst('train'), config, { rng: rng() })
  assert.ok(complete.score(new Float32Array(9).fill(Number.NaN)).every(Number.isFinite))
})

test('missing values that mean something are learnt as such', async () => {
  const draw = derive('meaning')
  const values = Float32Array.from({ length: 400 }, () => (draw.uniform() < 0.5 ? Number.NaN : draw.uniform()))
  const labels = values.map((x) => (Number.isNaN(x) ? 3 : -1))
  const model = await trainBoostedTrees(
    { features: ['x'], values, labels },
    { ...config, objective: 'squared', trees: 80 },
    { rng: rng() },
  )
  const [missing, known] = model.score(Float32Array.of(Number.NaN, 0.5))
  assert.ok(Math.abs(missing! - 3) < 0.1 && Math.abs(known! + 1) < 0.1)
})

test('early stopping keeps the trees up to the best on the validation part', async () => {
  const validation = freshFirst('validation', { queries: 60 })
  const losses: number[] = []
  const model = await trainBoostedTrees(
    freshFirst('train', { queries: 30 }),
    { ...config, trees: 400, leaves: 31, patience: 15 },
    { rng: rng(), validation, onProgress: ({ validationLoss }) => void losses.push(validationLoss!) },
  )
  const best = losses.indexOf(Math.min(...losses)) + 1
  assert.equal(model.trees, best)
  assert.equal(losses.length, best + 15)
})

test('impossible options and examples are refused by name', async () => {
  const examples = freshFirst('train', { queries: 3 })
  const refused = (options: object, pattern: RegExp, other: Examples = examples) =>
    assert.rejects(trainBoostedTrees(other, { ...config, ...options }, { rng: rng() }), pattern)
  await refused({ trees: 0 }, /trees is 0/)
  await refused({ maxBins: 256 }, /maxBins is 256/)
  await refused({ rowShare: 0 }, /rowShare is 0/)
  await refused({ objective: 'magic' }, /objective is magic/)
  await refused({ treees: 3 }, /no option treees/)
  await refused({}, /values for/, { ...examples, values: new Float32Array(4) })
  await refused({}, /Infinity for ageDays in row 0/, { ...examples, values: examples.values.map(() => Infinity) })
  await refused({}, /groups reach/, { ...examples, groups: Int32Array.of(0, 7) })
})

test('training stops when it is told to', async () => {
  const signal = { aborted: false, reason: new Error('enough') }
  const onProgress = ({ trees }: { trees: number }) => {
    signal.aborted = trees === 3
  }
  await assert.rejects(trainBoostedTrees(freshFirst('train'), config, { rng: rng(), signal, onProgress }), /enough/)
})

test('lists of any length get the scores of their rows, one by one', async () => {
  const examples = freshFirst('train', { gaps: 0.3 })
  const model = await trainBoostedTrees(examples, config, { rng: rng() })
  const all = model.score(examples.values)
  for (const rows of [0, 1, 2, 3, 5, 8])
    assert.deepEqual(model.score(examples.values.subarray(0, 3 * rows)), all.slice(0, rows))
  assert.throws(() => model.score(new Float32Array(4)), /4 values are no whole rows of 3/)
})

test('lists in which nothing is wanted teach nothing: every score is 0', async () => {
  const examples = freshFirst('train', { queries: 20 })
  const indifferent = { ...examples, labels: examples.labels.map(() => 0) }
  for (const rowShare of [1, 0.5]) {
    const model = await trainBoostedTrees(indifferent, { ...config, reg: 0, rowShare }, { rng: rng() })
    assert.ok(model.score(examples.values).every((score) => score === 0))
  }
})
