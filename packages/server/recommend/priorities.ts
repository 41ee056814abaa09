// The publisher's priorities: one document in force, every one before it kept, each slate naming the one that made it.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { defaultPriorities } from '@lectern/engine/pipeline/priorities.ts'
import type { Priorities } from '@lectern/engine/pipeline/slate.ts'
import { prioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { Failure } from '../kernel/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { insertPriorities, selectPriorities } from './queries.ts'

/** The document in force; the defaults while nobody published one. */
export async function currentPriorities(kernel: Pick<Kernel, 'database'>): Promise<Priorities> {
  return (await selectPriorities(kernel.database.db)) ?? defaultPriorities
}

/** Puts a document in force on every running server. */
export async function publishPriorities(
  kernel: Pick<Kernel, 'database' | 'clock'>,
  priorities: Priorities,
): Promise<void> {
  await insertPriorities(kernel.database.db, priorities, kernel.clock())
}

/** @throws Failure 'usage' that names the file, the place in it and what would be right. */
export async function readPriorities(path: string): Promise<Priorities> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new Failure('usage', `${path} cannot be read: ${(cause as Error).message}`, { cause })
  })
  const advice = '`lectern priorities` prints the document in force: change that.'
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw new Failure('usage', `${path} is not JSON: ${(cause as Error).message}`, { cause, advice })
  }
  const parsed = prioritiesDocument.safeParse(content)
  if (parsed.success) return { version: versionOf(parsed.data.outcomes), ...parsed.data }
  const [issue] = parsed.error.issues
  throw new Failure('usage', `${path}: ${issue?.path.join('.') || 'the document'}: ${issue?.message}`, { advice })
}

/** The same content has the same version, whatever the order of its keys. */
function versionOf(outcomes: Priorities['outcomes']): string {
  const canonical = JSON.stringify(Object.entries(outcomes).sort(([a], [b]) => (a < b ? -1 : 1)))
  return createHash('sha256').update(canonical).digest('hex').slice(0, 12)
}
