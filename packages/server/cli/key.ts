import { type ApiKey, newKey } from '@lectern/protocol/rest/keys.ts'
import { surfaceSettings } from '@lectern/protocol/rest/surfaces.ts'
import type { z } from 'zod'
import { createKey, listKeys, revokeKey } from '../accounts/accounts.ts'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { openSurfaces } from '../surfaces/surfaces.ts'
import type { Call, CliCommand } from './command.ts'
import { withKernel } from './with-kernel.ts'

export const keyCommand: CliCommand = {
  name: 'key',
  stage: 'Run',
  about: 'Keys of programs: create one for a surface, list them, revoke one.',
  example: 'lectern key create --name "news page" --surface newtab --publishable --origin https://news.example',
  arguments: [
    { name: '<action>', about: 'create, list or revoke' },
    { name: '[id]', about: 'of the key to revoke' },
  ],
  options: [
    { flags: '--name <name>', about: 'create: what it is for' },
    { flags: '--surface <surface>', about: 'create: the only surface it may ask for (default: all)' },
    { flags: '--publishable', about: 'create: it may stand in a page; needs --surface' },
    { flags: '--scopes <scopes>', about: 'create: of recommend, events, surfaces', fallback: 'recommend,events' },
    { flags: '--per-minute <n>', about: 'create: requests per minute (default 6000, publishable 600)' },
    { flags: '--origin <origins>', about: 'create: origins of the pages of this surface, added to its settings' },
  ],
  async run(call) {
    const work = workOf(call)
    await withKernel(call, work)
  },
}

/** What is wrong with the command itself is said before anything is opened. */
function workOf(call: Call): (kernel: Kernel) => Promise<void> {
  const [action, id] = call.arguments
  switch (action) {
    case 'create': {
      const wanted = wantedOf(call)
      return (kernel) => create(call, kernel, wanted)
    }
    case 'list':
      return (kernel) => list(call, kernel)
    case 'revoke':
      if (id === undefined) throw usage('Which key?', 'lectern key revoke ID; `lectern key list` shows the ids.')
      return (kernel) => revoke(call, kernel, id)
    default:
      throw usage(`There is no action "${action}".`, 'One of create, list, revoke.')
  }
}

interface Wanted {
  readonly key: z.output<typeof newKey>
  readonly origins: readonly string[]
}

function wantedOf({ options }: Call): Wanted {
  const { name, surface, publishable, scopes, perMinute, origin } = options
  const key = checked(newKey, {
    name: name ?? 'unnamed',
    kind: publishable === true ? 'publishable' : 'secret',
    surface: surface ?? null,
    scopes: words(scopes),
    ...(perMinute === undefined ? {} : { perMinute: Number(perMinute) }),
  })
  const origins = checked(surfaceSettings, { origins: words(origin) }).origins
  if (origins.length > 0 && key.surface === null) {
    throw usage('--origin needs --surface.', 'Name the surface whose pages these are.')
  }
  return { key, origins }
}

async function create(call: Call, kernel: Kernel, { key, origins }: Wanted): Promise<void> {
  const made = await createKey(kernel, key)
  if (made.kind === 'refused') throw usage(made.detail, 'See `lectern key --help`.')
  if (key.surface !== null && origins.length > 0) await allowOrigins(kernel, key.surface, origins)
  call.screen.line(`Key ${made.key.id} for ${describe(made.key)}. Its secret is shown this once:\n\n  ${made.secret}\n`)
  call.screen.line(await howToUse(kernel, made.key))
  call.screen.result({ ...made.key, secret: made.secret })
}

/** A publishable key stands in a page, and works there only from an origin of its surface. */
async function howToUse(kernel: Kernel, { kind, surface }: ApiKey): Promise<string> {
  if (kind === 'secret' || surface === null) return 'Send it as `Authorization: Bearer …`.'
  const { origins } = (await openSurfaces(kernel)).settings(surface)
  const element = `In a page: <lectern-list surface="${surface}" key="lpk_…"> (docs/guide/surfaces.md).`
  return origins.length > 0
    ? `${element} Pages of ${origins.join(', ')} may use it.`
    : `${element} No page may use it yet: surface "${surface}" has no origins, and --origin https://… adds one.`
}

/** A server that runs takes it over within 10 s. */
async function allowOrigins(kernel: Kernel, surface: string, origins: readonly string[]): Promise<void> {
  const surfaces = await openSurfaces(kernel)
  const now = surfaces.settings(surface)
  const next = { ...now, origins: [...new Set([...now.origins, ...origins])] }
  await surfaces.put(surface, next)
}

async function list(call: Call, kernel: Kernel): Promise<void> {
  const keys = await listKeys(kernel)
  const rows = keys.map((key) => [
    key.id,
    key.name,
    key.kind,
    key.surface ?? 'all',
    key.scopes.join(' '),
    key.perMinute,
    new Date(key.createdAt).toISOString().slice(0, 10),
    key.revokedAt === null ? '' : 'revoked',
  ])
  call.screen.table(['id', 'name', 'kind', 'surface', 'scopes', 'per minute', 'made', ''], rows)
  call.screen.result({ keys })
}

async function revoke(call: Call, kernel: Kernel, id: string): Promise<void> {
  if (!(await revokeKey(kernel, id))) {
    throw new Failure('missing', `No key in force has the id "${id}".`, { advice: '`lectern key list` shows the ids.' })
  }
  call.screen.line(`Key ${id} is revoked; a server that runs refuses it within 10 s.`)
  call.screen.result({ revoked: id })
}

const describe = (key: ApiKey): string =>
  `${key.surface === null ? 'all surfaces' : `surface "${key.surface}"`} (${key.scopes.join(', ')}; ${key.perMinute} a minute)`

const words = (text: string | boolean | undefined): string[] =>
  typeof text === 'string' ? text.split(/[\s,]+/).filter((word) => word !== '') : []

function checked<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw usage(`${issue?.path.join('.')}: ${issue?.message}.`, 'See `lectern key --help`.')
}

const usage = (message: string, advice: string): Failure => new Failure('usage', message, { advice })
