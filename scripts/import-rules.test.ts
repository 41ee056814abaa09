// Walks every source file and holds its imports against `import-rules.ts`. A failure names the file, the import, the
// rule and what to do instead.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { engineForbidden, engineFree, engineLayers, type PackageRule, packageRules, serverTop } from './import-rules.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const builtins = new Set(builtinModules)
const skip = new Set(['node_modules', 'dist', 'data'])

interface Source {
  readonly path: string
  readonly text: string
  /** Resolved to a path in the repository, or the bare name of a package. */
  readonly imports: readonly string[]
}

const isTest = (path: string): boolean =>
  /\.test\.tsx?$|\/(testing|kernels\/assembly)\b|\/vite\.config\.ts$|^packages\/engine\/build\.ts$/.test(path)

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.split('/').some((part) => skip.has(part)))
    .map((name) => readSource(join(folder, name)))
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const specifiers = [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|(?:^|[^\w.])import\s*\(?\s*['"]([^'"]+)['"]/g,
    ),
  ]
  return { path, text, imports: specifiers.map((match) => place(path, match[1] ?? match[2] ?? '')) }
}

function place(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(from), specifier))
  const own = /^@lectern\/([^/]+)\/?(.*)$/.exec(specifier)
  if (!own) return specifier
  return own[1] === 'bench' || own[1] === 'fixtures' ? `${own[1]}/${own[2]}` : `packages/${own[1]}/${own[2]}`
}

const packageOf = (path: string): string | undefined =>
  [
    'packages/engine',
    'packages/content',
    'packages/protocol',
    'packages/server',
    'packages/web',
    'bench',
    'examples',
    'fixtures',
    'scripts',
  ].find((folder) => path.startsWith(`${folder}/`))

function packageBreaches(rule: PackageRule): string[] {
  return sourcesIn(rule.folder).flatMap((source) =>
    source.imports.flatMap((target) => {
      const owner = packageOf(target)
      if (owner !== undefined && owner !== rule.folder && !rule.mayImport.includes(owner)) {
        return [
          `${source.path} imports ${target}: ${rule.folder} may import ${rule.mayImport.join(', ') || 'nothing of ours'}; ${rule.instead}.`,
        ]
      }
      const builtin = target.startsWith('node:') || builtins.has(target)
      if (builtin && !rule.nodeBuiltins && !isTest(source.path))
        return [`${source.path} imports ${target}: no Node here; ${rule.instead}.`]
      return []
    }),
  )
}

for (const rule of packageRules) {
  test(`${rule.folder} imports only what its environment has`, () => assert.deepEqual(packageBreaches(rule), []))
}

test('engine has no dependencies', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'packages/engine/package.json'), 'utf8'))
  assert.equal(manifest.dependencies, undefined)
  const outside = sourcesIn('packages/engine').filter((source) => !isTest(source.path))
  const bare = outside.flatMap((source) =>
    source.imports
      .filter((target) => packageOf(target) === undefined)
      .map((target) => `${source.path} imports ${target}`),
  )
  assert.deepEqual(bare, [])
})

test('inside engine, a folder imports only from layers below it', () => {
  const layerOf = (folder: string): number => engineLayers.findIndex((layer) => layer.includes(folder))
  const breaches = sourcesIn('packages/engine')
    .filter((source) => !/\.test\.ts$/.test(source.path))
    .flatMap((source) => {
      const folder = source.path.split('/')[2] as string
      return source.imports.flatMap((target) => {
        const other = target.startsWith('packages/engine/') ? (target.split('/')[2] as string) : folder
        if (other === folder || layerOf(other) < layerOf(folder)) return []
        if (layerOf(other) === layerOf(folder) && engineFree.has(folder)) return []
        return [
          `${source.path} imports ${target}: ${other} is not below ${folder}; move what both need into data, random, kernels or text.`,
        ]
      })
    })
  assert.deepEqual(breaches, [])
})

test('no engine model imports another', () => {
  // The list of all of them, which nobody below reads.
  const registry = 'packages/engine/models/models.ts'
  const models = new Set(
    sourcesIn('packages/engine/models')
      .filter(
        (source) => source.path !== registry && !/\.test\.ts$/.test(source.path) && /: Algorithm</.test(source.text),
      )
      .map((source) => source.path),
  )
  const breaches = [...models].flatMap((path) =>
    readSource(path)
      .imports.filter((target) => models.has(target) || target === registry)
      .map((target) => `${path} imports ${target}: a shared solver moves down`),
  )
  assert.ok(models.size >= 2, 'the models were found')
  assert.deepEqual(breaches, [])
})

test('the engine reads no clock, no chance and no world', () => {
  const breaches = sourcesIn('packages/engine')
    .filter((source) => !/\.test\.ts$|kernels\/assembly\/|^packages\/engine\/build\.ts$/.test(source.path))
    .flatMap((source) =>
      engineForbidden.flatMap(({ pattern, instead }) => {
        const code = source.text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
        const found = pattern.exec(code)
        return found ? [`${source.path} names ${found[0]}: ${instead}.`] : []
      }),
    )
  assert.deepEqual(breaches, [])
})

const slicePart = (path: string): string => path.split('/')[2] as string
const serverSources = (): Source[] => sourcesIn('packages/server').filter((source) => !/\.test\.ts$/.test(source.path))

test('inside server, kernel knows no slice and slices know neither cli, compat nor app', () => {
  const breaches = serverSources().flatMap((source) => {
    const part = slicePart(source.path)
    return source.imports
      .filter((target) => target.startsWith('packages/server/'))
      .flatMap((target) => {
        const other = slicePart(target)
        if (part === 'kernel' && other !== 'kernel')
          return [`${source.path} imports ${target}: kernel is needed by every slice and knows none; pass it in.`]
        if (!serverTop.has(part) && serverTop.has(other))
          return [`${source.path} imports ${target}: only app.ts and cli wire; pass it in.`]
        if (other === 'compat' && !['app.ts', 'app-jobs.ts', 'compat'].includes(part))
          return [`${source.path} imports ${target}: compat is called by nobody.`]
        return []
      })
  })
  assert.deepEqual(breaches, [])
})

test('a slice uses another slice only through its entry file, never its queries, and never in a cycle', () => {
  const edges = new Map<string, Set<string>>()
  const breaches = serverSources().flatMap((source) => {
    const part = slicePart(source.path)
    return source.imports
      .filter((target) => target.startsWith('packages/server/'))
      .flatMap((target) => {
        const other = slicePart(target)
        if (other === part || other === 'kernel' || serverTop.has(other) || serverTop.has(part)) {
          return /\/queries\.ts$/.test(target) && other !== part
            ? [`${source.path} imports ${target}: SQL stays in its slice; call ${other}/${other}.ts.`]
            : []
        }
        edges.set(part, (edges.get(part) ?? new Set()).add(other))
        return target === `packages/server/${other}/${other}.ts`
          ? []
          : [
              `${source.path} imports ${target}: a slice is used through its entry; export it from ${other}/${other}.ts.`,
            ]
      })
  })
  assert.deepEqual(breaches, [])
  assert.deepEqual(cyclesOf(edges), [])
})

function cyclesOf(edges: Map<string, Set<string>>): string[] {
  const found: string[] = []
  const visit = (slice: string, path: string[]): void => {
    if (path.includes(slice)) found.push([...path.slice(path.indexOf(slice)), slice].join(' -> '))
    else for (const next of edges.get(slice) ?? []) visit(next, [...path, slice])
  }
  for (const slice of edges.keys()) visit(slice, [])
  return found
}

test('each table is named in the queries of one slice', () => {
  const owners = new Map<string, Set<string>>()
  for (const source of serverSources().filter((each) => /\/queries\.ts$/.test(each.path))) {
    for (const match of source.text.matchAll(
      /(?:selectFrom|insertInto|updateTable|deleteFrom)\('(\w+)|(?:\bfrom|\binto|\bupdate|\bjoin)\s+"?([a-z_]+)"?\s/g,
    )) {
      const table = match[1] ?? match[2] ?? ''
      if (tables.has(table)) owners.set(table, (owners.get(table) ?? new Set()).add(slicePart(source.path)))
    }
  }
  const shared = [...owners]
    .filter(([, slices]) => slices.size > 1)
    .map(([table, slices]) => `${table} is named by ${[...slices].join(' and ')}`)
  assert.deepEqual(shared, [])
})

const tables = new Set(
  readdirSync(join(root, 'packages/server/kernel/db/migrations')).flatMap((name) =>
    [
      ...readFileSync(join(root, 'packages/server/kernel/db/migrations', name), 'utf8').matchAll(
        /create table (?:if not exists )?"?(\w+)/g,
      ),
    ].map((match) => match[1] as string),
  ),
)

test('only kernel/config reads the environment; the program hands it over', () => {
  const allowed = new Set(['packages/server/cli/main.ts'])
  const breaches = serverSources()
    .filter(
      (source) =>
        /process\.env/.test(source.text) &&
        !allowed.has(source.path) &&
        !source.path.startsWith('packages/server/kernel/config/'),
    )
    .map((source) => `${source.path} reads process.env: add a key to kernel/config instead.`)
  assert.deepEqual(breaches, [])
})

test('no file is named after nothing', () => {
  const vague = /(^|\/)(utils?|helpers?|common|shared|misc|manager|base|core)(\.|\/|$)/
  const breaches = ['packages', 'bench', 'examples', 'scripts']
    .flatMap(sourcesIn)
    .map((source) => source.path)
    .filter((path) => vague.test(path))
  assert.deepEqual(breaches, [])
})

test('nobody imports bench or examples', () => {
  const breaches = sourcesIn('packages').flatMap((source) =>
    source.imports
      .filter((target) => /^(bench|examples)\//.test(target))
      .map((target) => `${source.path} imports ${target}`),
  )
  assert.deepEqual(breaches, [])
})
