// The public data sets the measurements use lie beside the repository, in ../shared/data; they are not part of it.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Path of a data set's folder; throws with where it was looked for when it is not there. */
export function publicData(name: string): string {
  const path = fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url))
  if (!existsSync(path)) throw new Error(`the public data set ${name} is needed at ${path}`)
  return path
}
