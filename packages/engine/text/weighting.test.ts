import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countKnown, countTerms, documentFrequency, type TermMatrix } from './term-counts.ts'
import { bm25, tfIdf } from './weighting.ts'

const documents = ['a a b', 'a c', 'a c c c', 'd'].map((text) => text.split(' '))
const every = { minDocuments: 1, maxShare: 1 }
const rowsOf = ({ terms, indptr, columns, values }: TermMatrix) =>
  Array.from(indptr.subarray(1), (to, d) =>
    Object.fromEntries(
      Array.from(columns.subarray(indptr[d], to), (c, k) => [terms.id(c), values[indptr[d]! + k]!] as const),
    ),
  )
const near = (actual: number | undefined, expected: number) =>
  assert.ok(Math.abs(actual! - expected) < 1e-6, `${actual} against ${expected}`)

test('counts are per document, terms sorted', () => {
  const counts = countTerms(documents, every)
  assert.deepEqual(counts.terms.ids, ['a', 'b', 'c', 'd'])
  assert.deepEqual(rowsOf(counts), [{ a: 2, b: 1 }, { a: 1, c: 1 }, { a: 1, c: 3 }, { d: 1 }])
  assert.deepEqual(documentFrequency(counts), Int32Array.of(3, 1, 2, 1))
})

test('rare words and words of most documents go, without a list of stop words', () => {
  assert.deepEqual(countTerms(documents, { minDocuments: 2, maxShare: 0.5 }).terms.ids, ['c'])
  assert.deepEqual(countTerms(documents, { ...every, maxTerms: 2 }).terms.ids, ['a', 'c'])
  assert.throws(() => countTerms(documents, { maxShare: 0 }), /maxShare is 0/)
})

test('two documents do not lose every word they share', () => {
  assert.deepEqual(countTerms([['x'], ['x', 'y']]).terms.ids, ['x'])
})

test('words that the terms do not hold are left out', () => {
  const { terms } = countTerms(documents, every)
  assert.deepEqual(rowsOf(countKnown([['c', 'zebra', 'c']], terms)), [{ c: 2 }])
})

// By hand, N = 4: idf(a) = ln(5/4) + 1, idf(b) = idf(d) = ln(5/2) + 1, idf(c) = ln(5/3) + 1.
test('TF-IDF is the hand-computed one, rows of length 1', () => {
  const [a, b, c] = [1.2231435513, 1.9162907319, 1.5108256238]
  const [first, , third, last] = rowsOf(tfIdf(countTerms(documents, every)))
  const [heavyA, heavyC] = [(1 + Math.LN2) * a, (1 + Math.log(3)) * c]
  near(first!.a, heavyA / Math.hypot(heavyA, b))
  near(first!.b, b / Math.hypot(heavyA, b))
  near(third!.c, heavyC / Math.hypot(a, heavyC))
  near(last!.d, 1)
})

// By hand: lengths 3, 2, 4, 1, mean 2.5; idf(a) = ln(1 + 1.5/3.5), idf(c) = ln 2.
test('BM25 is the hand-computed one', () => {
  const [first, second, third] = rowsOf(bm25(countTerms(documents, every)))
  near(first!.a, (Math.log(1 + 1.5 / 3.5) * 2 * 2.2) / (2 + 1.2 * (0.25 + 0.75 * (3 / 2.5))))
  near(second!.c, (Math.LN2 * 2.2) / (1 + 1.2 * (0.25 + 0.75 * (2 / 2.5))))
  near(third!.c, (Math.LN2 * 3 * 2.2) / (3 + 1.2 * (0.25 + 0.75 * (4 / 2.5))))
  assert.throws(() => bm25(countTerms(documents, every), { lengthPenalty: 2 }), /lengthPenalty is 2/)
})

test('a document without known words has no weights and no NaN', () => {
  const counts = countTerms([[], ['x'], ['x']])
  for (const weighted of [tfIdf(counts), bm25(counts)]) {
    assert.deepEqual(rowsOf(weighted)[0], {})
    assert.ok(weighted.values.every(Number.isFinite))
  }
})
