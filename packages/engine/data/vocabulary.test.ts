import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alignRows, extendVocabulary, Vocabulary } from './vocabulary.ts'

const abc = new Vocabulary(['a', 'b', 'c'])

test('ids and rows are inverse, an unknown id is row -1', () => {
  for (let row = 0; row < abc.size; row++) assert.equal(abc.row(abc.id(row)), row)
  assert.equal(abc.row('z'), -1)
  assert.throws(() => abc.id(3), /row 3 is not in 0\.\.2/)
})

test('it survives JSON', () => {
  assert.deepEqual(new Vocabulary(JSON.parse(JSON.stringify(abc))).ids, abc.ids)
})

test('a repeated id is refused by name', () => {
  assert.throws(() => new Vocabulary(['a', 'b', 'a']), /id "a" is given twice/)
})

test('alignment maps rows by id', () => {
  assert.deepEqual(alignRows(abc, new Vocabulary(['c', 'a'])), Int32Array.of(1, -1, 0))
})

test('extending keeps the rows there are', () => {
  const more = extendVocabulary(abc, ['b', 'd', 'd'])
  assert.deepEqual(more.ids, ['a', 'b', 'c', 'd'])
  assert.equal(extendVocabulary(abc, ['c']), abc)
})
