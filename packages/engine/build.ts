// Makes dist here, or the folder given with --out: the engine as a package for others, in JavaScript with types, since Node strips no types inside node_modules. Publish it with `npm publish ./packages/engine/dist`.
import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { minifySync } from 'rolldown/utils'

const engine = import.meta.dirname
const { values } = parseArgs({ options: { out: { type: 'string' } } })
const out = resolve(values.out ?? join(engine, 'dist'))

rmSync(out, { recursive: true, force: true })
const compiler = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))
const settings = ['-p', join(engine, 'tsconfig.build.json'), '--outDir', out]
const { status } = spawnSync(process.execPath, [compiler, ...settings], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
// Shorter names, no white space, no code that does nothing: what it computes is the same.
for (const name of globSync('**/*.js', { cwd: out })) {
  const { code, errors } = minifySync(name, readFileSync(join(out, name), 'utf8'), {
    module: true,
    compress: true,
    mangle: true,
  })
  if (errors.length > 0) throw new Error(`${name}: ${errors[0]!.message}`)
  writeFileSync(join(out, name), code)
}

const { name, version, description, license, type } = JSON.parse(readFileSync(join(engine, 'package.json'), 'utf8'))
const manifest = {
  ...{ name, version, description, license, type },
  sideEffects: false,
  engines: { node: '>=20' },
  // The same import works here and in the source, with `.ts` at its end; the shorter one without works too.
  exports: { './*.ts': './*.js', './*.js': './*.js', './*': './*.js' },
}
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
for (const name of ['README.md', 'LICENSE']) copyFileSync(join(engine, name), join(out, name))
