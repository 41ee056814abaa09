// `npm test`: types, lint, then every test file with Node's own runner. Arguments narrow it to files or folders; `--quick`
// (`npm run check`) leaves out what needs a database or a browser.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'

const everything = ['scripts', 'packages', 'bench', 'examples', 'docs'].flatMap((folder) =>
  globSync(`${folder}/**/*.test.ts`, { exclude: (path) => String(path).includes('node_modules') }),
)
/** Those of pure packages share one process: starting one for each takes longer than their tests. */
const isPure = (file: string): boolean =>
  /^(scripts|packages\/(engine|content|protocol|web))\//.test(file) && !file.endsWith('.browser.test.ts')
const quick = process.argv.includes('--quick')
const chosen = process.argv.slice(2).filter((argument) => argument !== '--quick')
const files = everything.filter((file) => chosen.length === 0 || chosen.some((part) => file.includes(part))).sort()
if (files.length === 0) fail(`No test file matches ${chosen.join(' ')}.`)

const node = (name: string, ...args: string[]): Step => ({ name, command: process.execPath, args })
const npm = (name: string): Step => ({ name, command: 'npm', args: ['run', '--silent', name] })
const pure = node(
  'pure tests',
  '--test',
  '--test-isolation=none',
  '--test-reporter=spec',
  ...files.filter((file) => isPure(file)),
)
// Two files at a time: each may start a database or a browser of its own.
const others = node(
  'tests',
  '--test',
  '--test-concurrency=2',
  '--test-reporter=spec',
  ...files.filter((file) => chosen.length > 0 || !isPure(file)),
)

if (chosen.length > 0) await run(others, 'shown')
else {
  await Promise.all([run(pure, 'shown'), inOrder([npm('types'), npm('lint'), node('web', 'scripts/build-web.ts')])])
  if (!quick) await run(others, 'shown')
}

interface Step {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
}

async function inOrder(steps: readonly Step[]): Promise<void> {
  for (const step of steps) await run(step, 'held back')
}

/** What it prints comes at once, or when it is done, so that two do not talk at the same time. */
async function run({ name, command, args }: Step, output: 'shown' | 'held back'): Promise<void> {
  const start = performance.now()
  const how = output === 'shown' ? 'inherit' : 'pipe'
  const child = spawn(command, args, { stdio: ['ignore', how, how] })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk))
  const status = await new Promise((done) => child.once('close', done))
  process.stdout.write(Buffer.concat(said))
  if (status !== 0) fail(`${name} failed; see above.`)
  process.stdout.write(`${name} ok (${((performance.now() - start) / 1000).toFixed(1)} s)\n`)
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
