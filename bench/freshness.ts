// Freshness is quality: the DeskDrop log played event by event through the public APIs of Lectern and Gorse, with lists
// that know everything up to now, or up to ten minutes, an hour, six hours, a day ago. About fifteen minutes.
import { mkdirSync, writeFileSync } from 'node:fs'
import { rankMetrics } from '@lectern/engine/evaluation/rank-metrics.ts'
import { type DeskdropLog, readDeskdropLog } from './deskdrop-replay.ts'
import { gorseProgram } from './gorse-build.ts'
import { playedGorse } from './gorse-played.ts'
import { lagChart } from './lag-chart.ts'
import { type LaggedRanks, type PlayedServer, playThrough } from './lagged-replay.ts'
import { playedLectern } from './lectern-played.ts'
import type { Measurement, Report } from './measurement.ts'

const minute = 60_000
const lags = [
  { name: 'none', ms: 0 },
  { name: '10 min', ms: 10 * minute },
  { name: '1 h', ms: 60 * minute },
  { name: '6 h', ms: 360 * minute },
  { name: '24 h', ms: 1440 * minute },
]
const bar = { hr: 0.715, ndcg: 0.485 }

export const freshness: Measurement = {
  name: 'freshness',
  about:
    'deskdrop replayed in time (P3b) through the public APIs of both servers: HR@10 and NDCG@10 by how old the knowledge ' +
    'of the list is',
  async run(report) {
    const log = readDeskdropLog()
    const lectern = await playedLectern(log)
    const ours = await played('Lectern', { log, server: lectern, report }).finally(() => lectern.close())
    const program = await gorseProgram(report)
    const gorse = program === null ? null : await playedGorse(program.path)
    const theirs =
      gorse === null ? null : await played('Gorse', { log, server: gorse, report }).finally(() => gorse.gorse.remove())
    const live = ours[0]!
    const gorseLive = theirs?.[0]
    draw(ours, theirs)
    return {
      name: 'freshness',
      value: round4(live.ndcg),
      unit: 'NDCG@10 with live lists',
      peer: gorseLive ? 'Gorse joining its newest items at request time' : null,
      ratio: gorseLive ? live.ndcg / gorseLive.ndcg : null,
      bar: `HR@10 >= ${bar.hr} and NDCG@10 >= ${bar.ndcg} live`,
      holds: live.hr >= bar.hr && live.ndcg >= bar.ndcg,
      details: {
        liveHr: round4(live.hr),
        readings: live.count,
        lost: `a day of age costs ${Math.round(100 * (1 - ours.at(-1)!.hr / live.hr))} % of the hits`,
        gorse:
          program === null
            ? 'not built here'
            : `v0.5.11${program.differs ? `, ${program.differs}` : ''}; ranker none with its newest items: the only of its lists that change with the request. Lists it ranks are kept until its next cycle (60 minutes after the end of the one before, by default): read them at the ages of the curve`,
        picture: 'bench/results/freshness.svg',
      },
      table: {
        head: ['knowledge ends', 'Lectern HR@10', 'Lectern NDCG@10', 'Gorse HR@10', 'Gorse NDCG@10'],
        rows: lags.map(({ name, ms }, k) => [
          ms === 0 ? 'now' : `${name} ago`,
          ours[k]!.hr.toFixed(4),
          ours[k]!.ndcg.toFixed(4),
          theirs?.[k]?.hr.toFixed(4) ?? '',
          theirs?.[k]?.ndcg.toFixed(4) ?? '',
        ]),
      },
    }
  },
}

interface Quality {
  readonly hr: number
  readonly ndcg: number
  readonly count: number
}

async function played(
  name: string,
  { log, server, report }: { log: DeskdropLog; server: PlayedServer; report: Report },
): Promise<Quality[]> {
  report.line(`${name}: the log before the first reading …`)
  const made = await playThrough(log, server, {
    lagsMs: lags.map(({ ms }) => ms),
    foreseen: (share) => report.line(`${name}: ${Math.round(100 * share)} %`),
  })
  return made.map(qualityOf)
}

function qualityOf({ ranks }: LaggedRanks): Quality {
  const { hr, ndcg } = rankMetrics(ranks, 10)
  return { hr, ndcg, count: ranks.length }
}

function draw(ours: readonly Quality[], theirs: readonly Quality[] | null): void {
  const series = [{ name: 'Lectern', colour: '#0072b2', values: ours.map(({ hr }) => hr) }]
  if (theirs !== null)
    series.push({ name: 'Gorse, newest items', colour: '#d55e00', values: theirs.map(({ hr }) => hr) })
  const folder = new URL('results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const chart = lagChart({
    title: 'Hits among ten items shown, by the age of what the list knows',
    yLabel: 'HR@10',
    lags: lags.map(({ name }) => name),
    series,
  })
  writeFileSync(new URL('freshness.svg', folder), chart)
}

const round4 = (value: number): number => Number(value.toFixed(4))
