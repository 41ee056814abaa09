import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Measurement, median, type Report } from './measurement.ts'
import { type PythonPeer, pythonPeer } from './peers.ts'

/** Items, and how often each side trains on them. */
const sizes = [
  { n: 5_000, runs: 3 },
  { n: 10_000, runs: 2 },
] as const
const mostRatio = 1.5
const mostMemory = 2.2

/** Training EASE, each run in a process of its own, ours and NumPy's by turns. */
export const easeSpeed: Measurement = {
  name: 'ease',
  about: `EASE for n = ${sizes.map(({ n }) => n).join(' and ')} items on 2 threads: wall time and peak memory beside NumPy (which is given the Gram matrix; ours builds it from pairs)`,
  async run(report) {
    const python = await pythonPeer(['numpy'], report)
    const measured = []
    for (const size of sizes) measured.push(await measureSize(size, python, report))
    const worst = measured.reduce((a, b) => ((b.ratio ?? 0) > (a.ratio ?? 0) ? b : a))
    const memory = Math.max(...measured.map((one) => one.memory))
    return {
      name: 'ease',
      value: round(worst.seconds),
      unit: `s for n = ${worst.n}`,
      peer: python === null ? null : 'NumPy (numpy.linalg.inv, f32)',
      ratio: worst.ratio,
      bar: `at most ${mostRatio} times NumPy's wall time at each size, at most ${mostMemory} x n^2 x 4 bytes`,
      holds: worst.ratio === null ? null : worst.ratio <= mostRatio && memory <= mostMemory,
      details: {
        mostMemoryInMatrices: round(memory),
        ratios: measured.map(({ n, ratio }) => `n = ${n}: ${ratio === null ? 'no NumPy' : round(ratio)}`),
      },
      table: {
        head: [
          'items',
          'who',
          'wall time s (median)',
          'of which Gram s',
          'peak memory beyond the start MB',
          'memory / (n^2 x 4 bytes)',
        ],
        rows: measured.flatMap((one) => one.rows),
      },
    }
  },
}

interface Run {
  readonly seconds: number
  readonly bytes: number
  readonly gramSeconds?: number
}

async function measureSize({ n, runs }: (typeof sizes)[number], python: PythonPeer | null, report: Report) {
  const [ours, theirs]: [Run[], Run[]] = [[], []]
  for (let run = 0; run < runs; run++) {
    ours.push(await trainHere(n))
    report.line(`n = ${n}: ${JSON.stringify(ours.at(-1))}`)
    if (python === null) continue
    theirs.push((await python.run(numpyScript, { args: [String(n)], threads: 2 })) as Run)
    report.line(`n = ${n}, NumPy: ${JSON.stringify(theirs.at(-1))}`)
  }
  const matrix = 4 * n * n
  const of = (list: readonly Run[]) => ({
    seconds: median(list.map((run) => run.seconds)),
    bytes: Math.max(...list.map((run) => run.bytes)),
  })
  const row = (who: string, list: readonly Run[], gram: number | string) => {
    const { seconds, bytes } = of(list)
    return [n, who, round(seconds), gram, Math.round(bytes / 1e6), round(bytes / matrix)]
  }
  const gram = round(median(ours.map((run) => run.gramSeconds ?? 0)))
  const rows = [row('Lectern', ours, gram)]
  if (python !== null) rows.push(row('NumPy', theirs, 'given'))
  const { seconds, bytes } = of(ours)
  return { n, rows, seconds, memory: bytes / matrix, ratio: python === null ? null : seconds / of(theirs).seconds }
}

async function trainHere(n: number): Promise<Run> {
  const script = fileURLToPath(new URL('ease-training.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(n)])
  return JSON.parse(stdout)
}

const numpyScript = `
import json, resource, sys, time
import numpy
n = int(sys.argv[1])
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
before = peak()
gram = numpy.zeros((n, n), 'f')
rng = numpy.random.default_rng(1)
for i in range(n):
    gram[i, rng.integers(0, n, 20)] = 1
gram += gram.T.copy()
gram[numpy.arange(n), numpy.arange(n)] = 250
start = time.perf_counter()
p = numpy.linalg.inv(gram)
b = p / -numpy.diag(p)
b[numpy.arange(n), numpy.arange(n)] = 0
seconds = time.perf_counter() - start
assert numpy.isfinite(b).all()
print(json.dumps({'seconds': seconds, 'bytes': peak() - before}))
`

function round(value: number): number {
  return Number(value.toPrecision(3))
}
