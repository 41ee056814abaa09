// Writes the two files into their folders. What stood there before our first change is kept beside them.
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, storageFailure } from '../../kernel/failure.ts'
import { profileSettings, type Setting, type Setup } from './settings.ts'
import { certificateName, deviceIn, isOurs, withPolicies, withUserJs } from './setup-files.ts'

/** Appended to the name of a file that is kept. */
export const keptSuffix = '.before-lectern'

export interface Written {
  readonly path: string
  /** Names of what is set in it. */
  readonly sets: readonly string[]
}

interface PoliciesSetup {
  readonly tlsPort: number
  /** PEM. */
  readonly authority: string
  /** Where Firefox will find the files, when they are written somewhere else. */
  readonly usedIn?: string
}

export function writePolicies(folder: string, { tlsPort, authority, usedIn = folder }: PoliciesSetup): Written[] {
  const path = join(folder, 'policies.json')
  const next = withPolicies(readPolicies(path), { tlsPort, authority: join(usedIn, certificateName) })
  put(join(folder, certificateName), authority)
  put(path, `${JSON.stringify(next, null, 2)}\n`)
  return [
    { path: join(folder, certificateName), sets: [] },
    { path, sets: Object.keys(next.policies) },
  ]
}

/** The profile keeps the device it has. @throws Failure 'missing' when there is no such folder. */
export function writeUserJs(
  folder: string,
  setup: Omit<Setup, 'device'> & { readonly newDevice: () => string },
): { readonly written: Written; readonly settings: readonly Setting[] } {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Failure('missing', `There is no profile folder ${folder}.`, {
      advice: 'Open about:profiles in Firefox: "Root Directory" is the one to give.',
    })
  const path = join(folder, 'user.js')
  const known = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const settings = profileSettings({ ...setup, device: deviceIn(known) ?? setup.newDevice() })
  put(path, withUserJs(known, settings))
  return { written: { path, sets: settings.map(({ name }) => name) }, settings }
}

function readPolicies(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {}
  try {
    const known: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof known === 'object' && known !== null && !Array.isArray(known)) return known as Record<string, unknown>
  } catch (cause) {
    throw new Failure('data', `${path} is not JSON: ${(cause as Error).message}.`, {
      advice: 'Firefox ignores it as it is. Mend or remove it, then run this again.',
      cause,
    })
  }
  throw new Failure('data', `${path} must hold one JSON object.`)
}

function put(path: string, text: string): void {
  try {
    mkdirSync(join(path, '..'), { recursive: true })
    if (existsSync(path) && !existsSync(path + keptSuffix) && !isOurs(readFileSync(path, 'utf8')))
      copyFileSync(path, path + keptSuffix)
    writeFileSync(path, text)
  } catch (cause) {
    throw storageFailure(path, 'Writing', cause)
  }
}
