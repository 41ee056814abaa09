import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '../random/random.ts'
import { lsaVectors, trainLsa } from './lsa.ts'
import { countTerms } from './term-counts.ts'
import { tokenise } from './tokenise.ts'
import { tfIdf } from './weighting.ts'

const context = () => ({ rng: derive('lsa') })
const every = { minDocuments: 1, maxShare: 1 }
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, x, k) => sum + x * b[k]!, 0)
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
const vectorOf = (values: Float32Array, size: number, row: number) => values.subarray(row * size, row * size + size)

const kitchen = ['bread butter oven', 'butter oven cake', 'cake flour bread', 'flour oven bread']
const sea = ['ship harbour wind', 'wind sail ship', 'sail mast harbour', 'mast wind ship']

test('with all dimensions the products are those of TF-IDF, whichever side is longer', async () => {
  for (const texts of [kitchen, [...kitchen, ...kitchen, ...kitchen.map((text) => text.split(' ')[0]!)]]) {
    const { terms, indptr, columns, values } = tfIdf(countTerms(texts.map(tokenise), every))
    const dense = texts.map((_, d) => {
      const row = new Float64Array(terms.size)
      for (let k = indptr[d]!; k < indptr[d + 1]!; k++) row[columns[k]!] = values[k]!
      return row
    })
    const lsa = await trainLsa(texts, { ...every, embeddingSize: 50 }, context())
    const encoded = lsa.encode(texts)
    for (const [a, x] of dense.entries())
      for (const [b, y] of dense.entries()) {
        const found = dot(vectorOf(encoded, lsa.embeddingSize, a), vectorOf(encoded, lsa.embeddingSize, b))
        assert.ok(Math.abs(found - dot(x, y)) < 1e-4, `${found} against ${dot(x, y)}`)
      }
  }
})

test('texts of one subject are alike although they share no word', async () => {
  const lsa = await trainLsa([...kitchen, ...sea], { ...every, embeddingSize: 2 }, context())
  const [butter, flour, ship, none] = [0, 1, 2, 3].map((row) =>
    vectorOf(lsa.encode(['butter', 'flour', 'ship', 'zebra']), lsa.embeddingSize, row),
  )
  assert.ok(cosine(butter!, flour!) > 0.9)
  assert.ok(Math.abs(cosine(butter!, ship!)) < 0.1)
  assert.deepEqual(none, new Float32Array(2))
})

test('vectors of items are in the order of ids, and the same seed gives the same bytes', async () => {
  const texts = new Map([...kitchen, ...sea].map((text, k) => [`item ${9 - k}`, text]))
  const [first, second] = [await lsaVectors(texts, every, context()), await lsaVectors(texts, every, context())]
  assert.deepEqual(first, second)
  assert.deepEqual(first.items.ids, [...texts.keys()].sort())
  const one = vectorOf(first.values, first.embeddingSize, first.items.row('item 9'))
  const two = vectorOf(first.values, first.embeddingSize, first.items.row('item 2'))
  assert.ok(cosine(one, two) < 0.1, 'bread and masts')
})

test('settings and texts that cannot be are named', async () => {
  await assert.rejects(trainLsa(kitchen, { embeddingSize: 0 }, context()), /embeddingSize is 0/)
  await assert.rejects(trainLsa(['one', 'two'], {}, context()), /2 texts share no word/)
})
