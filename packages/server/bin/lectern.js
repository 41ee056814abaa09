#!/usr/bin/env node
// Plain JavaScript so that any Node >= 20 can start it; the program itself runs on the Node 24 that npm installed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(main)
} else {
  const node = installedNode(dirname(fileURLToPath(import.meta.url)))
  if (!node) {
    console.error(
      `lectern needs Node 24; this is ${process.version} and node_modules holds no Node 24. Run \`npm ci\` first.`,
    )
    process.exit(78)
  }
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

function installedNode(folder) {
  const name = process.platform === 'win32' ? 'node.cmd' : 'node'
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', '.bin', name)
    if (existsSync(candidate)) return candidate
    if (at === dirname(at)) return undefined
  }
}
