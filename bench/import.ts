// Import rates and memory on the real clicks of Globo.com, with the counts their README states; then what training on
// them gives. The data is not part of the project: without it nothing is judged.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Measurement, median, type Report } from './measurement.ts'

const source = fileURLToPath(new URL('../../shared/data/globo-clicks', import.meta.url))
const program = fileURLToPath(new URL('../packages/server/cli/main.ts', import.meta.url))
const published = { events: 1_539_265, readers: 237_474, items: 26_350 }
const bar = { rate: 40_000, peakMb: 1500 }
const rounds = 3

export const imports: Measurement = {
  name: 'import',
  about:
    'Events per second and peak memory of `lectern import globo` (1,539,265 clicks); peak memory of train and evaluate.',
  async run(report) {
    if (!existsSync(source)) throw new Error(`The clicks are not at ${source}.`)
    const rates: number[] = []
    const peaks: number[] = []
    let counts: unknown = null
    let learned: Timed | null = null
    let evaluated: Timed | null = null
    for (let round = 1; round <= rounds; round += 1) {
      const data = mkdtempSync(join(tmpdir(), 'lectern-import-'))
      try {
        const { result, seconds, peakMb } = lectern(['import', 'globo', source, '--data', data, '--json'], report)
        rates.push((result as { events: number }).events / seconds)
        peaks.push(peakMb)
        if (round < rounds) continue
        learned = lectern(['train', '--data', data, '--json'], report)
        evaluated = lectern(['evaluate', '--data', data, '--json'], report)
        const { readers, items } = (learned.result as { card: { data: typeof published } }).card.data
        counts = { events: (result as { events: number }).events, readers, items }
      } finally {
        rmSync(data, { recursive: true, force: true })
      }
    }
    const rate = median(rates)
    const peak = Math.max(...peaks, learned?.peakMb ?? 0, evaluated?.peakMb ?? 0)
    const equal = JSON.stringify(counts) === JSON.stringify(published)
    return {
      name: 'import',
      value: Math.round(rate),
      unit: 'events/s',
      peer: null,
      ratio: null,
      bar: `≥ ${bar.rate} events/s, peak < ${bar.peakMb} MB, counts as published`,
      holds: rate >= bar.rate && peak < bar.peakMb && equal,
      details: {
        counts,
        published,
        rates: rates.map(Math.round),
        note: 'peak memory is that of the largest process; PostgreSQL takes about 300 MB beside it',
      },
      table: {
        head: ['step', 'seconds', 'peak MB'],
        rows: [
          ['import (median)', (published.events / rate).toFixed(1), Math.max(...peaks).toFixed(0)],
          ['train', learned?.seconds.toFixed(1) ?? '', learned?.peakMb.toFixed(0) ?? ''],
          ['evaluate', evaluated?.seconds.toFixed(1) ?? '', evaluated?.peakMb.toFixed(0) ?? ''],
        ],
      },
    }
  },
}

interface Timed {
  readonly result: unknown
  readonly seconds: number
  readonly peakMb: number
}

/** Runs a command; on its way out it tells its own peak memory. */
function lectern(args: string[], report: Report): Timed {
  report.line(`lectern ${args.slice(0, 2).join(' ')} …`)
  const peakHook =
    "process.on('exit', () => process.stderr.write('\\npeak-kb ' + process.resourceUsage().maxRSS + '\\n'))"
  const begun = performance.now()
  const child = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(peakHook)}`, program, ...args],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  )
  const seconds = (performance.now() - begun) / 1000
  if (child.status !== 0) throw new Error(`lectern ${args[0]} ended with ${child.status}: ${child.stderr.slice(-500)}`)
  const peakKb = Number(/peak-kb (\d+)/.exec(child.stderr)?.[1] ?? Number.NaN)
  return { result: JSON.parse(child.stdout.trim().split('\n').at(-1) ?? 'null'), seconds, peakMb: peakKb / 1024 }
}
