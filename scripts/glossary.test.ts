// docs/glossary.md against the names in the code: each word is one that the code uses, and no exported name, column or field of the
// wire says the same with another word.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { exportsOf } from './exports.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const find = (pattern: string, foreign: RegExp): string[] =>
  globSync(pattern, { cwd: root }).filter((path) => !/node_modules|\/dist\/|\.test\./.test(path) && !foreign.test(path))

// Foreign shapes keep their words: they stop at the door.
const sources = find('packages/*/**/*.{ts,tsx}', /\/compat\/|kernels\/assembly/)
const wire = find('packages/protocol/**/*.ts', /newtab/)
const migrations = find('packages/server/kernel/db/migrations/*.ts', /firefox|newtab/)

const [, table] = /\| -+ \| -+ \|\n([\s\S]*)$/.exec(read('docs/glossary.md')) ?? []
const words = [...(table as string).matchAll(/^\| ([a-z, ]+?) +\|/gm)].flatMap(([, cell]) =>
  (cell as string).split(', '),
)

/** Other words for the same, and the one to use. */
const instead: Readonly<Record<string, string>> = {
  user: 'reader',
  visitor: 'reader',
  customer: 'reader',
  article: 'item',
  placement: 'surface',
  widget: 'surface',
  position: 'slot',
  strategy: 'recipe',
}
/** What these words mean here is something else. */
const others = new Set([
  'databaseUser', // of the operating system
  'ownByDatabaseUser',
  'worthByPosition', // among all candidates, most of which get no slot
  'positionOf',
  'withUserJs', // a file of Firefox
  'writeUserJs',
])

const parts = (name: string): string[] => name.split(/_|(?=[A-Z])/).map((part) => part.toLowerCase())

test('every word of the glossary is a name in the code', () => {
  const code = sources.map(read).join('\n').toLowerCase()
  assert.ok(words.length > 20)
  assert.deepEqual(
    words.filter((word) => !new RegExp(word.replace(' ', '[ _-]?').replace(/s$/, '')).test(code)),
    [],
  )
})

test('nothing is named with another word for what the glossary has a word for', () => {
  const fields = (text: string): string[] => [...text.matchAll(/^ {2,}(\w+): z\./gm)].map(([, name]) => name as string)
  const columns = (text: string): string[] =>
    [...text.matchAll(/(?:^ +|create table |add column |, )(\w+) (?:text|bigint|int|uuid|jsonb|bytea|boolean)/gm)].map(
      ([, name]) => name as string,
    )
  const names = [
    ...sources.flatMap((path) => exportsOf(read(path)).map((name) => [path, name])),
    ...wire.flatMap((path) => fields(read(path)).map((name) => [path, name])),
    ...migrations.flatMap((path) => columns(read(path)).map((name) => [path, name])),
  ] as [string, string][]
  const wrong = names
    .filter(([, name]) => !others.has(name))
    .flatMap(([path, name]) =>
      parts(name)
        .filter((part) => Object.hasOwn(instead, part))
        .map((part) => `${path}: ${name} says ${part}; the word is ${instead[part]}`),
    )
  assert.ok(names.length > 1000, `${names.length} names`)
  assert.deepEqual(wrong, [])
})
