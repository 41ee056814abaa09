// A page takes types of the wire, not its checks: the schema library is as large as the rest of a page's script, and it tries
// out whether it may make code, which the page's policy refuses and reports.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const isSource = (path: string): boolean => !/node_modules|\/dist\/|\.test\./.test(path)

/** What is imported as a value; `import type` and lists of types alone leave nothing in the script. */
function valuesOf(text: string): string[] {
  return [...text.matchAll(/(?:^|\n)(?:import|export) (?!type )([^'"]*?)from '([^']+)'/g)].flatMap(
    ([, names = '', from = '']) => (/^\{(\s*type [^,}]+,?)*\s*\}\s*$/.test(names) ? [] : [from]),
  )
}

const bringsSchemas = (path: string): boolean =>
  valuesOf(read(path)).some(
    (from) => from === 'zod' || (from.startsWith('./') && bringsSchemas(join(path, '..', from))),
  )

test('no page brings the schema library along', () => {
  const found = globSync('packages/web/**/*.{ts,tsx}', { cwd: root })
    .filter(isSource)
    .flatMap((path) =>
      valuesOf(read(path))
        .filter((from) => from.startsWith('@lectern/protocol/'))
        .filter((from) => bringsSchemas(from.replace('@lectern/protocol/', 'packages/protocol/')))
        .map((from) => `${path}: ${from}: import its types alone; values without a schema are in rest/desk-words.ts`),
    )
  assert.deepEqual(found, [])
})
