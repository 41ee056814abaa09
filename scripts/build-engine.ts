// Makes packages/engine/dist, or the folder given with --out: the engine as a package of its own, in JavaScript with types,
// since Node strips no types inside node_modules. Publish it with `npm publish ./packages/engine/dist`.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')
const engine = join(root, 'packages/engine')
const { values } = parseArgs({ options: { out: { type: 'string' } } })
const out = resolve(values.out ?? join(engine, 'dist'))

rmSync(out, { recursive: true, force: true })
const compiler = join(root, 'node_modules/.bin/tsc')
const { status } = spawnSync(compiler, ['-p', join(engine, 'tsconfig.build.json'), '--outDir', out], {
  stdio: 'inherit',
})
if (status !== 0) process.exit(status ?? 1)

const { name, version, description, license, type } = JSON.parse(readFileSync(join(engine, 'package.json'), 'utf8'))
const manifest = {
  ...{ name, version, description, license, type },
  sideEffects: false,
  engines: { node: '>=20' },
  // The same import works here and in the source: `@lectern/engine/models/ease.ts`; the shorter `…/ease` too.
  exports: { './*.ts': './*.js', './*.js': './*.js', './*': './*.js' },
}
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
copyFileSync(join(engine, 'README.md'), join(out, 'README.md'))
copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'))
