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

test('each of the four walks names at most seven files, each reached from those before it', () => {
  const [, section] = /## Four walks\n([\s\S]*?)\n## /.exec(read('ARCHITECTURE.md')) ?? []
  const walks = (section as string).split(/^\d\. /m).slice(1)
  assert.equal(walks.length, 4)
  assert.deepEqual(walks.flatMap(breaksOf), [])
})

/** What is not true of a walk: `a.ts → b.ts` is an import, `a.ts ⇢ `name` b.ts` a name that both know. */
function breaksOf(walk: string): string[] {
  const arrows = [...walk.matchAll(/(?:(→|⇢)\s+(?:`(\w+)`\s+)?)?`([\w./-]+\/[\w.-]+\.tsx?)`/g)]
  const files = arrows.map(([, , , path]) => join('packages', path as string))
  if (files.length > 7) return [`${walk.split(':')[0]} names ${files.length} files`]
  const missing = files.filter((file) => !existsSync(join(root, file))).map((file) => `${file} does not exist`)
  if (missing.length > 0) return missing
  return files.flatMap((file, at) => {
    const before = files.slice(0, at)
    const [, arrow, name] = arrows[at] as RegExpExecArray
    if (at === 0) return []
    const last = before.at(-1) as string
    if (arrow === '⇢' && name !== undefined) {
      // A job on the table of an earlier stop may follow any of them.
      const knows = (path: string): boolean => new RegExp(`\\b${name}\\b`).test(read(path))
      return knows(file) && before.some(knows) ? [] : [`${name} joins ${file} with nothing before it`]
    }
    const joined = before.some((path) => imports(path, file)) || imports(file, last)
    return arrow === '→' && joined ? [] : [`${file} is imported by nothing before it, and does not import ${last}`]
  })
}

/** Directly, or through the entry file of a slice or folder, which is how slices are used. */
function imports(from: string, target: string): boolean {
  const entry = join(dirname(target), `${dirname(target).split('/').at(-1)}.ts`)
  return [...read(from).matchAll(/from '([^']+)'/g)].some(([, specifier]) => {
    const path = (specifier as string).startsWith('@lectern/')
      ? (specifier as string).replace('@lectern', 'packages')
      : join(dirname(from), specifier as string)
    return path === target || (path === entry && dirname(from) !== dirname(target))
  })
}

test('the folders of the map exist', () => {
  const folders = [...read('ARCHITECTURE.md').matchAll(/^ {4}(\w+)\/ {2,}/gm)].map((match) => match[1] as string)
  const there = new Set(globSync('packages/*/*', { cwd: root }).map((path) => path.split('/').at(-1)))
  assert.ok(folders.length > 15)
  assert.deepEqual(
    folders.filter((folder) => !there.has(folder)),
    [],
  )
})
