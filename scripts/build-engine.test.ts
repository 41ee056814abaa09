// The engine as others get it: built, packed, installed from the tarball into an empty folder, run with plain Node.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'lectern-engine-'))
const project = join(folder, 'project')
const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: project, encoding: 'utf8' })
let tarball: { filename: string; size: number } | undefined

before(() => {
  mkdirSync(project)
  run(process.execPath, join(root, 'packages/engine/build.ts'), '--out', join(folder, 'dist'))
  ;[tarball] = JSON.parse(run('npm', 'pack', join(folder, 'dist'), '--json')) as { filename: string; size: number }[]
  writeFileSync(join(project, 'package.json'), '{ "private": true }')
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', join(project, tarball!.filename))
})
after(() => rmSync(folder, { recursive: true, force: true }))

test('the program of its README runs with plain Node', () => {
  const [, program] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(root, 'packages/engine/README.md'), 'utf8')) ?? []
  writeFileSync(join(project, 'program.mjs'), program!)
  assert.equal(run(process.execPath, 'program.mjs').trim(), "[ 'butter' ]")
})

test('the packed package has at most 150 KB', () => {
  assert.ok(tarball!.size <= 150_000, `${tarball!.filename} has ${tarball!.size} bytes`)
})

test('short imports find code and types, tests stay at home', () => {
  writeFileSync(
    join(project, 'typed.mts'),
    "import { historyOf, type History } from '@lectern/engine/data/history'\nexport const history: History = historyOf([])\n",
  )
  run(join(root, 'node_modules/.bin/tsc'), '--noEmit', '--strict', '--module', 'nodenext', 'typed.mts')
  const files = readdirSync(join(project, 'node_modules/@lectern/engine'), { recursive: true, encoding: 'utf8' })
  assert.deepEqual(
    files.filter(
      (name) => /\.test\.|kernels\/assembly/.test(name) || (name.endsWith('.ts') && !name.endsWith('.d.ts')),
    ),
    [],
  )
})
