import assert from 'node:assert/strict'
import test from 'node:test'
import {
  type KernelPool,
  NotPositiveDefinite,
  serialPool,
  spdInverse,
  spdInverseBytes,
  withMatrix,
} from '@lectern/engine/kernels/kernels.ts'
import { twins } from '@lectern/engine/kernels/twins.ts'
import { ials } from '@lectern/engine/models/ials.ts'
import { onThisThread, type TrainContext } from '@lectern/engine/models/model.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { checkerboard } from '@lectern/engine/testing/checkerboard.ts'
import { openKernelThreads } from './kernel-threads.ts'

const n = 300

function positiveDefinite(): Float32Array {
  return Float32Array.from({ length: n * n }, (_, at) =>
    at % (n + 1) === 0 ? n : (((at % n) * Math.floor(at / n)) % 7) / 7,
  )
}

async function inverseOn(pool: KernelPool): Promise<Float32Array> {
  return withMatrix(pool, n, async (matrix) => {
    matrix.values.set(positiveDefinite())
    await spdInverse(pool, matrix)
    return matrix.values.slice()
  })
}

test('one, two and three threads give the bytes of the serial pool, close to the twin', async () => {
  const bytes = spdInverseBytes(n)
  const serial = await inverseOn(serialPool(bytes))
  for (const threads of [1, 2, 3]) {
    const pool = await openKernelThreads({ threads, bytes })
    assert.deepEqual(await inverseOn(pool), serial)
    await pool.close()
  }
  const expected = { values: positiveDefinite(), rows: n, columns: n }
  twins.cholesky(expected)
  twins.choleskyInverse(expected)
  assert.ok(serial.every((value, at) => Math.abs(value - expected.values[at]!) < 1e-7))
})

test('factors trained on one, two and three threads are the bytes of the serial pool', async () => {
  const { interactions } = await checkerboard(60)
  const train = async (withPool: TrainContext['withPool']) => {
    const model = await ials.train(interactions, { ...ials.defaults, epochs: 3 }, { rng: derive('threads'), withPool })
    return model.save()
  }
  const serial = await train(onThisThread)
  for (const threads of [1, 2, 3]) {
    const onThreads: TrainContext['withPool'] = async (bytes, use) => {
      const pool = await openKernelThreads({ threads, bytes })
      return use(pool).finally(() => pool.close())
    }
    assert.deepEqual(await train(onThreads), serial)
  }
})

test('more jobs than the table holds all run, each once', async () => {
  const pool = await openKernelThreads({ threads: 2, bytes: 1 << 20 })
  const values = pool.arena.floats(9000)
  const one = pool.arena.floats(1).fill(1)
  const from = one.byteOffset
  // C (1 x 1) += 1 * 1
  const jobs = Array.from(values, (_, at) => ({
    kernel: 'gemm' as const,
    args: [1, 1, 1, 1, from, 1, 1, from, 1, 1, values.byteOffset + at * 4, 1, 1, 2],
  }))
  await pool.run(jobs)
  await pool.close()
  assert.ok(values.every((value) => value === 1))
})

test('thousands of short batches one after another all end', async () => {
  const pool = await openKernelThreads({ threads: 2, bytes: 1024 })
  const job = { kernel: 'mirror' as const, args: [0, 0, 0, 0] }
  for (let batch = 0; batch < 5000; batch++) await pool.run([job, job])
  await pool.close()
})

test('a bad pivot reaches the caller and the threads go on', async () => {
  const pool = await openKernelThreads({ threads: 2, bytes: spdInverseBytes(n) })
  const zero = withMatrix(pool, n, (matrix) => spdInverse(pool, matrix))
  await assert.rejects(zero, new NotPositiveDefinite(0, 0))
  await inverseOn(pool)
  await pool.close()
})

test('a job that traps rejects its run and every later one', async () => {
  const pool = await openKernelThreads({ threads: 2, bytes: 1024 })
  const outside = { kernel: 'mirror' as const, args: [2 ** 31, 100, 0, 100] }
  await assert.rejects(pool.run([outside]), /a kernel thread failed: memory access out of bounds/)
  await assert.rejects(pool.run([]), /a kernel thread failed/)
  await pool.close()
})

test('a second run before the first has ended is refused', async () => {
  const pool = await openKernelThreads({ threads: 1, bytes: 1024 })
  const job = { kernel: 'mirror' as const, args: [0, 0, 0, 0] }
  const first = pool.run([job])
  await assert.rejects(pool.run([job]), /a run is under way/)
  await first
  await pool.close()
})

test('close leaves no thread alive, may be called twice, and ends a run in progress', async () => {
  const workers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'MessagePort' || name === 'Worker').length
  const before = workers()
  const pool = await openKernelThreads({ threads: 2, bytes: spdInverseBytes(n) })
  const running = inverseOn(pool)
  const rejected = assert.rejects(running, /the kernel threads are closed/)
  await pool.close()
  await pool.close()
  await rejected
  assert.equal(workers(), before)
})

test('a number of threads below one is refused', async () => {
  await assert.rejects(openKernelThreads({ threads: 0, bytes: 0 }), /threads is 0: must be 1 or more/)
})
