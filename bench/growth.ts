import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { corpus, type Grown, trainingNames } from './growth-training.ts'
import { logLogCharts } from './log-log-chart.ts'
import { type Measurement, median } from './measurement.ts'

const execute = promisify(execFile)
const fewest = 20_000
const factors = [1, 2, 4, 8] as const
const rounds = 3
/** Power of the readers: above this it would not be linear, whatever the noise. */
const steepest = 1.15
/** What serving holds may grow by so much from x1 to x8. */
const mostServing = 1.02

/** What more readers cost at a fixed corpus: time and memory of training, bytes of what serves. */
export const growth: Measurement = {
  name: 'growth',
  about: `Training at a fixed corpus of ${corpus} items while readers grow from ${fewest} to ${fewest * 8}: CPU time, peak memory, bytes that serving holds. The plot is growth.svg.`,
  async run(report) {
    const all = new Map<string, Grown[]>()
    for (const name of trainingNames) {
      const grown: Grown[] = []
      for (const factor of factors) grown.push(await typical(name, fewest * factor))
      all.set(name, grown)
      const times = grown.map((one) => `${one.seconds.toFixed(2)} s`)
      report.line(`${name}: ${times.join(', ')}; slope ${slopeOf(grown, (one) => one.seconds).toFixed(2)}`)
    }
    writeFileSync(new URL('results/growth.svg', import.meta.url), plot(all))
    const slopes = [...all].map(([, grown]) => slopeOf(grown, (one) => one.seconds))
    const held = [...all].map(([, grown]) => grown.at(-1)!.servingMb / grown[0]!.servingMb)
    const worst = Math.max(...slopes)
    return {
      name: 'growth',
      value: Number(worst.toFixed(2)),
      unit: 'steepest log-log slope of training time over readers',
      peer: null,
      ratio: null,
      bar: `training at most linear in the readers (slope ${steepest}), serving bytes the same (x8 readers: at most ${mostServing} x)`,
      holds: worst <= steepest && Math.max(...held) <= mostServing,
      details: {
        servingGrowth: Object.fromEntries([...all.keys()].map((name, k) => [name, Number(held[k]!.toFixed(4))])),
        runs: `each a process of its own on one thread, the run of median time of ${rounds}; memory above the interactions`,
        plot: '![training time and memory over readers](growth.svg)',
      },
      table: { head: ['model', ...columns, 'slope of time', 'slope of memory'], rows: [...all].map(rowOf) },
    }
  },
}

const columns = factors.map((factor) => `x${factor}: s, training MB, serving MB`)

function rowOf([name, grown]: [string, Grown[]]): (string | number)[] {
  const cells = grown.map(
    (one) => `${one.seconds.toFixed(2)}, ${one.trainingMb.toFixed(0)}, ${one.servingMb.toFixed(2)}`,
  )
  const memory = slopeOf(grown, (one) => one.trainingMb)
  return [name, ...cells, slopeOf(grown, (one) => one.seconds).toFixed(2), memory.toFixed(2)]
}

/** The run of median time. */
async function typical(name: string, readers: number): Promise<Grown> {
  const script = fileURLToPath(new URL('growth-training.ts', import.meta.url))
  const runs: Grown[] = []
  for (let round = 0; round < rounds; round++)
    runs.push(JSON.parse((await execute(process.execPath, [script, name, String(readers)])).stdout))
  const middle = median(runs.map((run) => run.seconds))
  return runs.find((run) => run.seconds === middle)!
}

/** Of the line of least squares through the logarithms. */
function slopeOf(grown: readonly Grown[], value: (one: Grown) => number): number {
  const points = grown.map((one) => [Math.log(one.readers), Math.log(Math.max(0.01, value(one)))] as const)
  const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const down = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  return points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / down
}

function plot(all: ReadonlyMap<string, readonly Grown[]>): string {
  const chart = (title: string, yLabel: string, value: (one: Grown) => number) => ({
    title,
    xLabel: `readers (${corpus} items, about 20 pairs each)`,
    yLabel,
    series: [...all].map(([name, grown]) => ({
      name,
      points: grown.map((one) => [one.readers, Math.max(0.01, value(one))] as const),
    })),
  })
  return logLogCharts([
    chart('Training time', 'seconds of CPU', (one) => one.seconds),
    chart('Training memory above the interactions', 'MB', (one) => one.trainingMb),
    chart('What serving holds', 'MB', (one) => one.servingMb),
  ])
}
