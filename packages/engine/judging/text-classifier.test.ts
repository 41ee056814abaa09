import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choice, derive } from '../random/random.ts'
import { type LabelledText, trainClassifier } from './classifier-training.ts'
import { loadClassifier } from './text-classifier.ts'

const subjects = {
  food: ['bread', 'butter', 'oven', 'flour', 'soup', 'garlic', 'kitchen', 'baker'],
  sea: ['ship', 'harbour', 'sail', 'mast', 'anchor', 'tide', 'captain', 'deck'],
  stars: ['planet', 'orbit', 'telescope', 'comet', 'galaxy', 'moon', 'rocket', 'eclipse'],
}
const filler = ['the', 'a', 'of', 'and', 'with', 'new', 'old', 'after', 'long', 'about']

/** Six words each, two of the subject; every fifth has one of another subject instead. */
function made(count: number, seed: string): LabelledText[] {
  const rng = derive(seed)
  const labels = Object.keys(subjects) as (keyof typeof subjects)[]
  return Array.from({ length: count }, (_, k) => {
    const label = labels[k % labels.length]!
    const other = rng.uniform() < 0.2 ? choice(rng, labels) : label
    const words = [
      choice(rng, subjects[label]),
      choice(rng, subjects[other]),
      ...Array.from({ length: 4 }, () => choice(rng, filler)),
    ]
    return { text: words.join(' '), label }
  })
}
const context = () => ({ rng: derive('classifier') })
const trained = await trainClassifier(made(240, 'train'), {}, context())

test('texts of a subject get its label, also where a word has another ending', () => {
  const { classifier } = trained
  const right = made(150, 'test').filter(({ text, label }) => classifier.classify(text)!.label === label)
  assert.ok(right.length >= 135, `${right.length} of 150`)
  assert.equal(classifier.classify('harbours')!.label, 'sea')
})

test('confidence says how often it is right', () => {
  const { classifier, quality } = trained
  assert.ok(quality.calibrationError < 0.08, `${quality.calibrationError}`)
  const sure = classifier.classify('bread butter oven')!.confidence
  const torn = classifier.classify('bread ship')!.confidence
  assert.ok(sure > 0.95 && torn < 0.9, `${sure} and ${torn}`)
  const { shares } = classifier.classify('bread ship')!
  assert.ok(Math.abs(shares.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9)
})

test('words and bias sum to the score, and the words of the subject come first', () => {
  const { classifier } = trained
  const text = 'the old captain and a new sail, the captain'
  for (const label of classifier.labels) {
    const { score, bias, words } = classifier.explain(text, label)
    assert.ok(Math.abs(bias + words.reduce((sum, { contribution }) => sum + contribution, 0) - score) < 1e-9)
  }
  const scores = classifier.labels.map((label) => classifier.explain(text, label).score)
  assert.equal(classifier.labels[scores.indexOf(Math.max(...scores))], classifier.classify(text)!.label)
  const first = classifier
    .explain(text, 'sea')
    .words.slice(0, 2)
    .map(({ word }) => word)
  assert.deepEqual(first.sort(), ['captain', 'sail'])
})

test('a text of unknown words is not judged', () => {
  assert.equal(trained.classifier.classify('xyzzy 東京'), null)
  assert.equal(trained.classifier.classify(''), null)
})

test('quality is of texts held back: labels by chance are told to be chance', async () => {
  const rng = derive('noise')
  const noise = made(240, 'train').map(({ text }) => ({ text, label: choice(rng, ['a', 'b', 'c']) }))
  const { quality } = await trainClassifier(noise, {}, context())
  assert.ok(quality.accuracy < 0.45, `${quality.accuracy}`)
  assert.ok(trained.quality.accuracy > 0.85, `${trained.quality.accuracy}`)
  assert.equal(trained.quality.texts, 240)
})

test('the same texts and seed give the same bytes, and a file says the same as what wrote it', async () => {
  const again = await trainClassifier(made(240, 'train'), {}, context())
  const bytes = trained.classifier.save({ on: 'made' })
  assert.deepEqual(again.classifier.save({ on: 'made' }), bytes)
  const loaded = loadClassifier(bytes)
  for (const { text } of made(20, 'some')) {
    assert.deepEqual(loaded.classify(text), trained.classifier.classify(text))
    assert.deepEqual(loaded.explain(text, 'sea'), trained.classifier.explain(text, 'sea'))
  }
  assert.throws(() => loadClassifier(bytes.subarray(0, 100)), /cut short/)
})

test('what cannot be learnt is said', async () => {
  await assert.rejects(trainClassifier([{ text: 'x', label: 'one' }], {}, context()), /1 texts have 1 labels/)
  await assert.rejects(trainClassifier(made(9, 'x'), { folds: 1 }, context()), /folds is 1/)
  await assert.rejects(trainClassifier(made(9, 'x'), { cost: 0 }, context()), /cost is 0/)
  assert.throws(() => trained.classifier.explain('bread', 'birds'), /no label "birds"; known: food, sea, stars/)
})
