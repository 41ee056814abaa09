// The whole configuration: one typed object, parsed once from defaults, a file, the environment and flags, in that
// order. An unknown key is an error. Nothing else in the program reads the environment.
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Failure } from '../failure.ts'

const parseJson = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

const list = (value: unknown): unknown =>
  typeof value === 'string' && !value.startsWith('[')
    ? value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : parseJson(value)

const ranker = z.enum(['thompson', 'contextual', 'interests'])

const schema = z.strictObject({
  dataDir: z.string().min(1).describe('Folder that holds everything: database, history, models, logs.'),
  http: z.strictObject({
    host: z.string().min(1).describe('Address to listen on.'),
    port: z.coerce.number().int().min(0).max(65_535).describe('Port to listen on; 0 takes a free one.'),
    publicUrl: z.url().nullable().describe('What readers type, when a proxy stands in front.'),
    tlsPort: z.coerce
      .number()
      .int()
      .min(0)
      .max(65_535)
      .describe('Port for https, once there is a certificate: your own, or the one `lectern firefox` makes.'),
    tlsCert: z.string().min(1).nullable().describe('PEM file of your own certificate, with its chain.'),
    tlsKey: z.string().min(1).nullable().describe('PEM file of its private key.'),
  }),
  database: z.strictObject({
    url: z.string().startsWith('postgres').nullable().describe('A PostgreSQL server; without it one is embedded.'),
    connections: z.coerce.number().int().min(2).max(200).describe('Most connections held at once.'),
  }),
  log: z.strictObject({
    level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).describe('Least severity that is logged.'),
  }),
  metrics: z.strictObject({
    token: z.string().min(8).nullable().describe('Bearer token that may read /metrics from another machine.'),
  }),
  outbound: z.strictObject({
    name: z
      .string()
      .regex(/^[\x20-\x7e]{1,100}$/)
      .describe('What this publication calls itself to the servers it fetches from.'),
    privateHosts: z
      .preprocess(list, z.array(z.string().min(1)))
      .describe('Hosts of your own network that may be fetched from, such as `intranet.example` or `10.0.0.7:8000`.'),
  }),
  recommend: z.strictObject({
    popularityHalfLifeHours: z.coerce.number().positive().describe('After so long an open counts half.'),
  }),
  training: z.strictObject({
    threads: z.coerce.number().int().min(1).max(64).describe('Worker threads for the kernels.'),
    memoryMb: z.coerce.number().int().min(64).describe('Most memory that one training may take.'),
    model: z.string().min(1).describe('Algorithm that puts lists in order; `lectern train --help` names them.'),
    settings: z
      .preprocess(parseJson, z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])))
      .describe('Settings of that algorithm, a JSON object such as {"reg": 100}; its published defaults otherwise.'),
    maxItems: z.coerce
      .number()
      .int()
      .min(2)
      .describe('Most items a model of all pairs learns; the most read are kept.'),
    schedule: z.string().describe('When to retrain, as a cron line in UTC.'),
  }),
  newtab: z.strictObject({
    ranker: ranker.describe(
      'What puts New Tabs in order; where it knows too little the one before it in this list does.',
    ),
    experiments: z
      .preprocess(
        parseJson,
        z.record(
          z.string(),
          z.record(
            z.string(),
            z.strictObject({
              ranker: ranker.optional(),
              pinnedFresh: z.boolean().optional(),
              dailyBriefing: z.boolean().optional(),
            }),
          ),
        ),
      )
      .describe(
        'Branches by experiment and what differs there, such as {"pin": {"control": {}, "treatment": {"pinnedFresh": true}}}.',
      ),
    boosts: z
      .preprocess(parseJson, z.record(z.string(), z.number().min(0).max(1)))
      .describe('What is added to the click rate of the stories of a section, such as {"olympics": 0.0018}.'),
  }),
  desk: z.strictObject({
    leastReaders: z.coerce
      .number()
      .int()
      .min(5)
      .describe('The Desk tells no number of what fewer readers did, and no save of fewer becomes a prospect.'),
    savesDays: z.coerce
      .number()
      .int()
      .min(1)
      .max(365)
      .describe('Saves of so many days count together as one prospect.'),
    proposeFor: z
      .preprocess(parseJson, z.array(z.string().min(1).max(64)))
      .describe('Surfaces for which models propose a board and sections, such as ["home"]; [] for none.'),
  }),
  sample: z.stringbool().or(z.boolean()).describe('Fill an empty publication with the sample on first start.'),
})
export type Config = z.infer<typeof schema>

const defaults: Config = {
  dataDir: './data',
  http: { host: '127.0.0.1', port: 4280, publicUrl: null, tlsPort: 4281, tlsCert: null, tlsKey: null },
  database: { url: null, connections: 10 },
  log: { level: 'info' },
  metrics: { token: null },
  outbound: { name: 'Lectern', privateHosts: [] },
  recommend: { popularityHalfLifeHours: 12 },
  training: {
    threads: Math.min(4, availableParallelism()),
    memoryMb: 1024,
    model: 'ease',
    settings: {},
    maxItems: 6000,
    schedule: '17 3 * * *',
  },
  desk: { leastReaders: 20, savesDays: 30, proposeFor: ['home'] },
  newtab: { ranker: 'thompson', experiments: {}, boosts: {} },
  sample: true,
}

const secrets = new Set(['metrics.token', 'database.url'])

interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Dotted keys set on the command line, such as { 'http.port': '8080' }. */
  readonly flags?: Readonly<Record<string, string | undefined>>
}

/** Every dotted key with its environment variable, meaning, and default. */
export function configKeys(): { key: string; env: string; about: string; fallback: unknown }[] {
  return leaves(schema).map(([key, about]) => ({ key, env: envName(key), about, fallback: at(defaults, key) }))
}

/**
 * Reads the configuration. The file is `config.json` in the data folder.
 * @throws Failure 'config' naming the key and its source when a key is unknown or its value does not fit.
 */
export function loadConfig(sources: ConfigSources): Config {
  const fromEnv = readEnv(sources.env)
  const flags = Object.entries(sources.flags ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const dataDir = resolve(
    flags.find(([key]) => key === 'dataDir')?.[1] ??
      fromEnv.find(([key]) => key === 'dataDir')?.[1] ??
      defaults.dataDir,
  )
  const path = join(dataDir, 'config.json')
  const merged = structuredClone(defaults) as Record<string, unknown>
  merge(merged, readFile(path))
  for (const [key, value] of [...fromEnv, ...flags]) set(merged, key, value)
  merged.dataDir = dataDir
  const parsed = schema.safeParse(merged)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const key = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys : [])].join('.')
  const where = sourceOf(key, path, fromEnv, flags)
  throw new Failure('config', `Configuration key "${key}" from ${where}: ${issue?.message}.`, {
    advice: '`lectern config` lists every key with its meaning.',
  })
}

/** The configuration for people: secrets replaced by a mark. */
export function redact(config: Config): Record<string, unknown> {
  const copy = structuredClone(config) as unknown as Record<string, unknown>
  for (const key of secrets) if (at(copy, key) !== null) set(copy, key, '(set)')
  return copy
}

function readFile(path: string): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return {}
    throw new Failure('config', `${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
  try {
    const parsed: unknown = JSON.parse(text)
    if (isGroup(parsed)) return parsed
  } catch (cause) {
    throw new Failure('config', `${path} is not JSON: ${(cause as Error).message}`, { cause })
  }
  throw new Failure('config', `${path} must hold one JSON object.`)
}

function readEnv(env: ConfigSources['env']): [string, string][] {
  const byName = new Map(leaves(schema).map(([key]) => [envName(key), key]))
  const found: [string, string][] = []
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value === '') continue
    const key = name === 'DATABASE_URL' ? 'database.url' : byName.get(name)
    if (key !== undefined) found.push([key, value])
    else if (name.startsWith('LECTERN_')) {
      throw new Failure('config', `Environment variable ${name} is not known.`, {
        advice: `Known: ${[...byName.keys()].join(', ')}.`,
      })
    }
  }
  return found
}

const envName = (key: string): string =>
  key === 'dataDir'
    ? 'LECTERN_DATA'
    : `LECTERN_${key
        .replace(/[A-Z]/g, (c) => `_${c}`)
        .replace('.', '_')
        .toUpperCase()}`

function sourceOf(key: string, path: string, env: [string, string][], flags: [string, string][]): string {
  if (flags.some(([name]) => name === key)) return 'the command line'
  if (env.some(([name]) => name === key)) return `environment variable ${envName(key)}`
  return path
}

function leaves(object: z.ZodObject, prefix = ''): [string, string][] {
  return Object.entries(object.shape).flatMap(([name, field]) =>
    field instanceof z.ZodObject
      ? leaves(field, `${prefix}${name}.`)
      : [[prefix + name, (field as z.ZodType).description ?? ''] as [string, string]],
  )
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function merge(into: Record<string, unknown>, from: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(from)) {
    // Assigned, it would change every object of the program.
    if (key === '__proto__') throw new Failure('config', 'Configuration key "__proto__" is not known.')
    const inner = into[key]
    if (isGroup(inner) && isGroup(value)) merge(inner, value)
    else into[key] = value
  }
}

function set(into: Record<string, unknown>, dotted: string, value: unknown): void {
  const [head, ...rest] = dotted.split('.') as [string, ...string[]]
  if (rest.length === 0) into[head] = value
  else set(into[head] as Record<string, unknown>, rest.join('.'), value)
}

function at(from: unknown, dotted: string): unknown {
  return dotted.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], from)
}
