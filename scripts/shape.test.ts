// The shape of the sources: how long files are, and that no file is imported in a circle. A failure names the files.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const folders = ['packages', 'bench', 'examples', 'scripts', 'fixtures']
const sources = folders
  .flatMap((folder) =>
    globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root, exclude: (path) => /node_modules|\bdist\b/.test(path) }),
  )
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
const linesOf = (text: string): number => text.split('\n').length - 1

/** Programs alone: tests, worlds made for tests, and what a program wrote have their own length. */
const programs = sources
  .filter(({ path }) => !/\.test\.tsx?$|^fixtures\/|\.gen\.ts$/.test(path))
  .map(({ path, text }) => ({ path, lines: linesOf(text) }))
  .sort((a, b) => a.lines - b.lines)
/** Why they are longer than the rest may be. */
const longer = new Map([
  ['packages/engine/kernels/assembly/least-squares.ts', 'sums unrolled by hand, one register each'],
  ['packages/engine/kernels/assembly/product.ts', 'one tile unrolled by hand, one register a sum'],
])

test('half of all files have at most 80 lines, nine in ten at most 220', () => {
  const at = (share: number) => programs[Math.ceil(share * programs.length) - 1]!
  assert.ok(at(0.5).lines <= 80, `the median, ${at(0.5).path}, has ${at(0.5).lines} lines`)
  assert.ok(at(0.9).lines <= 220, `the 90th percentile, ${at(0.9).path}, has ${at(0.9).lines} lines`)
})

test('no file has more than 300 lines without a reason, none more than 500, and app.ts less than 150', () => {
  const most = (path: string) => (path === 'packages/server/app.ts' ? 149 : longer.has(path) ? 500 : 300)
  const breaches = programs
    .filter(({ path, lines }) => lines > most(path))
    .map(
      ({ path, lines }) =>
        `${path} has ${lines} lines, at most ${most(path)}: move what has its own reason to a file of its own.`,
    )
  assert.deepEqual(breaches, [])
  const idle = [...longer.keys()].filter((path) => (programs.find((file) => file.path === path)?.lines ?? 0) <= 300)
  assert.deepEqual(idle, [], 'short enough to need no reason any more')
})

test('no file imports itself, however far around', () => {
  assert.deepEqual(circlesOf(new Map(sources.map(({ path, text }) => [path, importsOf(path, text)]))), [])
})

test('a circle of imports is found', () => {
  const imports = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['d']],
    ['d', ['b']],
  ])
  assert.deepEqual(circlesOf(imports), ['b -> c -> d -> b'])
})

/** What stays in the code after types are stripped: a type may name the file that names it. */
function importsOf(path: string, text: string): string[] {
  const named = text.matchAll(
    /^(?:import|export)\s(?!type\s)(?:\{([^}]*)\}|[^'"{]*?)?\s*(?:from\s*)?['"]([^'"]+)['"]/gm,
  )
  return Array.from(named, ([, names, from]) => ({
    from: from!,
    kept: names === undefined || !/^(\s*type\s[^,]*,?)*\s*$/.test(names),
  }))
    .filter(({ kept }) => kept)
    .map(({ from }) =>
      from.startsWith('.')
        ? normalize(join(dirname(path), from))
        : from.replace(/^@lectern\/(bench|fixtures)\//, '$1/').replace(/^@lectern\//, 'packages/'),
    )
}

/** One circle for each file through which a walk comes back to where it is. */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (done.has(file) || path.includes(file)) return
    for (const next of imports.get(file) ?? []) walk(next, [...path, file])
    done.add(file)
  }
  for (const file of imports.keys()) walk(file, [])
  return found
}
