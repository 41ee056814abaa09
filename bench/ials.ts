import type { Interactions } from '@lectern/engine/data/interactions.ts'
import { type IalsConfig, ials } from '@lectern/engine/models/ials.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { rankFactors } from './factor-ranking.ts'
import type { RankingTask } from './full-ranking.ts'
import { readGowalla } from './gowalla-data.ts'
import { type EpochTime, type ImplicitSettings, runImplicit } from './implicit-als.ts'
import { type Measurement, median, type Report, type Result } from './measurement.ts'
import { type PythonPeer, pythonPeer } from './peers.ts'
import { lastfmShape, powerLawInteractions, shareOf } from './power-law.ts'
import { onTwoThreads } from './two-threads.ts'

/** Each side runs so often by turns, so that a busy spell of the machine touches both; the first epoch of a run warms up. */
const turns = 2
const epochsPerTurn = 3

const epochs = 10
type Factors = 64 | 128

/**
 * Both sides as chosen on a random tenth of each reader's training places of gowalla: docs/lab-log.md, "iALS beside
 * implicit: penalties that grow with the square of the count".
 */
const chosen: Readonly<
  Record<Factors, { readonly ours: Partial<IalsConfig>; readonly theirs: Partial<ImplicitSettings> }>
> = {
  64: {
    ours: { unobservedWeight: 0.02, reg: 2.3e-6, regExponent: 2 },
    theirs: { alpha: 50, regularization: 50 },
  },
  128: {
    ours: { unobservedWeight: 0.02, reg: 2.3e-6, regExponent: 2 },
    theirs: { alpha: 50, regularization: 50 },
  },
}

/** Seconds per epoch on a matrix of last.fm's shape, and quality on gowalla, beside `implicit`. */
export const ialsSpeed: Measurement = {
  name: 'ials',
  about:
    'iALS: seconds per epoch on a made-up matrix of the shape of last.fm-360k, NDCG@20 on gowalla-lightgcn, beside implicit (CG), float32 on 2 threads both. LECTERN_IALS_SHARE=0.1 takes a tenth of the matrix.',
  async run(report) {
    const python = await pythonPeer(['implicit', 'numpy', 'scipy'], report)
    const share = Number(process.env.LECTERN_IALS_SHARE ?? 1)
    const matrix = powerLawInteractions(shareOf(lastfmShape, share), derive('bench', 'last.fm'))
    report.line(sizeOf(matrix))
    const sides: Sides = { python, report }
    const speeds = [await compareSpeed(matrix, 64, sides), await compareSpeed(matrix, 128, sides)]
    const task = readGowalla()
    const qualities = [await compareQuality(task, 64, sides), await compareQuality(task, 128, sides)]
    return summary({ matrix, share, speeds, qualities })
  },
}

interface Sides {
  readonly python: PythonPeer | null
  readonly report: Report
}

interface Compared<T> {
  readonly factors: Factors
  readonly ours: T
  readonly theirs: T | null
}

async function compareSpeed(matrix: Interactions, factors: Factors, { python, report }: Sides) {
  const [ours, theirs]: [EpochTime[], EpochTime[]] = [[], []]
  const say = (who: string, epochs: readonly EpochTime[]) =>
    report.line(
      `${factors} factors, ${who}: ${epochs.map(({ wall, cpu }) => `${wall.toFixed(2)} (${cpu.toFixed(2)})`).join(' ')} s per epoch (CPU)`,
    )
  for (let turn = 0; turn < turns; turn++) {
    ours.push(...(await timeEpochs(matrix, factors)).slice(1))
    say('ours', ours)
    if (python === null) continue
    const settings = { factors, alpha: 50, regularization: 50, iterations: epochsPerTurn }
    theirs.push(...(await runImplicit(python, { train: matrix }, settings)).epochs.slice(1))
    say('implicit', theirs)
  }
  return { factors, ours: medians(ours), theirs: theirs.length === 0 ? null : medians(theirs) }
}

function medians(epochs: readonly EpochTime[]): EpochTime {
  return { wall: median(epochs.map((epoch) => epoch.wall)), cpu: median(epochs.map((epoch) => epoch.cpu)) }
}

/** Of a training as anybody runs it, from one report of progress to the next but one. */
async function timeEpochs(matrix: Interactions, factors: Factors): Promise<EpochTime[]> {
  const at: EpochTime[] = []
  const config = { ...ials.defaults, embeddingSize: factors, epochs: epochsPerTurn, memoryBytes: 4e9 }
  await ials.train(matrix, config, {
    rng: derive('bench', 'ials'),
    withPool: onTwoThreads,
    onProgress({ done }) {
      const { user, system } = process.cpuUsage()
      if (done % 2 === 0) at.push({ wall: performance.now() / 1000, cpu: (user + system) / 1e6 })
    },
  })
  return at.slice(1).map((end, k) => ({ wall: end.wall - at[k]!.wall, cpu: end.cpu - at[k]!.cpu }))
}

async function compareQuality(
  task: RankingTask,
  factors: Factors,
  { python, report }: Sides,
): Promise<Compared<number>> {
  const config = { ...ials.defaults, ...chosen[factors].ours, embeddingSize: factors, epochs }
  const model = await ials.train(task.train, config, { rng: derive('bench', 'ials'), withPool: onTwoThreads })
  const ours = rankFactors(task, model).ndcg
  report.line(`${factors} factors, ours: NDCG@20 ${ours.toFixed(4)}`)
  if (python === null) return { factors, ours, theirs: null }
  const settings = { ...chosen[factors].theirs, factors, iterations: epochs } as ImplicitSettings
  const theirs = (await runImplicit(python, { train: task.train, task }, settings)).ndcg ?? Number.NaN
  report.line(`${factors} factors, implicit: NDCG@20 ${theirs.toFixed(4)}`)
  return { factors, ours, theirs }
}

interface Measured {
  readonly matrix: Interactions
  readonly share: number
  readonly speeds: readonly Compared<EpochTime>[]
  readonly qualities: readonly Compared<number>[]
}

function summary({ matrix, share, speeds, qualities }: Measured): Result {
  const ratioOf = (what: keyof EpochTime) =>
    speeds.map(({ ours, theirs }) => (theirs === null ? Number.NaN : ours[what] / theirs[what]))
  const [ratios, cpuRatios] = [ratioOf('wall'), ratioOf('cpu')]
  const worst = Math.max(...ratios)
  const peer = Number.isNaN(worst) ? null : 'implicit'
  const asGood = qualities.every(({ ours, theirs }) => theirs !== null && ours >= theirs - 5e-5)
  return {
    name: 'ials',
    value: Number(speeds[1]!.ours.wall.toFixed(3)),
    unit: 's per epoch at 128 factors',
    peer,
    ratio: peer === null ? null : worst,
    bar: 'seconds per epoch at 64 and at 128 factors at most those of implicit, at equal or better NDCG@20 on gowalla',
    holds: peer === null ? null : worst <= 1 && asGood,
    details: {
      matrix: `${sizeOf(matrix)}${share === 1 ? '' : ` (${share} of last.fm-360k)`}`,
      runs: `${turns} runs of ${epochsPerTurn} epochs by turns, the first epoch of each left out, medians`,
      solver: `ours: blocks of ${ials.defaults.blockSize} (iALS++); implicit: 3 steps of CG; ${epochs} epochs on gowalla`,
      settings: chosen,
    },
    table: {
      head: [
        'factors',
        's per epoch',
        'implicit',
        'ratio',
        'CPU s per epoch',
        'implicit',
        'ratio',
        'NDCG@20 on gowalla',
        'implicit',
      ],
      rows: speeds.map(({ factors, ours, theirs }, k) => [
        factors,
        ...(['wall', 'cpu'] as const).flatMap((what) => [
          ours[what].toFixed(2),
          theirs?.[what].toFixed(2) ?? '',
          ((what === 'wall' ? ratios : cpuRatios)[k] ?? Number.NaN).toFixed(2),
        ]),
        qualities[k]!.ours.toFixed(4),
        qualities[k]!.theirs?.toFixed(4) ?? '',
      ]),
    },
  }
}

function sizeOf({ readerIds, itemIds, items }: Interactions): string {
  return `${readerIds.size} readers x ${itemIds.size} items, ${items.length} pairs`
}
