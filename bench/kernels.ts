import {
  instantiateKernels,
  type Kernels,
  type Matrix,
  serialPool,
  spdInverse,
  spdInverseBytes,
  withMatrix,
} from '@lectern/engine/kernels/kernels.ts'
import type { KernelPool } from '@lectern/engine/kernels/pool.ts'
import { openKernelThreads } from '@lectern/server/training/kernel-threads.ts'
import { type Measurement, median, type Report, type Result } from './measurement.ts'
import { pythonPeer } from './peers.ts'

const size = 1024
const inverseSize = 2000
const leastRatio = 15
const mostInverseMs = 2000

/** Speed of the engine's f32 kernels; every number is a median of runs in this process. */
export const kernels: Measurement = {
  name: 'kernels',
  about: `f32 kernels: gemm ${size}^3 against the plain loop, SPD inverse of n = ${inverseSize} on two threads, dot, syrk, top-k`,
  async run(report) {
    const rows: (string | number)[][] = []
    const say = (row: (string | number)[]): void => {
      rows.push(row)
      report.line(row.join('  '))
    }
    const arithmetic = instantiateKernels(64 << 20)
    const products = await measureProducts(arithmetic)
    say(['gemm 1024^3', round(products.gemmMs), 'ms', `${gflops(2 * size ** 3, products.gemmMs)} GFLOP/s`])
    say([
      'gemm 1024^3, plain ikj loop',
      round(products.loopMs),
      'ms',
      `${gflops(2 * size ** 3, products.loopMs)} GFLOP/s`,
    ])
    say(['syrk 1024 x 1024', round(products.syrkMs), 'ms', `${gflops(size ** 3, products.syrkMs)} GFLOP/s`])
    for (const row of await measureVectors(arithmetic)) say(row)
    const inverse1 = await measureInverse(serialPool(spdInverseBytes(inverseSize)))
    say([
      `inverse n = ${inverseSize}, this thread`,
      round(inverse1),
      'ms',
      `${gflops(inverseSize ** 3, inverse1)} GFLOP/s`,
    ])
    const threads = await openKernelThreads({ threads: 2, bytes: spdInverseBytes(inverseSize) })
    const inverse2 = await measureInverse(threads).finally(() => threads.close())
    say([
      `inverse n = ${inverseSize}, 2 threads`,
      round(inverse2),
      'ms',
      `${gflops(inverseSize ** 3, inverse2)} GFLOP/s`,
    ])
    const numpy = await measureNumpy(report)
    if (numpy !== null) {
      say([
        `NumPy ${numpy.version} gemm 1024^3, 1 thread`,
        round(numpy.gemmMs),
        'ms',
        `${gflops(2 * size ** 3, numpy.gemmMs)} GFLOP/s`,
      ])
      say([`NumPy ${numpy.version} linalg.inv n = ${inverseSize}, 2 threads`, round(numpy.invMs), 'ms', ''])
    }
    return summary({ ...products, inverse1, inverse2, numpy, rows })
  },
}

interface Measured {
  readonly gemmMs: number
  readonly loopMs: number
  readonly inverse1: number
  readonly inverse2: number
  readonly numpy: NumpyTimes | null
  readonly rows: (string | number)[][]
}

function summary({ gemmMs, loopMs, inverse1, inverse2, numpy, rows }: Measured): Result {
  const ratio = loopMs / gemmMs
  return {
    name: 'kernels',
    value: gflops(2 * size ** 3, gemmMs),
    unit: 'GFLOP/s',
    peer: 'the plain ikj loop in TypeScript',
    ratio: round(ratio),
    bar: `gemm at least ${leastRatio} times the plain loop, inverse of n = ${inverseSize} on 2 threads under ${mostInverseMs} ms`,
    holds: ratio >= leastRatio && inverse2 < mostInverseMs,
    details: {
      inverse1Ms: round(inverse1),
      inverse2Ms: round(inverse2),
      numpy: numpy ?? 'NumPy is not there',
      // above 1: NumPy is faster
      gemmTimeOverNumpy: numpy === null ? null : round(gemmMs / numpy.gemmMs),
      inverseTimeOverNumpy: numpy === null ? null : round(inverse2 / numpy.invMs),
    },
    table: { head: ['what', 'median', 'unit', 'rate'], rows },
  }
}

/** gemm and the plain loop run by turns, so that a busy spell of the machine touches both. */
async function measureProducts(arithmetic: Kernels): Promise<{ gemmMs: number; loopMs: number; syrkMs: number }> {
  const [a, b, c] = [filled(arithmetic, size), filled(arithmetic, size), filled(arithmetic, size)]
  const plain = [a, b, c].map((matrix) => matrix.values.slice()) as [Float32Array, Float32Array, Float32Array]
  const times = { gemm: [] as number[], loop: [] as number[], syrk: [] as number[] }
  for (let warm = 0; warm < 3; warm++) arithmetic.gemm(a, b, { into: c })
  for (let run = 0; run < 5; run++) {
    times.loop.push(await timed(() => multiplyPlainly(...plain)))
    for (let again = 0; again < 3; again++) times.gemm.push(await timed(() => arithmetic.gemm(a, b, { into: c })))
    times.syrk.push(await timed(() => arithmetic.syrk(a, { over: 'columns', into: c })))
  }
  return { gemmMs: median(times.gemm), loopMs: median(times.loop), syrkMs: median(times.syrk) }
}

/** C = A B as anybody would write it: rows of B added to a row of C. */
function multiplyPlainly(a: Float32Array, b: Float32Array, c: Float32Array): void {
  c.fill(0)
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k]!
      const [to, from] = [i * size, k * size]
      for (let j = 0; j < size; j++) c[to + j]! += factor * b[from + j]!
    }
  }
}

async function measureVectors(arithmetic: Kernels): Promise<(string | number)[][]> {
  const [short, repeats, long] = [256, 20_000, 100_000]
  const [a, b] = [filled(arithmetic, 16).values, filled(arithmetic, 16).values]
  const scores = arithmetic.arena.floats(long).map((_, at) => ((at * 7919) % 104_729) / 104_729)
  const resident = arithmetic.arena.floats(long)
  resident.set(scores)
  const dotMs = await medianOf(9, () => {
    for (let again = 0; again < repeats; again++) arithmetic.dot(a, b)
  })
  const topMs = await medianOf(25, () => void arithmetic.topK(resident, 100))
  const sortMs = await medianOf(
    5,
    () => void Uint32Array.from(resident.keys()).sort((i, j) => resident[j]! - resident[i]!),
  )
  return [
    [`dot of ${short}`, round((dotMs / repeats) * 1e6), 'ns', `${gflops(2 * short * repeats, dotMs)} GFLOP/s`],
    [`top 100 of ${long}`, round(topMs * 1000), 'us', `${round((long / topMs) * 1e-6)} G scores/s`],
    [`top 100 of ${long} by sorting`, round(sortMs * 1000), 'us', ''],
  ]
}

/** Median ms of the inverse of a Gram-like matrix. */
async function measureInverse(pool: KernelPool): Promise<number> {
  return withMatrix(pool, inverseSize, async (matrix) => {
    const times: number[] = []
    for (let run = 0; run < 5; run++) {
      matrix.values.fill(0.5)
      for (let i = 0; i < inverseSize; i++) matrix.values[i * inverseSize + i] = inverseSize
      times.push(await timed(() => spdInverse(pool, matrix)))
    }
    return median(times)
  })
}

interface NumpyTimes {
  readonly version: string
  readonly gemmMs: number
  readonly invMs: number
}

const numpyScript = `
import json, os, sys, time
import numpy
def median(f, runs):
    times = []
    f()
    for _ in range(runs):
        start = time.perf_counter(); f(); times.append((time.perf_counter() - start) * 1000)
    return sorted(times)[runs // 2]
if sys.argv[1] == 'gemm':
    a = numpy.random.rand(${size}, ${size}).astype('f')
    b = a.copy()
    print(json.dumps([numpy.__version__, median(lambda: a @ b, 9)]))
else:
    m = numpy.full((${inverseSize}, ${inverseSize}), .5, 'f'); numpy.fill_diagonal(m, ${inverseSize})
    print(json.dumps([numpy.__version__, median(lambda: numpy.linalg.inv(m), 5)]))
`

/** gemm on one thread and inv on two, or null where NumPy cannot be had. */
async function measureNumpy(report: Report): Promise<NumpyTimes | null> {
  const python = await pythonPeer(['numpy'], report)
  if (python === null) return null
  const [version, gemmMs] = (await python.run(numpyScript, { args: ['gemm'], threads: 1 })) as [string, number]
  const [, invMs] = (await python.run(numpyScript, { args: ['inv'], threads: 2 })) as [string, number]
  return { version, gemmMs, invMs }
}

function filled(arithmetic: Kernels, n: number): Matrix {
  const matrix = arithmetic.arena.matrix(n, n)
  for (let at = 0; at < matrix.values.length; at++) matrix.values[at] = ((at * 31) % 97) / 97
  return matrix
}

/** Milliseconds of one call. */
async function timed(work: () => void | Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function medianOf(runs: number, work: () => void): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < runs; run++) times.push(await timed(work))
  return median(times)
}

function gflops(operations: number, ms: number): number {
  return round(operations / ms / 1e6)
}

function round(value: number): number {
  return Number(value.toPrecision(3))
}
