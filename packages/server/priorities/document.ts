// A document as a file and by its version.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type PrioritiesDocument, prioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import { Failure } from '../kernel/failure.ts'

/** @throws Failure 'usage' that names the file, the place in it and what would be right. */
export async function readDocument(path: string): Promise<PrioritiesDocument> {
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
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Failure('usage', `${path}: ${issue?.path.join('.') || 'the document'}: ${issue?.message}`, { advice })
}

/** The same content has the same version, whatever the order of its keys. */
export function versionOf(document: PrioritiesDocument): string {
  return createHash('sha256').update(inOneOrder(document)).digest('hex').slice(0, 12)
}

/** JSON with the keys sorted; lists keep their order, which can mean something. */
export function inOneOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneOrder).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{${entries
    .map(([name, inner]) => `${JSON.stringify(name)}:${inOneOrder(inner)}`)
    .sort()
    .join()}}`
}
