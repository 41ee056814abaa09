import { emptyHistory, type History, historyOf } from '../data/history.ts'
import { topRows } from '../data/top-rows.ts'
import type { Algorithm, TrainContext } from '../models/model.ts'
import { type TinyWorld, tinyWorldAt } from './checkerboard.ts'

/** The part of a test runner and of an assertion library the suites use: pass node:test's and node:assert/strict's. */
export interface Runner {
  test(name: string, body: () => void | Promise<void>): unknown
  readonly assert: {
    ok(value: unknown, message?: string): void
    deepEqual(actual: unknown, expected: unknown, message?: string): void
  }
}

export interface ModelUnderTest<Config extends object> {
  readonly algorithm: Algorithm<Config>
  readonly config: Config
  /** A world this kind of model must get right. */
  readonly world: () => Promise<TinyWorld>
  /** A fresh context with the same seed at each call. */
  readonly context: () => TrainContext
}

/** What every model must do. Registers one test per fact. */
export function modelContract<Config extends object>({ test, assert }: Runner, subject: ModelUnderTest<Config>): void {
  const { algorithm, config, context } = subject
  const fact = (sentence: string, body: () => void | Promise<void>) => test(`${algorithm.kind}: ${sentence}`, body)
  const trained = async () => {
    const world = await subject.world()
    return { world, model: await algorithm.train(world.interactions, config, context()) }
  }
  const now = tinyWorldAt + 60_000

  fact('the obvious item comes first in the tiny world', async () => {
    const { world, model } = await trained()
    for (const { history, best } of world.cases) {
      const refused = new Uint8Array(model.items.size)
      for (const row of history.items) refused[row] = 1
      assert.deepEqual(Array.from(topRows(model.score(history, now), 1, refused)), [best])
    }
  })

  fact('every score is a finite number, whatever the history and the time', async () => {
    const { world, model } = await trained()
    const unknown = { ...historyOf([{ row: 0, at: now }]), items: Int32Array.of(-1) }
    const beyond = historyOf([{ row: model.items.size + 5, at: now }])
    const histories: History[] = [emptyHistory, unknown, beyond, ...world.cases.map((one) => one.history)]
    for (const time of [0, now, now + 50 * 365 * 86_400_000])
      for (const history of histories) {
        const scores = model.score(history, time)
        assert.ok(scores.length === model.items.size, 'one score per item')
        assert.ok(scores.every(Number.isFinite), `finite at ${time}`)
      }
  })

  fact('unknown items in a history change nothing', async () => {
    const { world, model } = await trained()
    const { history } = world.cases.at(-1)!
    const mixed: History = {
      items: Int32Array.of(-1, ...history.items, model.items.size),
      weights: Float32Array.of(1, ...history.weights, 1),
      at: Float64Array.of(now, ...history.at, now),
    }
    assert.deepEqual(model.score(mixed, now), model.score(history, now))
  })

  fact('a longer list than the catalogue is the whole catalogue', async () => {
    const { model } = await trained()
    const all = topRows(model.score(emptyHistory, now), model.items.size + 10)
    assert.deepEqual(
      Array.from(all).sort((a, b) => a - b),
      Array.from({ length: model.items.size }, (_, row) => row),
    )
  })

  fact('base and contributions sum to the score', async () => {
    const { world, model } = await trained()
    for (const { history } of world.cases) {
      const scores = model.score(history, now)
      for (let row = 0; row < scores.length; row++) {
        const { base, contributions } = model.explain(history, row, now)
        const sum = contributions.reduce((total, one) => total + one.contribution, base)
        assert.ok(
          Math.abs(sum - scores[row]!) <= 1e-5 * Math.abs(scores[row]!),
          `row ${row}: ${sum} against ${scores[row]}`,
        )
        assert.ok(
          contributions.every((one) => history.items.includes(one.row)),
          'only history items contribute',
        )
      }
    }
  })

  fact('one that calls itself timeless scores a history the same at any time', async () => {
    const { world, model } = await trained()
    if (model.timeless !== true) return
    for (const { history } of world.cases)
      assert.deepEqual(model.score(history, now + 400 * 86_400_000), model.score(history, now))
  })

  fact('the same seed gives the same bytes', async () => {
    const [first, second] = [await trained(), await trained()]
    assert.deepEqual(first.model.save(), second.model.save())
  })

  fact('what was saved loads to the same scores, from any place in memory', async () => {
    const { world, model } = await trained()
    const bytes = model.save()
    const shifted = new Uint8Array(bytes.length + 3).subarray(3)
    shifted.set(bytes)
    for (const copy of [bytes, shifted]) {
      const loaded = algorithm.load(copy)
      assert.deepEqual(loaded.items.ids, model.items.ids)
      for (const { history } of world.cases) assert.deepEqual(loaded.score(history, now), model.score(history, now))
      assert.deepEqual(loaded.save(), bytes)
    }
  })

  fact('a damaged file is refused', async () => {
    const { model } = await trained()
    const bytes = model.save()
    for (const damaged of [bytes.subarray(0, bytes.length - 8), bytes.subarray(8), new Uint8Array(0)])
      assert.ok(
        throws(() => algorithm.load(damaged)),
        `${damaged.length} bytes were accepted`,
      )
  })
}

function throws(action: () => unknown): boolean {
  try {
    action()
    return false
  } catch {
    return true
  }
}
