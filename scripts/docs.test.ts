// The documents against the tree: every file and folder they name exists, every invariant names a test that runs.
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { packageRules } from './import-rules.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md', { cwd: root }),
  ...globSync('{samples,fixtures/*,packages/**}/README.md', {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  }),
]
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** What speaks of the tree as it is: notes on decisions and experiments name what was, the recipes what is to be made. */
const present = documents.filter((path) => !/docs\/(adr\/|lab-log)|CHANGELOG/.test(path))
const withoutRecipes = (document: string): string => read(document).replace(/## Adding things[\s\S]*?\n(?=## )/, '')

test('every link of a document leads to a file', () => {
  const broken = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:)([^)#]+)/g)]
      .map((match) => join(dirname(document), match[1] as string))
      .filter((target) => !existsSync(join(root, target)))
      .map((target) => `${document} links to ${target}`),
  )
  assert.deepEqual(broken, [])
})

test('every file that a document names in code type exists', () => {
  // Below packages/ and engine/ where the text is about them; data/ is what a running program makes.
  const roots = ['', 'packages', 'packages/engine', 'packages/server', 'packages/server/recommend']
  const missing = present.flatMap((document) =>
    [
      ...withoutRecipes(document).matchAll(
        /`((?!data\/|\.\/)[\w.-]+(?:\/[\w.-]+)+\.(?:tsx?|md|json|html|opml|svg|png))`/g,
      ),
    ]
      .map((match) => match[1] as string)
      .filter((path) => ![dirname(document), ...roots].some((folder) => existsSync(join(root, folder, path))))
      .map((path) => `${document} names ${path}`),
  )
  assert.deepEqual(missing, [])
})

test('every file that a document names with its folder exists, also inside a command', () => {
  const missing = present.flatMap((document) =>
    [
      ...withoutRecipes(document).matchAll(
        /(?<![\w./@-])((?:packages|bench|examples|scripts|docs|samples|fixtures)\/[\w./-]*\w\.[a-z]+)\b/g,
      ),
    ]
      .map((match) => match[1] as string)
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${document} names ${path}`),
  )
  assert.deepEqual(missing, [])
})

test('every invariant of ARCHITECTURE.md names tests that exist', () => {
  const [, table] = /## Invariants[^|]*([\s\S]*?)\n## /.exec(read('ARCHITECTURE.md')) ?? []
  const rows = (table as string).trim().split('\n').slice(2)
  const wrong = rows.filter((row) => {
    const [, path = ''] = /\|\s+`([\w./-]+)`[^|]*\|$/.exec(row.trim()) ?? []
    return (
      !existsSync(join(root, path)) ||
      (!path.endsWith('.test.ts') && globSync(`${path}/*.test.ts`, { cwd: root }).length === 0)
    )
  })
  assert.ok(rows.length >= 20)
  assert.deepEqual(wrong, [])
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

test('each of the five walks names at most seven files, each reached from those before it', () => {
  const [, section] = /## Five walks\n([\s\S]*?)\n## /.exec(read('ARCHITECTURE.md')) ?? []
  const walks = (section as string).split(/^\d\. /m).slice(1)
  assert.equal(walks.length, 5)
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
  const mapped = new Set(folders)
  const unmapped = globSync('packages/{engine,server}/*/', { cwd: root })
    .map((path) => path.split('/')[2] as string)
    .filter((folder) => !mapped.has(folder) && !['node_modules', 'dist', 'bin', 'data'].includes(folder))
  assert.deepEqual(unmapped, [])
})

test('the table of imports is the one that the code is held against', () => {
  const told = new Map(
    [...read('ARCHITECTURE.md').matchAll(/^\| ([a-z, ]+?) +\| ([a-z, ]+?) +\| [A-Za-z]/gm)].flatMap(([, names, may]) =>
      (names as string).split(', ').map((name): [string, string] => [name, may as string]),
    ),
  )
  for (const { folder, mayImport } of packageRules.filter((rule) => rule.folder.startsWith('packages/'))) {
    const name = folder.split('/')[1] as string
    const ours = (told.get(name) ?? '')
      .split(', ')
      .filter((each) => each !== '' && existsSync(join(root, 'packages', each)))
    assert.deepEqual(ours.sort(), mayImport.map((each) => each.split('/')[1] as string).sort(), name)
  }
})
