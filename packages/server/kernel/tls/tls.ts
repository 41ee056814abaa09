// The certificate of the https listener: the operator's own, or the local one that `lectern firefox` made.
// Not here: how certificates are made (authority.ts). Start at `certificateFor`.
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { Failure, storageFailure } from '../failure.ts'
import type { Identity } from './authority.ts'

export type { Identity } from './authority.ts'

const renewBeforeMs = 30 * 24 * 3_600_000

interface Paths {
  readonly folder: string
  readonly authority: { readonly cert: string; readonly key: string }
  readonly localhost: { readonly cert: string; readonly key: string }
}

export function localPaths(dataDir: string): Paths {
  const folder = join(dataDir, 'tls')
  const pair = (name: string) => ({ cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) })
  return { folder, authority: pair('ca'), localhost: pair('localhost') }
}

/**
 * The certificate to listen with, null when there is none. The local one is renewed in its last month.
 * @throws Failure 'config' when one of the two files of `http.tlsCert` and `http.tlsKey` is missing or unreadable.
 */
export async function certificateFor(
  { http, dataDir }: Pick<Config, 'http' | 'dataDir'>,
  now: number,
): Promise<Identity | null> {
  if (http.tlsCert !== null && http.tlsKey !== null)
    return { cert: readOwn('http.tlsCert', http.tlsCert), key: readOwn('http.tlsKey', http.tlsKey) }
  if (http.tlsCert !== null || http.tlsKey !== null)
    throw new Failure('config', 'http.tlsCert and http.tlsKey belong together: one of them is not set.')
  const { authority } = localPaths(dataDir)
  return existsSync(authority.cert) ? (await localCertificate(dataDir, now)).localhost : null
}

/** Makes what is missing or near its end. A new authority has to be trusted by browsers again: `created` says so. */
export async function localCertificate(
  dataDir: string,
  now: number,
): Promise<{ readonly localhost: Identity; readonly authority: string; readonly created: boolean }> {
  const paths = localPaths(dataDir)
  try {
    mkdirSync(paths.folder, { recursive: true, mode: 0o700 })
    const known = read(paths.authority, now)
    const fresh = known === null ? null : read(paths.localhost, now)
    if (known !== null && fresh !== null) return { localhost: fresh, authority: known.cert, created: false }
    // Once a year or less: a start without it is faster.
    const { createAuthority, issueLocalhost } = await import('./authority.ts')
    const authority = known ?? write(paths.authority, await createAuthority(now))
    const localhost = write(paths.localhost, await issueLocalhost(authority, now))
    return { localhost, authority: authority.cert, created: known === null }
  } catch (cause) {
    throw storageFailure(paths.folder, 'Keeping the local certificates in', cause)
  }
}

/** null when there is none, or one that ends soon. */
function read({ cert, key }: Paths['authority'], now: number): Identity | null {
  if (!existsSync(cert) || !existsSync(key)) return null
  const identity = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  return Date.parse(new X509Certificate(identity.cert).validTo) - now < renewBeforeMs ? null : identity
}

/** The key first, and each file whole: a reader never finds a certificate without its key. */
function write(paths: Paths['authority'], identity: Identity): Identity {
  const put = (path: string, text: string, mode: number): void => {
    writeFileSync(`${path}.new`, text, { mode })
    renameSync(`${path}.new`, path)
  }
  put(paths.key, identity.key, 0o600)
  put(paths.cert, identity.cert, 0o644)
  return identity
}

function readOwn(key: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Failure('config', `${key}: ${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}
