// What bandits cost while a reader waits: an event learnt, a slate drawn, a posterior made, propensities for the log.
import { BetaThompson } from '@lectern/engine/bandits/beta-thompson.ts'
import { exactPropensities } from '@lectern/engine/bandits/exact-propensities.ts'
import { LinearPolicy } from '@lectern/engine/bandits/linear-policy.ts'
import type { Policy } from '@lectern/engine/bandits/policy.ts'
import { rankingPropensities } from '@lectern/engine/bandits/ranking-propensities.ts'
import { thompsonDraw } from '@lectern/engine/bandits/thompson.ts'
import { topRows } from '@lectern/engine/data/top-rows.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { type Measurement, median, type Report } from './measurement.ts'
import { pythonPeer } from './peers.ts'

const candidates = 1000
const slate = 30
const dimension = 300
const start = Date.UTC(2026, 0, 1)
const barMs = 2

/** Beta draws of as many items with as many kinds of parameters, and the best of them in order. */
const numpyScript = `
import json, time
import numpy as np
rng = np.random.default_rng(1)
a = 1 + 200 * rng.random(${candidates}); b = 1000 + 12000 * rng.random(${candidates})
t = []
for _ in range(300):
    s = time.perf_counter(); x = rng.beta(a, b); top = np.argsort(-x)[:${slate}]; t.append(time.perf_counter() - s)
print(json.dumps(1000 * float(np.median(t))))
`

export const bandits: Measurement = {
  name: 'bandits',
  about: `A slate of ${slate} from ${candidates} candidates by Thompson sampling, learning an event, and propensities.`,
  async run(report) {
    const numpyMs = await numpy(report)
    const beta = taught(new BetaThompson(items(candidates), { halfLifeMs: 86_400_000 }))
    const linear = taught(linearPolicy())
    const draws = drawMs(beta)
    const rows: [string, number, string][] = [
      [`Beta: draw ${candidates}, best ${slate}`, draws, 'ms'],
      ['Beta: learn an event', 1000 * eventMs(beta), 'us'],
      [`linear, ${dimension} features: draw ${candidates}, best ${slate}`, drawMs(linear), 'ms'],
      [`linear, ${dimension} features: learn an event`, 1000 * eventMs(linear), 'us'],
      [`linear, ${dimension} features: posterior after an event`, posteriorMs(linear), 'ms'],
      ...propensityRows(),
      ...(numpyMs === null
        ? []
        : [[`NumPy: draw ${candidates}, best ${slate}`, numpyMs, 'ms'] as [string, number, string]]),
    ]
    return {
      name: 'bandits',
      value: Number(draws.toFixed(3)),
      unit: 'ms a slate',
      peer: numpyMs === null ? null : 'NumPy',
      ratio: numpyMs === null ? null : draws / numpyMs,
      bar: `< ${barMs} ms`,
      holds: draws < barMs,
      details: { note: 'medians; NumPy draws and sorts from arrays that are there, ours makes the posteriors first' },
      table: {
        head: ['what', 'median', 'unit'],
        rows: rows.map(([what, value, unit]) => [what, value.toPrecision(3), unit]),
      },
    }
  },
}

async function numpy(report: Report): Promise<number | null> {
  const python = await pythonPeer(['numpy'], report)
  return python === null ? null : ((await python.run(numpyScript, { threads: 1 })) as number)
}

const items = (count: number) => new Vocabulary(Array.from({ length: count }, (_, k) => `item-${k}`))
const regions = ['DE', 'US', null] as const

/** Twenty features of each item and place, one of them for all. */
function linearPolicy(): LinearPolicy {
  const columns = Array.from({ length: candidates }, (_, row) => {
    const rng = derive('features', row)
    return Int32Array.from(new Set([0, ...Array.from({ length: 19 }, () => rng.integer(dimension))]))
  })
  const features = (row: number) => ({ columns: columns[row]!, values: new Float64Array(columns[row]!.length).fill(1) })
  return new LinearPolicy(items(candidates), { dimension }, { features })
}

function taught<P extends Policy>(policy: P): P {
  const rng = derive('events')
  for (let k = 0; k < 20_000; k++)
    policy.observe({
      row: rng.integer(candidates),
      at: start + 1000 * k,
      region: regions[rng.integer(3)]!,
      shows: 1,
      clicks: rng.uniform() < 0.05 ? 1 : 0,
    })
  return policy
}

const all = Int32Array.from({ length: candidates }, (_, row) => row)
const now = start + 20_000_000

/** Median time of one slate, with nothing learnt in between. */
function drawMs(policy: Policy): number {
  const rng = derive('draw')
  return timed(100, () => topRows(policy.draw(all, { region: 'DE', now }, rng), slate))
}

function eventMs(policy: Policy): number {
  const event = { row: 7, at: now, region: 'DE', shows: 1, clicks: 0 }
  return (
    timed(50, () => {
      for (let k = 0; k < 100; k++) policy.observe(event)
    }) / 100
  )
}

/** The first draw after an event, less a draw without. */
function posteriorMs(policy: Policy): number {
  const rng = derive('posterior')
  const few = all.subarray(0, 1)
  return timed(10, () => {
    policy.observe({ row: 7, at: now, region: 'DE', shows: 1, clicks: 0 })
    policy.draw(few, { region: 'DE', now }, rng)
  })
}

function propensityRows(): [string, number, string][] {
  return [10, 30, 100].flatMap((count): [string, number, string][] => {
    const policy = taught(new BetaThompson(items(candidates), { halfLifeMs: 86_400_000 }))
    const rows = all.subarray(0, count)
    const posteriors = policy.engagement.posteriors(rows, { region: 'DE', now })
    const shown = topRows(policy.draw(rows, { region: 'DE', now }, derive('shown')), 10)
    const draw = (rng: ReturnType<typeof derive>) => thompsonDraw(posteriors, rng)
    return [
      [
        `propensities of 10 of ${count}, 1000 samples`,
        timed(5, () => rankingPropensities(draw, shown, { rng: derive('p') })),
        'ms',
      ],
      [`propensities of 10 of ${count}, exact to 1e-4`, timed(3, () => exactPropensities(posteriors, shown)), 'ms'],
    ]
  })
}

function timed(times: number, work: () => void): number {
  work()
  return median(
    Array.from({ length: times }, () => {
      const begun = performance.now()
      work()
      return performance.now() - begun
    }),
  )
}
