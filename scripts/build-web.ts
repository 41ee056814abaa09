// Builds packages/web into packages/web/dist when a source changed since the last build; `--force` builds anyway.
// It runs before every `npm start`, so doing nothing must cost nothing: vite is loaded only when there is work.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const web = join(root, 'packages/web')
const stamp = join(web, 'dist/.sources')

/** One hash over the path and the bytes of everything the build reads; the lock file stands for the libraries. */
function hashSources(): string {
  const hash = createHash('sha256')
  const files = globSync('**/*.*', { cwd: web, exclude: ['dist/**', 'node_modules/**', '**/*.test.ts'] })
  const client = globSync('../protocol/client/*.ts', { cwd: web, exclude: ['**/*.test.ts'] })
  for (const file of [...files.sort(), ...client.sort(), '../../package-lock.json'])
    hash.update(`${file}\n`).update(readFileSync(join(web, file)))
  return hash.digest('hex')
}

const started = performance.now()
const took = () => `${Math.round(performance.now() - started)} ms`
const sources = hashSources()

if (!process.argv.includes('--force') && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) {
  console.log(`web: up to date (${took()})`)
} else {
  const { build } = await import('vite')
  await build({ root: web, configFile: join(web, 'vite.config.ts'), logLevel: 'warn' })
  await build({ root: web, configFile: join(web, 'vite.embed.config.ts'), logLevel: 'warn' })
  writeFileSync(stamp, sources)
  console.log(`web: built packages/web/dist (${took()})`)
}
