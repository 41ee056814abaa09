// Makes packages/protocol/client/dist, or the folder given with --out: the client as the package @lectern/client, in
// JavaScript with types. Publish it with `npm publish ./packages/protocol/client/dist`. At run time it needs nothing;
// its types are those of the contract, which are made with zod.
import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')
const protocol = join(root, 'packages/protocol')
const { values } = parseArgs({ options: { out: { type: 'string' } } })
const out = resolve(values.out ?? join(protocol, 'client/dist'))

rmSync(out, { recursive: true, force: true })
const compiler = join(root, 'node_modules/.bin/tsc')
const project = join(protocol, 'client/tsconfig.build.json')
const { status } = spawnSync(compiler, ['-p', project, '--outDir', out], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
// Of the contract only the types are used.
for (const file of globSync('{rest,events}/**/*.js', { cwd: out })) rmSync(join(out, file))

const { version, license, dependencies } = JSON.parse(readFileSync(join(protocol, 'package.json'), 'utf8'))
const manifest = {
  name: '@lectern/client',
  version,
  description: 'Lists and events of a Lectern server, from Node and from browsers',
  license,
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20.3' },
  exports: { '.': './client/client.js' },
  dependencies,
}
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
copyFileSync(join(protocol, 'client/README.md'), join(out, 'README.md'))
copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'))
