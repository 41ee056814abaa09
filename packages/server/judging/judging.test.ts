import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { putItems } from '../items/items.ts'
import { type TestKernel, testKernel } from '../kernel/testing.ts'
import { judgingJobs } from './jobs.ts'
import type { JudgedProspect } from './judgement.ts'
import { arrangeQueue, openJudging, reasonsOf } from './judging.ts'
import { trainTopics } from './topic-model.ts'

let kernel: TestKernel
before(async () => {
  kernel = await testKernel()
})
after(() => kernel.close())

const day = 86_400_000
const itemOf = (id: string, title: string, excerpt: string, topic: string | null) => ({
  ...{ id, title, excerpt, topic, url: `https://a.example/${id}`, publisher: 'The Paper', language: 'en', minutes: 3 },
  ...{ imageUrl: null, publishedAt: null, origin: 'test', editorialRank: null, addedAt: kernel.clock() - day },
})
const prospectOf = (id: string, more: Partial<JudgedProspect> = {}): JudgedProspect => ({
  ...{ id, title: `Something about ${id}`, excerpt: null, text: null, language: 'en', publisher: null },
  ...{ topic: null, topicBy: null, publishedAt: null, foundAt: kernel.clock() },
  ...more,
})
const kitchen = ['bread', 'butter', 'oven', 'flour', 'soup', 'garlic', 'kitchen', 'baker', 'salt', 'dough']
const skies = ['planet', 'orbit', 'telescope', 'comet', 'galaxy', 'moon', 'rocket', 'eclipse', 'crater', 'probe']
const about = (words: readonly string[], k: number) => {
  const word = (step: number) => words[(k * 3 + step * (1 + (k % 4))) % words.length]!
  return [`The ${word(0)} and the ${word(1)}`, `On ${word(2)} number ${k}, with ${word(3)} in case ${k * 17}`] as const
}

test('too few items per topic are said, and the prospect then has no topic', async () => {
  await putItems(kernel, [itemOf('lone', 'Lone bread', 'Of an oven', 'food'), itemOf('odd', 'No topic', 'Here', null)])
  const trained = await trainTopics(kernel)
  assert.deepEqual(trained, {
    kind: 'too-few',
    detail: 'Topics need 15 items each, and two of them; 0 have so many. Others: food 1.',
  })
  const [judged] = await openJudging(kernel).judge([prospectOf('early', { title: 'The bread and the oven' })])
  assert.deepEqual([judged?.topic, judged?.topicConfidence], [null, null])
  assert.match((await reasonsOf(kernel, 'early'))!.noTopic!, /two topics need 15 items each/)
})

test('topics learnt from the items are suggested with confidence and the words that spoke for them', async () => {
  await putItems(kernel, [
    ...Array.from({ length: 20 }, (_, k) => itemOf(`food ${k}`, ...about(kitchen, k), 'food')),
    ...Array.from({ length: 20 }, (_, k) => itemOf(`sky ${k}`, ...about(skies, k), 'education-science')),
    ...Array.from({ length: 4 }, (_, k) => itemOf(`trip ${k}`, `A trip ${k}`, `To the coast ${k}`, 'travel')),
  ])
  const job = judgingJobs(kernel).find(({ name }) => name === 'judging.train-topics')!
  await job.run(new AbortController().signal)
  const again = await trainTopics(kernel)
  assert.equal(again.kind, 'unchanged')
  if (again.kind !== 'unchanged') return
  const { card, version } = again.model
  assert.deepEqual(card.tooFew, [{ topic: 'travel', items: 4 }])
  assert.ok(card.accuracy > 0.8, `${card.accuracy}`)
  const [judged] = await openJudging(kernel).judge([
    prospectOf('comet', { title: 'A comet crosses the orbit of the moon' }),
  ])
  assert.equal(judged?.topic, 'education-science')
  assert.ok(judged.topicConfidence! > 0.6)
  const reasons = (await reasonsOf(kernel, 'comet'))!
  assert.equal(reasons.topic?.model, version)
  assert.ok(['comet', 'orbit', 'moon'].includes(reasons.topic!.words[0]!.word), reasons.topic!.words[0]!.word)
  assert.equal(reasons.noTopic, null)
})

test('in a language the model did not learn nothing is suggested', async () => {
  await openJudging(kernel).judge([prospectOf('deutsch', { title: 'Der Mond und das Brot', language: 'de-AT' })])
  assert.match((await reasonsOf(kernel, 'deutsch'))!.noTopic!, /0 items in this language \(de\)/)
})

test('a model file that is damaged leaves the one before in use', async () => {
  const judging = openJudging(kernel)
  const question = () => prospectOf('moon', { title: 'The moon and the telescope' })
  const [before] = await judging.judge([question()])
  await putItems(kernel, [itemOf('sky more', 'A probe at the crater', 'And its rocket', 'education-science')])
  kernel.advance(1000)
  const trained = await trainTopics(kernel)
  assert.equal(trained.kind, 'published')
  if (trained.kind !== 'published') return
  await kernel.blobs.put(trained.model.blob, new Uint8Array(10))
  for (const reader of [judging, openJudging(kernel)]) {
    const [after] = await reader.judge([question()])
    assert.deepEqual([after?.topic, after?.topicConfidence], [before?.topic, before?.topicConfidence])
  }
})

const text = Array.from({ length: 300 }, (_, k) => `word${(k * k * 7919) % 3001}`).join(' ')

test('a copy under another title repeats the first, in the same batch and after a restart', async () => {
  const judging = openJudging(kernel)
  const [first, second] = await judging.judge([
    prospectOf('first', { title: 'Ferry company ends its winter service', text }),
    prospectOf('second', { title: 'No more boats when it snows', text: text.slice(0, 1200) }),
  ])
  assert.deepEqual([first?.duplicateOf, second?.duplicateOf], [null, 'first'])
  assert.ok(second!.value < first!.value / 5, `${second!.value} beside ${first!.value}`)
  const [third] = await openJudging(kernel).judge([prospectOf('third', { title: 'Boats again', text })])
  assert.equal(third?.duplicateOf, 'first')
  const { repeats } = (await reasonsOf(kernel, 'third'))!
  assert.deepEqual(repeats[0], {
    id: 'first',
    kind: 'text',
    similarity: 1,
    title: 'Ferry company ends its winter service',
  })
})

test('judged again it does not repeat itself, and what came to the items meanwhile is known', async () => {
  const judging = openJudging(kernel)
  const [once] = await judging.judge([prospectOf('once', { title: 'Court stops the dam in the upper valley of Velm' })])
  const [again] = await judging.judge([
    prospectOf('once', { title: 'Court stops the dam in the upper valley of Velm' }),
  ])
  assert.equal(once?.duplicateOf, null)
  assert.equal(again?.duplicateOf, null)
  await putItems(kernel, [
    itemOf('dam', 'Dam in upper Velm valley stopped by the court', 'Judges side with farmers', null),
  ])
  const [late] = await judging.judge([prospectOf('late', { title: 'Upper Velm valley: court stops the dam for now' })])
  assert.ok(['dam', 'once'].includes(late!.duplicateOf!))
  assert.deepEqual(
    (await reasonsOf(kernel, 'late'))!.repeats.map(({ kind }) => kind),
    ['story', 'story'],
  )
})

test('the parts of a value sum to it, and a title that baits costs', async () => {
  const [plain, bait] = await openJudging(kernel).judge([
    prospectOf('plain', { title: 'Ministry publishes a report on rivers', publishedAt: kernel.clock() }),
    prospectOf('bait', { title: 'You will never believe what this fish did', publishedAt: kernel.clock() }),
  ])
  assert.ok(bait!.clickbait! > 0.9 && plain!.clickbait! < 0.2)
  assert.ok(bait!.value < plain!.value)
  const { value, parts, clickbait } = (await reasonsOf(kernel, 'bait'))!
  assert.ok(Math.abs(parts.reduce((sum, { contribution }) => sum + contribution, 0) - value) < 1e-9)
  assert.ok(clickbait!.cues.includes('speaks to the reader'))
})

test('a prospect that was never judged has no reasons', async () => {
  assert.equal(await reasonsOf(kernel, 'nobody'), null)
})

test('the queue puts apart what tells one story, and what is not judged comes last', () => {
  const queued = (id: string, value: number | null, duplicateOf: string | null = null) => ({
    ...{ id, value, duplicateOf, publisher: null, topic: null },
  })
  const queue = [queued('a', 9), queued('copy of a', 8, 'a'), queued('b', 5), queued('unjudged', null)]
  assert.deepEqual(
    arrangeQueue(queue).map(({ id }) => id),
    ['a', 'b', 'copy of a', 'unjudged'],
  )
})
