// The program from outside: what it prints, where, and with which exit code.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { commands } from './commands.ts'

const program = fileURLToPath(new URL('../bin/lectern.js', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'lectern-cli-'))
after(() => rmSync(data, { recursive: true, force: true }))

interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function lectern(
  args: string[],
  options: { env?: Record<string, string>; interruptAfterMs?: number } = {},
): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...options.env } })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => (out += chunk))
    child.stderr.on('data', (chunk) => (err += chunk))
    if (options.interruptAfterMs) setTimeout(() => child.kill('SIGINT'), options.interruptAfterMs)
    child.on('close', (code) => done({ code, out, err }))
  })
}

test('--help lists every command under its stage of life', async () => {
  const { code, out } = await lectern(['--help'])
  assert.equal(code, 0)
  for (const { name, stage } of commands) {
    assert.match(out, new RegExp(`^  ${name}\\b`, 'm'))
    assert.match(out, new RegExp(`^${stage}:`, 'm'))
  }
  assert.match(out, /Exit codes: 0 done, 64 usage/)
})

test('every command explains itself with an example, --data and --json', async () => {
  const helps = await Promise.all(commands.map(({ name }) => lectern([name, '--help'])))
  for (const [index, { code, out }] of helps.entries()) {
    const name = commands[index]?.name
    assert.equal(code, 0, name)
    assert.match(out, /Example:\n {2}\S/, name)
    assert.match(out, /--data <dir>/, name)
    assert.match(out, /--json/, name)
  }
})

test('a misspelt command or option is a usage error', async () => {
  const wrong = await lectern(['srve'])
  assert.equal(wrong.code, 64)
  assert.match(wrong.err, /unknown command 'srve'/)
  assert.equal((await lectern(['config', '--jsn'])).code, 64)
})

test('config prints one JSON value and hides the password', async () => {
  const { code, out } = await lectern(['config', '--json', '--data', data], {
    env: { DATABASE_URL: 'postgresql://u:hush@h/d' },
  })
  assert.equal(code, 0)
  assert.equal(JSON.parse(out).database.url, '(set)')
  assert.doesNotMatch(out, /hush/)
})

test('a wrong configuration says which key, and exits with 78', async () => {
  writeFileSync(join(data, 'config.json'), '{"http":{"prot":1}}')
  const { code, err } = await lectern(['config', '--data', data])
  rmSync(join(data, 'config.json'))
  assert.equal(code, 78)
  assert.match(err, /http\.prot/)
})

test('a data folder below a file is refused with the reason', async () => {
  const file = join(data, 'file')
  writeFileSync(file, '')
  const { code, err } = await lectern(['migrate', '--data', join(file, 'data')])
  assert.equal(code, 74)
  assert.match(err, /ENOTDIR|EEXIST/)
  assert.match(err, /--data/)
})

test('a database that is away is said to be away', async () => {
  const { code, err } = await lectern(['migrate', '--data', data], {
    env: { DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/d' },
  })
  assert.equal(code, 69)
  assert.match(err, /does not answer/)
  assert.doesNotMatch(err, /:p@/)
})
