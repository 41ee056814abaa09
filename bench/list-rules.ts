import { historyOf } from '@lectern/engine/data/history.ts'
import { uniform } from '@lectern/engine/pipeline/explore.ts'
import { calibrate } from '@lectern/engine/pipeline/rerank/calibrate.ts'
import { dpp } from '@lectern/engine/pipeline/rerank/dpp.ts'
import { mmr } from '@lectern/engine/pipeline/rerank/mmr.ts'
import { listRules } from '@lectern/engine/pipeline/rerank/rerank.ts'
import { thompson } from '@lectern/engine/pipeline/rerank/thompson.ts'
import type { EngagementColumn } from '@lectern/engine/pipeline/slate.ts'
import type { SlateRules } from '@lectern/engine/pipeline/slate-rules.ts'
import { spread } from '@lectern/engine/pipeline/spread.ts'
import type { Ranked, Rerank, StageContext } from '@lectern/engine/pipeline/stage.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { listContext, maskOf, rankedOf } from '@lectern/engine/testing/list-scene.ts'
import { type Measurement, median } from './measurement.ts'

const candidates = 500
const take = 30
const rounds = 20
const calls = 500
/** Microseconds of a thread's own time for every stage there is, one after the other. */
const bar = 1000

/** What the rules of a list cost: each stage by itself on what the stages before it made, and all of them together. */
export const listRulesSpeed: Measurement = {
  name: 'list-rules',
  about: `All rules of a list on ${candidates} candidates, ${take} taken: diversity, calibration, quotas, pins, exploration.`,
  async run(report) {
    const rows: (string | number)[][] = []
    const timed = (name: string, stages: readonly Rerank[], start: Scene) => {
      const own = ownMicroseconds(stages, start)
      rows.push([name, Math.min(...own).toFixed(0), median(own).toFixed(0)])
      report.line(rows.at(-1)!.join('  '))
      return median(own)
    }
    const [full, bare] = [scene(everyRule), scene({})]
    let ranked = full.ranked
    for (const stage of everyStage) {
      timed(stage.name, [stage], { ...full, ranked })
      ranked = stage.arrange(full.context, ranked)
    }
    const value = timed('every stage, every rule', everyStage, full)
    const chance = thompson({ share: 0.1, fromSlot: 5 })
    timed(
      'mmr, publishers apart, Thompson; no rules asked',
      listRules({ apart: 3, diversity: mmr(some), chance }),
      bare,
    )
    timed(
      'publishers apart, uniform draws; no rules asked',
      listRules({ apart: 3, chance: uniform({ share: 0.05 }) }),
      bare,
    )
    return {
      name: 'list-rules',
      value: Number(value.toFixed(0)),
      unit: 'us of CPU, median, for every stage and every rule',
      peer: null,
      ratio: null,
      bar: `under ${bar} us`,
      holds: value < bar,
      details: { rounds: `${rounds} rounds of ${calls} calls with as many seeds, after 2 to warm up` },
      table: { head: ['stage', 'CPU us, best', 'CPU us, median'], rows },
    }
  },
}

const some = { diversity: 0.3 }
const everyStage = listRules({
  diversity: mmr(some),
  order: [calibrate({ weight: 0.3 }), dpp(some), spread({ publisher: 0.7, topic: 0.85 })],
  quotas: [
    { of: 'topic', maxShare: 0.2 },
    { of: 'freshness', withinMs: 100, min: 3 },
  ],
  apart: 3,
  chance: thompson({ share: 0.1, fromSlot: 5 }),
})

const rng = derive('list rules')
const someRows = (share: number) =>
  maskOf(
    candidates,
    [...Array(candidates).keys()].filter(() => rng.uniform() < share),
  )
const everyRule: SlateRules = {
  boosts: [{ name: 'local', holds: someRows(0.2), factor: 1.3 }],
  pins: [
    { row: 400, slot: 0 },
    { row: 333, slot: 7 },
  ],
  promotions: [{ name: 'partner', holds: someRows(0.05), share: 0.1 }],
  quotas: [
    { name: 'at least', holds: someRows(0.1), min: 4 },
    { name: 'at most', holds: someRows(0.4), max: 10 },
  ],
  rotation: { rate: 0.5, withinMs: 1000 },
  minimumRelevance: 0.0001,
}

interface Scene {
  readonly context: StageContext
  readonly ranked: Ranked
}

function scene(rules: SlateRules): Scene {
  const items = Array.from({ length: candidates }, () => ({
    publisher: `publisher ${rng.integer(60)}`,
    topic: `topic ${rng.integer(14)}`,
    cluster: rng.uniform() < 0.7 ? null : `story ${rng.integer(80)}`,
    addedAt: rng.integer(1000),
  }))
  const opens = items.map(() => rng.integer(200))
  const engagement: EngagementColumn = {
    posteriors: (rows) => {
      const alpha = new Float64Array(rows.length)
      for (let k = 0; k < rows.length; k++) alpha[k] = 1 + opens[rows[k]!]!
      return { alpha, beta: alpha.map(() => 8000) }
    },
  }
  const history = historyOf(Array.from({ length: 40 }, (_, at) => ({ row: rng.integer(candidates), at })))
  const shown = new Map(Array.from({ length: 60 }, () => [rng.integer(candidates), { times: 1, firstAt: 0 }] as const))
  const context = listContext({ items, request: { take, now: 500, history, shown, rules }, state: { engagement } })
  return { context, ranked: rankedOf(items.map(() => rng.uniform() ** 3)) }
}

/** Of a thread for one call, by round. */
function ownMicroseconds(stages: readonly Rerank[], { context, ranked }: Scene): number[] {
  const times: number[] = []
  for (let round = -2; round < rounds; round++) {
    const before = process.threadCpuUsage()
    for (let call = 0; call < calls; call++) {
      const asked = { ...context, request: { ...context.request, seed: `${round} ${call}` } }
      stages.reduce((list, stage) => stage.arrange(asked, list), ranked)
    }
    const { user, system } = process.threadCpuUsage(before)
    if (round >= 0) times.push((user + system) / calls)
  }
  return times
}
