// The documents against the tree: every file and folder they name exists, every invariant names a test that runs.
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md', { cwd: root }),
  'samples/README.md',
]
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

test('every link of a document leads to a file', () => {
  const broken = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:)([^)#]+)/g)]
      .map((match) => join(dirname(document), match[1] as string))
      .filter((target) => !existsSync(join(root, target)))
      .map((target) => `${document} links to ${target}`),
  )
  assert.deepEqual(broken, [])
})

test('every invariant of ARCHITECTURE.md names a test file that exists', () => {
  const named = [...read('ARCHITECTURE.md').matchAll(/\|\s+`([\w./-]+\.test\.ts)`\s+\|/g)].map(
    (match) => match[1] as string,
  )
  assert.ok(named.length >= 10)
  assert.deepEqual(
    named.filter((path) => !existsSync(join(root, path))),
    [],
  )
})

test('every npm command of the documents is a script', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = documents.flatMap((document) =>
    [...read(document).matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] as string),
  )
  assert.deepEqual(
    named.filter((name) => !(name in scripts)),
    [],
  )
})

test('the folders of the map exist', () => {
  const folders = [...read('ARCHITECTURE.md').matchAll(/^ {4}(\w+)\/ {2,}/gm)].map((match) => match[1] as string)
  const there = new Set(globSync('packages/*/*', { cwd: root }).map((path) => path.split('/').at(-1)))
  assert.ok(folders.length > 15)
  assert.deepEqual(
    folders.filter((folder) => !there.has(folder)),
    [],
  )
})
