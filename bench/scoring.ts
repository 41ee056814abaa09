import { type History, historyOf } from '@lectern/engine/data/history.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { DenseItemItem } from '@lectern/engine/models/dense-item-item.ts'
import { ease } from '@lectern/engine/models/ease.ts'
import { Ials, ials } from '@lectern/engine/models/ials.ts'
import type { Model } from '@lectern/engine/models/model.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { type Measurement, median } from './measurement.ts'

const items = 10_000
const candidates = 1000
const historyLengths = [20, 50] as const
/** Microseconds of a thread's own time for one history of 20 items. */
const bar = 100
const rounds = 40
/** Calls timed together, each with another history. */
const calls = 200

const rng = derive('scoring')

/** One history against 1,000 candidates, one call of `scoreRows` as a recipe makes it. */
export const scoring: Measurement = {
  name: 'scoring',
  about: `One history against ${candidates} candidates of ${items} items on one thread: EASE, iALS with 64 factors.`,
  async run(report) {
    const models: readonly [string, Model][] = [
      ['EASE', someEase(items)],
      ['iALS, 64 factors', someIals(items)],
    ]
    const rows: (string | number)[][] = []
    const slowest: number[] = []
    const histories = historyLengths.map((length) => models.map(([, model]) => someHistories(model.items.size, length)))
    const times = models.map(() => historyLengths.map((): Times[] => []))
    for (let round = -5; round < rounds; round++)
      models.forEach(([, model], m) => {
        historyLengths.forEach((_, h) => {
          const time = timeOf(model, histories[h]![m]!)
          if (round >= 0) times[m]![h]!.push(time)
        })
      })
    models.forEach(([name], m) => {
      historyLengths.forEach((length, h) => {
        const own = times[m]![h]!.map((time) => time.ownUs)
        const wall = median(times[m]![h]!.map((time) => time.wallUs))
        rows.push([name, length, Math.min(...own).toFixed(0), median(own).toFixed(0), wall.toFixed(0)])
        report.line(rows.at(-1)!.join('  '))
      })
      slowest.push(median(times[m]![0]!.map((time) => time.ownUs)))
    })
    const value = Math.max(...slowest)
    return {
      name: 'scoring',
      value: Number(value.toFixed(1)),
      unit: `us of CPU, median of the slower model for a history of ${historyLengths[0]}`,
      peer: null,
      ratio: null,
      bar: `under ${bar} us for EASE and for iALS`,
      holds: value < bar,
      details: {
        foldIn: foldInTimes(models[1]![1] as Ials),
        rounds: `${rounds} rounds by turns of ${calls} calls with ${calls} histories, after 5 to warm up`,
      },
      table: { head: ['model', 'items of history', 'CPU us, best', 'CPU us, median', 'wall us, median'], rows },
    }
  },
}

/** Median microseconds of CPU to fold one history in. */
function foldInTimes(model: Ials): string {
  const lengths = [20, 50, 200]
  const times = lengths.map((length) => {
    const asked = someHistories(items, length)
    const runs = Array.from({ length: 12 }, () => {
      const own = process.threadCpuUsage()
      for (const { history } of asked) model.foldIn(history)
      const { user, system } = process.threadCpuUsage(own)
      return (user + system) / asked.length
    })
    return `${median(runs.slice(2)).toFixed(0)} us for ${length} items`
  })
  return `of a new history, CPU, median: ${times.join(', ')}`
}

interface Times {
  readonly wallUs: number
  readonly ownUs: number
}

interface Call {
  readonly history: History
  readonly rows: Int32Array
}

/** Microseconds per call: of the clock, and of this thread alone, which other work on the machine disturbs less. */
function timeOf(model: Model, asked: readonly Call[]): Times {
  const [start, own] = [performance.now(), process.threadCpuUsage()]
  for (const { history, rows } of asked) model.scoreRows!(history, rows, 0)
  const { user, system } = process.threadCpuUsage(own)
  return { wallUs: ((performance.now() - start) * 1000) / asked.length, ownUs: (user + system) / asked.length }
}

function someHistories(items: number, length: number): Call[] {
  return Array.from({ length: calls }, () => ({
    history: historyOf(
      Array.from({ length }, (_, k) => ({ row: Math.floor(items * ((k + rng.uniform()) / length)), at: k })),
    ),
    rows: Int32Array.from({ length: candidates }, () => rng.integer(items)),
  }))
}

/** Weights full of made-up values: what they are changes no time. */
function someEase(items: number): Model {
  const weights = Float32Array.from({ length: items * items }, (_, k) => ((k * 7919) % 1009) / 1e5)
  return new DenseItemItem({ kind: ease.kind, items: numbered(items), weights, config: ease.defaults })
}

function someIals(items: number): Ials {
  const d = ials.defaults.embeddingSize
  const factors = Float32Array.from({ length: items * d }, () => rng.uniform() - 0.5)
  const unobserved = new Float64Array(d).fill(items / 120)
  return new Ials(numbered(items), ials.defaults, { factors, unobserved })
}

function numbered(size: number): Vocabulary {
  return new Vocabulary(Array.from({ length: size }, (_, row) => `item-${row}`))
}
