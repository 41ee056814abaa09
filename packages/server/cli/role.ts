import { userInfo } from 'node:os'
import { type GrantRole, grantRoles } from '@lectern/protocol/rest/accounts.ts'
import { addReader, findReader, grantRole, listGrants, type ReaderRow, revokeRole } from '../accounts/accounts.ts'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Call, CliCommand } from './command.ts'
import { withKernel } from './with-kernel.ts'

export const roleCommand: CliCommand = {
  name: 'role',
  stage: 'Run',
  about: 'Roles at the Desk: grant one to a person (added when new), revoke one, list them.',
  example: 'lectern role grant Ada editor --surface home',
  arguments: [
    { name: '<action>', about: 'grant, revoke or list' },
    { name: '[name]', about: 'of the person' },
    { name: '[role]', about: 'editor, chief, analyst or operator' },
  ],
  options: [{ flags: '--surface <surface>', about: 'editor: the only surface it is for (default: every surface)' }],
  async run(call) {
    const work = workOf(call)
    await withKernel(call, work)
  },
}

interface Wanted {
  readonly name: string
  readonly role: GrantRole
  readonly surface: string | null
}

/** What is wrong with the command itself is said before anything is opened. */
function workOf(call: Call): (kernel: Kernel) => Promise<void> {
  const [action] = call.arguments
  switch (action) {
    case 'grant': {
      const wanted = wantedOf(call)
      return (kernel) => grant(call, kernel, wanted)
    }
    case 'revoke': {
      const wanted = wantedOf(call)
      return (kernel) => revoke(call, kernel, wanted)
    }
    case 'list':
      return (kernel) => list(call, kernel)
    default:
      throw usage(`There is no action "${action}".`, 'One of grant, revoke, list.')
  }
}

function wantedOf({ arguments: [, name, role], options }: Call): Wanted {
  if (name === undefined) throw usage('Whose role?', 'lectern role grant NAME ROLE; `lectern role list` shows all.')
  const known = grantRoles.find((each) => each === role)
  if (known === undefined) throw usage(`"${role ?? ''}" is no role.`, `One of ${grantRoles.join(', ')}.`)
  const surface = typeof options.surface === 'string' ? options.surface : null
  if (surface !== null && known !== 'editor') {
    throw usage(`The role ${known} is for every surface.`, 'Leave --surface out, or grant editor.')
  }
  return { name, role: known, surface }
}

async function grant(call: Call, kernel: Kernel, { name, role, surface }: Wanted): Promise<void> {
  const reader = (await findReader(kernel, name)) ?? (await addReader(kernel, name, 'reader'))
  const isNew = await grantRole(kernel, reader.id, { role, surface, by: atTheCommandLine() })
  call.screen.line(`${name} ${isNew ? 'is' : 'was already'} ${wordsOf(role, surface)}.`)
  call.screen.line('A server that runs knows it within 10 s. `lectern sign-in --name` prints a link to sign in with.')
  call.screen.result({ reader: reader.id, name, role, surface, isNew })
}

async function revoke(call: Call, kernel: Kernel, { name, role, surface }: Wanted): Promise<void> {
  const reader = await knownReader(kernel, name)
  if (!(await revokeRole(kernel, reader.id, { role, surface, by: atTheCommandLine() }))) {
    const advice = '`lectern role list` shows who has which.'
    throw new Failure('missing', `${name} is not ${wordsOf(role, surface)}.`, { advice })
  }
  call.screen.line(`${name} is no longer ${wordsOf(role, surface)}; a server that runs follows within 10 s.`)
  call.screen.result({ reader: reader.id, name, role, surface })
}

async function knownReader(kernel: Kernel, name: string): Promise<ReaderRow> {
  const reader = await findReader(kernel, name)
  if (reader === undefined) {
    throw new Failure('missing', `Nobody here is named "${name}".`, { advice: '`lectern role list` shows names.' })
  }
  return reader
}

async function list(call: Call, kernel: Kernel): Promise<void> {
  const grants = await listGrants(kernel)
  const rows = grants.map(({ name, role, surface, grantedAt }) => [
    name,
    role,
    surface ?? 'every surface',
    new Date(grantedAt).toISOString().slice(0, 10),
  ])
  call.screen.table(['name', 'role', 'surface', 'since'], rows)
  call.screen.result({ grants })
}

const wordsOf = (role: GrantRole, surface: string | null): string =>
  role === 'editor' ? `editor of ${surface === null ? 'every surface' : `"${surface}"`}` : role

const atTheCommandLine = () => ({ id: 'command line', name: userInfo().username })

const usage = (message: string, advice: string): Failure => new Failure('usage', message, { advice })
