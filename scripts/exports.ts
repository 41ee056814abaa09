// Which exported names nobody outside their file imports. Reads text, not types: every import and export of this tree
// is written in one of the forms below, and biome keeps it so.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const folders = ['packages', 'bench', 'examples', 'fixtures', 'scripts']
const isOutside = (path: string): boolean => /(^|\/)(node_modules|dist)$/.test(path)

/** `file: name` of each export that no other file imports. `root` is the repository. */
export function unusedExports(root: string): string[] {
  const texts = new Map(
    folders
      .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,js}`, { cwd: root, exclude: isOutside }))
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  )
  const used = new Set(
    [...texts].flatMap(([path, text]) => importsOf(text).map(([from, name]) => `${place(root, path, from)}: ${name}`)),
  )
  const isUsed = (path: string, name: string): boolean => used.has(`${path}: ${name}`) || used.has(`${path}: *`)
  return [...texts]
    .filter(([path]) => !path.includes('.test.'))
    .flatMap(([path, text]) =>
      exportsOf(text)
        .filter((name) => !isUsed(path, name))
        .map((name) => `${path}: ${name}`),
    )
    .sort()
}

/** Names that a text exports, under the names they have outside. */
export function exportsOf(text: string): string[] {
  const declared = text.matchAll(
    /^export (?:declare )?(?:default )?(?:async )?(?:function\*?|const|let|class|interface|type) (\w+)/gm,
  )
  const listed = text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)
  return [
    ...Array.from(declared, ([, name]) => name as string),
    ...Array.from(listed, ([, names]) => split(names as string).map(({ outside }) => outside)).flat(),
  ]
}

/** [specifier, name] of each name a text takes from another file; `*` stands for all. */
export function importsOf(text: string): [string, string][] {
  const named = text.matchAll(/^(?:import|export) (?:type )?(?:\w+, )?\{([^}]*)\} from '([^']+)'/gm)
  const dynamic = text.matchAll(/\{([^{}]*)\} = await import\(\s*'([^']+)'\s*,?\s*\)/g)
  const inType = text.matchAll(/import\('([^']+)'\)\.(\w+)/g)
  const whole = text.matchAll(/(?:\* as \w+|^export \*|^import \w+(?:, \{[^}]*\})?) from '([^']+)'/gm)
  const awaited = text.matchAll(/(?<!\} = await )\bimport\(\s*'([^']+)'\s*,?\s*\)(?!\.\w)/g)
  return [
    ...[...named, ...dynamic].flatMap(([, names, from]) =>
      split((names as string).replace(/: \w+/g, '')).map(({ inside }): [string, string] => [from as string, inside]),
    ),
    ...Array.from(inType, ([, from, name]): [string, string] => [from as string, name as string]),
    ...[...whole, ...awaited].map(([, from]): [string, string] => [from as string, '*']),
  ]
}

function split(names: string): { inside: string; outside: string }[] {
  return names
    .replace(/\/\/[^\n]*/g, '')
    .split(',')
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '')
    .map((name) => ({ inside: name.split(' as ')[0] as string, outside: name.split(' as ').at(-1) as string }))
}

function place(root: string, from: string, specifier: string): string {
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(from), specifier))
  const [, own, rest] = /^@lectern\/([^/]+)\/?(.*)$/.exec(specifier) ?? []
  if (own === undefined) return specifier
  return /^(bench|fixtures|examples|docs)$/.test(own) ? `${own}/${rest}` : `packages/${own}/${rest}`
}
