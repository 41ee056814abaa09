// `npm test`: types, lint, then every test file with Node's own runner. Arguments narrow it to files or folders.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

const everything = ['scripts', 'packages', 'bench', 'examples', 'docs'].flatMap((folder) =>
  globSync(`${folder}/**/*.test.ts`, { exclude: (path) => String(path).includes('node_modules') }),
)
const chosen = process.argv.slice(2)
const files = chosen.length === 0 ? everything : everything.filter((file) => chosen.some((part) => file.includes(part)))

if (chosen.length === 0) {
  step('types', 'npm', ['run', '--silent', 'types'])
  step('lint', 'npm', ['run', '--silent', 'lint'])
  step('web', process.execPath, ['scripts/build-web.ts'])
}
if (files.length === 0) fail(`No test file matches ${chosen.join(' ')}.`)
// Two files at a time: each may start a database or a browser of its own.
step('tests', process.execPath, ['--test', '--test-concurrency=2', '--test-reporter=spec', ...files.sort()])

function step(name: string, command: string, args: string[]): void {
  const start = performance.now()
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) fail(`${name} failed; see above.`)
  process.stdout.write(`${name} ok (${((performance.now() - start) / 1000).toFixed(1)} s)\n`)
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
