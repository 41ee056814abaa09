// The engine somewhere else: packages/engine copied out of the repository, with what its own package.json names and nothing
// more, passes its type check, is built, and passes its tests, in Node and in the browsers there are. Some minutes: not part
// of `npm test`.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'lectern-engine-alone-'))
const engine = join(folder, 'engine')
const left = new Set(['node_modules', 'dist'].map((name) => join(root, 'packages/engine', name)))

try {
  cpSync(join(root, 'packages/engine'), engine, { recursive: true, filter: (path) => !left.has(path) })
  lendDependencies()
  for (const name of ['types', 'build', 'test']) step(name)
  process.stdout.write('The engine stands alone.\n')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** What `npm install` would put there, without the network: a link to each package that is named, none to any other. */
function lendDependencies(): void {
  const { devDependencies } = JSON.parse(readFileSync(join(engine, 'package.json'), 'utf8'))
  for (const name of Object.keys(devDependencies)) {
    const to = join(engine, 'node_modules', name)
    mkdirSync(dirname(to), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), to)
  }
  mkdirSync(join(engine, 'node_modules/.bin'))
  symlinkSync(join(root, 'node_modules/typescript/bin/tsc'), join(engine, 'node_modules/.bin/tsc'))
}

function step(name: string): void {
  const { status } = spawnSync('npm', ['run', '--silent', name], { cwd: engine, stdio: 'inherit' })
  if (status !== 0) throw new Error(`outside the repository \`npm run ${name}\` of packages/engine fails; see above`)
}
