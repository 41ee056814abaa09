// What the documents say of the program, against the program: commands, settings, events, addresses, examples. Where both can
// be listed, both ways: what is named exists, and what exists is named.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { algorithms } from '@lectern/engine/models/models.ts'
import { eventBatch, eventKinds, wireEvent } from '@lectern/protocol/events/events.ts'
import { batchBody, rankAsk, recommendAsk, sectionsAsk } from '@lectern/protocol/rest/asks.ts'
import { prioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { recommendationsBody } from '@lectern/protocol/rest/recommendations.ts'
import { surfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import { commands } from '@lectern/server/cli/commands.ts'
import { formats } from '@lectern/server/imports/imports.ts'
import { configKeys } from '@lectern/server/kernel/config/config.ts'
import { exportsOf, importsOf } from './exports.ts'

const root = join(import.meta.dirname, '..')
/** Without the recipes, which name what is to be made: recipes.test.ts holds those. */
const read = (path: string): string =>
  readFileSync(join(root, path), 'utf8').replace(
    path === 'CONTRIBUTING.md' ? /## Adding things[\s\S]*?\n(?=## )/ : '',
    '',
  )
const find = (pattern: string): string[] =>
  globSync(pattern, { cwd: root, exclude: (path) => /node_modules|dist$/.test(path) })
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/glossary.md', 'samples/README.md'].concat(
  find('docs/guide/*.md'),
  find('docs/adr/*.md'),
  find('packages/**/README.md'),
)
const sources = find('{packages,bench,examples}/**/*.{ts,tsx}')
/** Every place where a pattern stands in the documents, with the document's name. */
const named = (pattern: RegExp): { document: string; match: RegExpMatchArray }[] =>
  documents.flatMap((document) => [...read(document).matchAll(pattern)].map((match) => ({ document, match })))
const blocks = (text: string, kind: string): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${kind}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block as string)
/** Rows of a table whose first cell begins with code: that code, and the whole row. */
const rows = (text: string): [string, string][] =>
  [...text.matchAll(/^\| `([^` ]+)[^`]*`.*$/gm)].map(([row, first]) => [first as string, row])

const reference = read('docs/guide/commands.md')
const flagsOf = (name: string): string[] => {
  const command = commands.find((each) => each.name === name)
  return (command?.options ?? []).flatMap(({ flags }) => [...flags.matchAll(/(?<!\w)--?[a-z][a-z-]*/g)].map(String))
}
const everyCommand = new Set(['--data', '--json', '--help'])

test('every command and every flag that a document or a help text names exists', () => {
  const said = [
    ...named(/`(?:npx )?lectern ([a-z-]+)([^`\n]*)`|^(?:npx )?lectern ([a-z-]+)([^#|\n]*)/gm).map(
      ({ document, match }) => [document, match[1] ?? match[3], match[2] ?? match[4]],
    ),
    ...commands.map(({ name, example }) => {
      const [, called, rest] = /(?:^| )lectern ([a-z-]+)(.*)$/.exec(example) ?? []
      return [`the example of ${name}`, called, rest]
    }),
    ...sources
      .filter((path) => !path.includes('.test.'))
      .flatMap((path) =>
        [...read(path).matchAll(/`lectern ([a-z-]+)([^`]*)`/g)].map((match) => [path, match[1], match[2]]),
      ),
  ] as [string, string, string][]
  const wrong = said.flatMap(([where, name, rest]) => {
    if (!commands.some((command) => command.name === name))
      return name.startsWith('-') ? [] : [`${where}: lectern ${name}`]
    const flags = [...rest.matchAll(/(?<![\w-])--?[a-z][a-z-]*/g)].map(String)
    return flags
      .filter((flag) => !everyCommand.has(flag) && !flagsOf(name).includes(flag))
      .map((flag) => `${where}: lectern ${name} ${flag}`)
  })
  assert.ok(said.length > 40)
  assert.deepEqual(wrong, [])
})

test('docs/guide/commands.md has every command with its options, and every setting with its variable', () => {
  const told = rows(reference)
  const expected = [
    ...commands.map(({ name, about }) => [name, about, ...flagsOf(name).filter((flag) => flag.startsWith('--'))]),
    ...configKeys().map(({ key, env, about }) => [key, about, key === 'database.url' ? 'DATABASE_URL' : env]),
  ]
  assert.deepEqual(told.map(([first]) => first).sort(), expected.map(([first]) => first).sort())
  const missing = expected.flatMap(([name, ...parts]) => {
    const row = told.find(([first]) => first === name)?.[1] ?? ''
    return parts.filter((part) => !row.includes(part)).map((part) => `the row of ${name} does not say: ${part}`)
  })
  assert.deepEqual(missing, [])
})

test('every environment variable and setting that a document names is read by somebody', () => {
  const known = new Set(configKeys().flatMap(({ key, env }) => [key, env]))
  const code = sources.map(read).join('\n')
  const groups = new Set(configKeys().flatMap(({ key }) => (key.includes('.') ? [key.split('.')[0]] : [])))
  const unknown = named(/\b(LECTERN_[A-Z_]+)\b|`([a-z]+)\.[a-zA-Z]+`/g)
    .filter(({ document, match: [whole, env, group] }) => {
      if (env !== undefined)
        return !known.has(env) && ![code, read(document)].some((text) => text.includes(`env.${env}`))
      return groups.has(group) && !known.has(whole.slice(1, -1)) && !whole.endsWith('.ts`')
    })
    .map(({ document, match }) => `${document}: ${match[0]}`)
  assert.deepEqual(unknown, [])
})

test('the guide names every kind of event, and no other', () => {
  const [, kinds] = /- Kinds: ([\s\S]*?)\. Version 1/.exec(read('docs/guide/events.md')) ?? []
  assert.deepEqual(
    [...(kinds as string).matchAll(/`([a-z]+(?: [a-z]+)+)`/g)]
      .flatMap(([, list]) => (list as string).split(' '))
      .sort(),
    [...eventKinds].sort(),
  )
})

test('the guide names every format of imports, and models that there are', () => {
  const imports = new Set(rows(read('docs/guide/import.md')).map(([first]) => first))
  assert.deepEqual(
    formats.map(({ name }) => name).filter((name) => !imports.has(name) && name !== 'csv'),
    [],
  )
  const [, table] = /## Choose a model\n([\s\S]*?)\n## /.exec(read('docs/guide/engine.md')) ?? []
  const models = [...(table as string).matchAll(/^\|[^|]*\|([^|]*)\|/gm)].flatMap(([, cell]) =>
    [...(cell as string).matchAll(/`([a-z0-9-]+)`/g)].map(([, name]) => name as string),
  )
  const known = [
    ...algorithms.map(({ kind }) => kind),
    ...find('packages/engine/{models,bandits}/*.ts').map((path) => basename(path, '.ts')),
  ]
  assert.ok(models.length > 12)
  assert.deepEqual(
    models.filter((name) => !known.includes(name)),
    [],
  )
})

test('every address that a document names is a route, and every metric is counted', () => {
  const code = sources.filter((path) => path.startsWith('packages/server/') && !path.includes('.test.')).map(read)
  const routes = code.flatMap((text) =>
    [...text.matchAll(/(?:path: |\.(?:get|post|put|delete|all)\(\s*|path = )['"`](\/[^'"`]*)['"`]/g)].map(([, path]) =>
      (path as string).replace(/\{[^}]*\}|:\w+(\{[^}]*\})?|\*/g, '[^/?]+'),
    ),
  )
  const isRoute = (path: string): boolean => routes.some((route) => new RegExp(`^${route}$`).test(path))
  const unknown = named(
    /(?:(?:GET|POST|PUT|DELETE) |`|localhost:\d+|\$LECTERN)(\/(?:v1|health|docs|openapi|metrics)[\w./${}-]*)/g,
  )
    .filter(({ match }) => !isRoute((match[1] as string).replace(/[.,]$/, '')))
    .map(({ document, match }) => `${document}: ${match[1]}`)
  assert.ok(routes.length > 20)
  assert.deepEqual(unknown, [])
  const metrics = named(/\b(lectern_[a-z_]+)\b/g).filter(({ match }) => !code.some((text) => text.includes(match[0])))
  assert.deepEqual(metrics, [])
})

test('every name that an example of a document imports is exported there', () => {
  const wrong = documents.flatMap((document) =>
    ['ts', 'js']
      .flatMap((kind) => blocks(read(document), kind))
      .flatMap((block) =>
        importsOf(block).flatMap(([from, name]) => {
          const path =
            from === '@lectern/client' ? 'packages/protocol/client/client.ts' : from.replace('@lectern', 'packages')
          return exportsOf(read(path)).includes(name) ? [] : [`${document}: ${name} of ${from}`]
        }),
      ),
  )
  assert.deepEqual(wrong, [])
})

test('every file that a comment names exists', () => {
  const files = [...find('{packages,bench,examples,fixtures,scripts,docs}/**/*.{ts,tsx,js,md}')].map(
    (path) => `/${path}`,
  )
  const missing = sources.flatMap((path) =>
    [...read(path).matchAll(/^\s*(?:\/\/|\/?\*)(.*)$/gm)].flatMap(([, comment]) =>
      [...(comment as string).matchAll(/(?<![\w./*@-])(?:\.\.?\/)*([\w-]+(?:[/.][\w-]+)*\.(?:tsx?|md))\b/g)]
        .map((match) => match[1] as string)
        .filter((name) => !name.endsWith('/NAME.md') && !files.some((file) => file.endsWith(`/${name}`)))
        .map((name) => `${path}: ${name}`),
    ),
  )
  assert.deepEqual(missing, [])
})

test('every measurement that a document or a comment names is one', () => {
  const known = find('bench/*.ts').flatMap((path) =>
    [...read(path).matchAll(/: Measurement = \{\s+name: '([\w-]+)'/g)].map(([, name]) => name),
  )
  const unknown = [...documents, ...find('docs/lab-log.md'), ...sources].flatMap((path) =>
    [...read(path).matchAll(/npm run bench -- ([a-z][\w-]*)/g)]
      .filter(([, name]) => !known.includes(name))
      .map(([, name]) => `${path}: ${name}`),
  )
  assert.deepEqual(unknown, [])
})

test('every request body of the guide is one the contract takes', () => {
  const schemas: readonly [RegExp, { safeParse(input: unknown): { success: boolean; error?: unknown } }][] = [
    [/\/recommend$/, recommendAsk],
    [/\/rank$/, rankAsk],
    [/\/sections$/, sectionsAsk],
    [/\/batch$/, batchBody],
    [/\/surfaces\/\w+\/sections$/, sectionsAsk],
    [/\/v1\/events$/, eventBatch],
    [/\/v1\/recommendations$/, recommendationsBody],
    [/\/v1\/surfaces\/\w+$/, surfaceSettings],
  ]
  const calls = documents.flatMap((document) =>
    blocks(read(document), 'sh').flatMap((block) =>
      [...block.matchAll(/(?:\$LECTERN|localhost:4280)(\/[\w/]+)[^\n]*(?:\\\n)?[^\n]*-d '([\s\S]*?\})'(?=\s|$)/g)].map(
        ([, path, body]) => ({ path: path as string, body: JSON.parse(withoutShell(body as string)) as unknown }),
      ),
    ),
  )
  assert.ok(calls.length >= 7)
  for (const { path, body } of calls) {
    const schema = schemas.find(([pattern]) => pattern.test(path))?.[1]
    assert.ok(schema, path)
    assert.deepEqual(schema.safeParse(body).error, undefined, path)
    for (const event of (body as { events?: unknown[] }).events ?? []) wireEvent.parse(event)
  }
  const batch = eventBatch.parse(JSON.parse(blocks(read('docs/guide/events.md'), 'json')[0] as string))
  for (const event of batch.events) wireEvent.parse(event)
  prioritiesDocument.parse(JSON.parse(blocks(read('docs/guide/priorities.md'), 'json')[0] as string))
})

/** What a shell puts between the quotes of a body: a variable or the time. */
const withoutShell = (body: string): string =>
  body.replace(/'"\$\(date [^)]*\)"'/g, '1767268800000').replace(/'"\$\w+"'/g, 'x')
