import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatTable } from './screen.ts'

test('numbers are right-aligned, words are not', () => {
  assert.equal(
    formatTable(
      ['name', 'n'],
      [
        ['a', 1],
        ['long', 200],
      ],
    ),
    'name    n\na       1\nlong  200',
  )
})

test('a table without rows is its head', () => assert.equal(formatTable(['a', 'b'], []), 'a  b'))
