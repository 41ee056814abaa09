import assert from 'node:assert/strict'
import test from 'node:test'
import { runJob } from './job.ts'
import {
  instantiateKernels,
  type KernelPool,
  NotPositiveDefinite,
  serialPool,
  spdInverse,
  spdInverseBytes,
  withMatrix,
} from './kernels.ts'
import { parallelCholesky, parallelGemm, parallelSyrk } from './parallel.ts'
import { bindKernels, createPoolMemory } from './pool.ts'

/** G + reg I of a small world of clicks: the matrix EASE inverts. */
function gram(n: number): Float32Array {
  const values = new Float32Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) values[i * n + j] = i === j ? n : ((i * 7 + j * 7) % 11) / 11
  return values
}

/** Runs every batch backwards, on two instances by turns: what another number of threads could do. */
function scrambledPool(bytes: number): KernelPool {
  const { memory, scratch, arena } = createPoolMemory(bytes, { threads: 2, shared: true })
  const instances = scratch.map((region) => bindKernels(memory, region))
  return {
    threads: 2,
    arena,
    async run(jobs) {
      jobs.toReversed().forEach((job, turn) => {
        runJob(instances[turn % 2]!, job)
      })
    },
  }
}

async function inverseOn(pool: KernelPool, n: number): Promise<Float32Array> {
  return withMatrix(pool, n, async (matrix) => {
    matrix.values.set(gram(n))
    await spdInverse(pool, matrix)
    return matrix.values.slice()
  })
}

test('a matrix times its inverse is the identity', async () => {
  for (const n of [1, 2, 127, 128, 129, 400]) {
    const inverse = await inverseOn(serialPool(spdInverseBytes(n)), n)
    const product = { values: new Float32Array(n * n), rows: n, columns: n }
    instantiateKernels().gemm({ ...product, values: gram(n) }, { ...product, values: inverse }, { into: product })
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) assert.ok(Math.abs(product.values[i * n + j]! - (i === j ? 1 : 0)) < 1e-5)
    }
  }
})

test('the inverse has the same bytes whatever the order and the threads its jobs run in', async () => {
  const n = 611
  const bytes = spdInverseBytes(n)
  assert.deepEqual(await inverseOn(scrambledPool(bytes), n), await inverseOn(serialPool(bytes), n))
})

test('products and Cholesky on a pool have the same bytes as on one instance', async () => {
  const n = 530
  const [kernels, pool] = [instantiateKernels(), scrambledPool(16 << 20)]
  const [here, there] = [kernels.arena, pool.arena].map((arena) => {
    const [a, b, c] = [arena.matrix(n, n), arena.matrix(n, n), arena.matrix(n, n)]
    a.values.set(gram(n))
    b.values.set(gram(n).reverse())
    return { a, b, c }
  }) as [Operands, Operands]
  kernels.gemm(here.a, here.b, { into: here.c })
  await parallelGemm(pool, [there.a, there.b], { into: there.c })
  assert.deepEqual(there.c.values, here.c.values)
  for (const over of ['rows', 'columns'] as const) {
    kernels.syrk(here.b, { over, into: here.c })
    await parallelSyrk(pool, there.b, { over, into: there.c })
    assert.deepEqual(there.c.values, here.c.values)
  }
  kernels.cholesky(here.a)
  await parallelCholesky(pool, there.a)
  assert.deepEqual(there.a.values, here.a.values)
})

interface Operands {
  readonly a: { readonly values: Float32Array; readonly rows: number; readonly columns: number }
  readonly b: Operands['a']
  readonly c: Operands['a']
}

test('spdInverseBytes is exactly what an inverse takes', async () => {
  for (const n of [1, 129, 300]) {
    await inverseOn(serialPool(spdInverseBytes(n)), n)
    await assert.rejects(inverseOn(serialPool(spdInverseBytes(n) - 64), n), /bytes left/)
  }
})

test('a matrix beyond 4 GiB is refused before anything is allocated', () => {
  assert.throws(() => spdInverseBytes(40_000), /n is 40000: its inverse needs 6420545600 bytes, .* \(4 GiB\)/)
  assert.ok(spdInverseBytes(8_000) < 270e6)
  assert.throws(() => serialPool(2 ** 33), /4 GiB/)
})

test('progress rises from 0 to 1', async () => {
  const pool = serialPool(spdInverseBytes(300))
  const seen: number[] = []
  await withMatrix(pool, 300, async (matrix) => {
    matrix.values.set(gram(300))
    await spdInverse(pool, matrix, { onProgress: (fraction) => seen.push(fraction) })
  })
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  )
  assert.equal(seen[0], 0)
  assert.equal(seen.at(-1), 1)
})

test('an aborted signal stops the inverse between two batches and frees the workspace', async () => {
  const pool = serialPool(spdInverseBytes(300))
  const signal = { aborted: false }
  const matrix = pool.arena.matrix(300, 300)
  matrix.values.set(gram(300))
  const mark = pool.arena.mark()
  const onProgress = (fraction: number): void => {
    signal.aborted = fraction > 0
  }
  await assert.rejects(spdInverse(pool, matrix, { signal, onProgress }), { name: 'AbortError' })
  assert.equal(pool.arena.mark(), mark)
})

test('a bad pivot far down is named', async () => {
  const pool = serialPool(spdInverseBytes(300))
  const matrix = pool.arena.matrix(300, 300)
  for (let i = 0; i < 300; i++) matrix.values[i * 300 + i] = i === 271 ? -1 : 1
  await assert.rejects(spdInverse(pool, matrix), new NotPositiveDefinite(271, -1))
})

test('a matrix outside the pool is refused', async () => {
  const matrix = { values: new Float32Array(1), rows: 1, columns: 1 }
  await assert.rejects(spdInverse(serialPool(spdInverseBytes(1)), matrix), /matrix lies outside the pool's memory/)
})
