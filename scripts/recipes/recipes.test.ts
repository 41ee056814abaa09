// CONTRIBUTING.md against the tree: each template goes into one copy, which is compiled once and held to its contracts.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { changed, type Recipe, recipesOf } from './recipes.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const recipes = recipesOf(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))
const packages = ['engine', 'content', 'protocol', 'server']
const copy = mkdtempSync(join(tmpdir(), 'lectern-recipes-'))
after(() => rmSync(copy, { recursive: true, force: true }))
const made = recipes.flatMap(({ templates }) => templates.map(({ path }) => path))
const inCopy = (...parts: string[]) => join(copy, ...parts)

before(() => {
  cpSync(join(root, 'tsconfig.base.json'), inCopy('tsconfig.base.json'))
  cpSync(join(root, 'package.json'), inCopy('package.json'))
  cpSync(join(root, 'biome.json'), inCopy('biome.json'))
  const skipped = /(^|\/)(node_modules|dist)$/
  for (const name of packages)
    cpSync(join(root, 'packages', name), inCopy('packages', name), {
      recursive: true,
      filter: (path) => !skipped.test(path),
    })
  mkdirSync(inCopy('node_modules', '@lectern'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@lectern') symlinkSync(join(root, 'node_modules', name), inCopy('node_modules', name))
  for (const name of packages) symlinkSync(inCopy('packages', name), inCopy('node_modules', '@lectern', name))
})

test('there is a recipe for each thing that is added often', () => {
  assert.deepEqual(
    recipes.map(({ title }) => title),
    ['A model', 'A pipeline stage', 'A metric', 'An event kind', 'An endpoint', 'A command'],
  )
})

for (const { title, files, heldTo } of recipes)
  test(`${title} takes at most three files and is held to something`, () => {
    assert.ok(files.length <= 3, files.join(', '))
    assert.ok(heldTo.length > 0)
  })

for (const recipe of recipes) test(`${recipe.title}: its templates find their places`, () => put(recipe))

test('what the templates made is formatted', () => {
  const { status, stdout } = inProject('node_modules/@biomejs/biome/bin/biome', [
    'check',
    '--vcs-enabled=false',
    ...made,
  ])
  assert.equal(status, 0, `Templates of CONTRIBUTING.md break the style:\n${stdout}`)
})

test('what the templates made compiles', () => {
  const config = { extends: './tsconfig.base.json', compilerOptions: { types: ['node'] }, files: made }
  writeFileSync(inCopy('tsconfig.json'), JSON.stringify(config))
  const { status, stdout } = inProject('node_modules/typescript/bin/tsc', ['-p', '.'])
  assert.equal(status, 0, `Templates of CONTRIBUTING.md are out of date:\n${stdout}`)
})

test('the tests and contracts they name pass', () => {
  const files = recipes.flatMap(({ heldTo }) => heldTo.filter((path) => path.endsWith('.test.ts')))
  for (const file of files) assert.ok(existsSync(inCopy(file)), `CONTRIBUTING.md names ${file}`)
  const { status, stdout } = inProject('--test', ['--test-reporter=tap', ...files])
  assert.equal(status, 0, `${stdout.match(/^ *not ok .*$/gm)?.join('\n')}\n${stdout.slice(0, 4000)}`)
  for (const fact of [
    'readers: the same seed',
    'home: long reads proposes',
    'precision divides',
    'highlight: is stored',
    'topics are told',
  ])
    assert.ok(stdout.includes(`- ${fact}`), `no test was run of: ${fact}`)
})

test('the program lists the command and explains it', () => {
  const commands = recipes.flatMap(({ heldTo }) => heldTo.filter((line) => line.startsWith('lectern ')))
  const outputs = commands.map((line) => inProject('packages/server/bin/lectern.js', line.split(' ').slice(1)))
  assert.deepEqual(
    outputs.map(({ status }) => status),
    [0, 0],
  )
  assert.match(outputs[0]!.stdout, /^ {2}topics .*List the topics/m)
  assert.match(outputs[1]!.stdout, /Example:\n {2}lectern topics/)
})

function put({ templates }: Recipe): void {
  for (const template of templates) {
    const path = inCopy(template.path)
    if (template.kind === 'new')
      assert.ok(!existsSync(path), `${template.path} is there already; the template needs another name`)
    writeFileSync(path, template.kind === 'new' ? template.text : changed(readFileSync(path, 'utf8'), template))
  }
}

function inProject(script: string, args: readonly string[]): { status: number | null; stdout: string } {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: copy,
    env,
    encoding: 'utf8',
  })
  return { status, stdout: stdout + stderr }
}
