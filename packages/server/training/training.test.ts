import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { buildInteractions } from '@lectern/engine/data/interactions.ts'
import { derive } from '@lectern/engine/random/random.ts'
import { historyOf } from '../events/events.ts'
import { Failure } from '../kernel/failure.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { fillSample } from '../samples/samples.ts'
import { drawReaders } from './draw-readers.ts'
import { trainingJobs } from './jobs.ts'
import { refuseTooLarge, trainingBytes } from './memory.ts'
import { historyWeighted, recentPairs } from './recency.ts'
import { takeSnapshot } from './snapshot.ts'
import { evaluateData, loadModel, publishedModel, train, verifyModel } from './training.ts'
import { withTrainingLock } from './training-lock.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
  await fillSample(kernel)
})
after(() => kernel.close())

test('one command leads from the log to a published, verified model with a card', async () => {
  const stages: string[] = []
  const published = await train(kernel, { threads: 2, onProgress: (_, stage) => stages.push(stage) })
  assert.deepEqual(await publishedModel(kernel), published)
  assert.ok(await verifyModel(kernel, published))
  assert.equal((await loadModel(kernel, published)).kind, 'loaded')
  const { card } = published
  const snapshot = await takeSnapshot(kernel)
  assert.equal(card.data.interactions, snapshot.interactions)
  const difference = card.evaluation?.report.models.find(({ name }) => name === 'ease')?.difference['ndcg@10']
  assert.ok(difference && difference.low > 0, 'EASE beats popularity on the sample')
  assert.match(card.evaluation?.sentences.join(' ') ?? '', /EASE orders better than popularity/)
  assert.ok(stages.includes('publishing'))
})

test('another model is trained, published and loaded by its name; what does not exist is refused with what does', async () => {
  kernel.advance(1000)
  const published = await train(kernel, { threads: 1, models: ['rp3beta'] })
  assert.match(published.version, /^rp3beta-/)
  const loaded = await loadModel(kernel, published)
  assert.equal(loaded.kind === 'loaded' && loaded.model.kind, 'rp3beta')
  const isConfig = (cause: Failure) => cause.kind === 'config'
  await assert.rejects(train(kernel, { models: ['popularity'] }), isConfig)
  const settings = { ...kernel.config.training, settings: { lambda: 3 } }
  const strange = { ...kernel, config: { ...kernel.config, training: settings } }
  await assert.rejects(
    train(strange, { threads: 1 }),
    (cause: Failure) => isConfig(cause) && /no setting lambda; known: reg/.test(cause.message),
  )
})

test('several models are measured side by side, each against popularity', async () => {
  const compared = await evaluateData(kernel, { threads: 1, models: ['item-knn', 'ease'] })
  assert.deepEqual(
    compared?.report.models.map(({ name }) => name),
    ['item-knn', 'ease', 'popularity'],
  )
  assert.match(compared?.sentences.join(' ') ?? '', /item-kNN orders better than popularity.*EASE orders better/)
})

test('the same log gives the same bytes, whatever the number of threads', async () => {
  kernel.advance(1000)
  const one = await train(kernel, { threads: 1 })
  kernel.advance(1000)
  const two = await train(kernel, { threads: 2 })
  assert.equal(one.sha256, two.sha256)
})

test('a cancelled training publishes nothing and leaves no file', async () => {
  const before = await publishedModel(kernel)
  const files = await readdir(kernel.blobs.path('models'))
  kernel.advance(1000)
  for (const at of ['training on everything', 'publishing']) {
    const stop = new AbortController()
    const onProgress = (_: number, stage: string) => stage === at && stop.abort(new Error('enough'))
    await assert.rejects(train(kernel, { threads: 1, signal: stop.signal, onProgress }), /enough/)
  }
  assert.deepEqual(await publishedModel(kernel), before)
  assert.deepEqual(await readdir(kernel.blobs.path('models')), files)
})

test('the split decides: nothing after it is learned from', async () => {
  const compared = await evaluateData(kernel, { threads: 1, split: { fraction: 0.5 } })
  const snapshot = await takeSnapshot(kernel)
  assert.ok(compared !== null)
  assert.ok(compared.report.splitAt > snapshot.firstAt && compared.report.splitAt < snapshot.lastAt)
  assert.ok(compared.report.trainPairs < snapshot.interactions)
})

test('the snapshot holds what the histories hold, and a save that was taken back is gone', async () => {
  const items = new Set<string>()
  const snapshot = await takeSnapshot(kernel)
  for await (const one of snapshot.source()) if (one.reader === 'sim-0001') items.add(one.item)
  const history = await historyOf(kernel, 'sim-0001', 10_000)
  assert.deepEqual([...items].sort(), history.map(({ item }) => item).sort())
})

test('memory is stated before it is taken, and too much is refused with what would fit', () => {
  const size = { interactions: 1_000_000, readers: 100_000, items: 20_000, paired: 10_000, itemBytes: 0 }
  assert.ok(trainingBytes(size) > 1.2e9)
  assert.throws(
    () => refuseTooLarge(size, 1000),
    (cause: Failure) =>
      cause instanceof Failure && cause.kind === 'config' && /maxItems to \d+ or less/.test(cause.advice ?? ''),
  )
  const fits = Number(/to (\d+) or less/.exec(adviceOf(() => refuseTooLarge(size, 1000)))?.[1])
  refuseTooLarge({ ...size, paired: fits }, 1000)
})

test('two trainings do not run at once', async () => {
  await withTrainingLock(kernel, () => assert.rejects(train(kernel), (cause: Failure) => cause.kind === 'busy'))
})

test('an empty log is said to be empty; the scheduled job takes it as a quiet day', async () => {
  const empty = await testKernel()
  try {
    await assert.rejects(
      train(empty),
      (cause: Failure) => cause.kind === 'data' && /nothing to learn/.test(cause.message),
    )
    await trainingJobs(empty)[0]!.run(new AbortController().signal)
  } finally {
    await empty.close()
  }
})

test('an interaction counts half after each half-life, and old ones are left out', async () => {
  const hour = 3_600_000
  const pairs = [0, 1, 2, 10].map((age) => ({ reader: 'a', item: `i${age}`, at: (20 - age) * hour, weight: 1 }))
  const all = await buildInteractions(() => pairs)
  const recent = recentPairs(all, 20 * hour, hour)
  assert.deepEqual([...recent.weights], [0.25, 0.5, 1])
  assert.equal(recentPairs(all, 20 * hour, null), all)
  assert.deepEqual([...historyWeighted(all, hour).weights].slice(1), [0.25, 0.5, 1])
})

test('one event with a clock far ahead does not make everything else too old to count', async () => {
  const hour = 3_600_000
  const all = await buildInteractions(() => [
    { reader: 'a', item: 'x', at: 10 * hour, weight: 1 },
    { reader: 'a', item: 'y', at: 9000 * hour, weight: 1 },
  ])
  assert.deepEqual([...recentPairs(all, 10 * hour, hour).weights], [1, 1])
})

test('a draw of readers keeps their targets and has the size that was asked for', () => {
  const readers = Int32Array.from({ length: 100 }, (_, k) => k * 2)
  const split = {
    readers,
    indptr: Int32Array.from({ length: 101 }, (_, k) => k * 2),
    targets: Int32Array.from({ length: 200 }, (_, k) => k),
  } as never
  const drawn = drawReaders(split, 30, derive(1).uint32())
  assert.equal(drawn.readers.length, 30)
  for (const [t, reader] of drawn.readers.entries()) {
    assert.deepEqual([...drawn.targets.subarray(drawn.indptr[t]!, drawn.indptr[t + 1]!)], [reader, reader + 1])
  }
})

function adviceOf(work: () => void): string {
  try {
    work()
  } catch (cause) {
    return (cause as Failure).advice ?? ''
  }
  return ''
}
