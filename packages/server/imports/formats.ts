// Every data set that can be imported.
import { Failure } from '../kernel/failure.ts'
import type { Format } from './format.ts'
import { deskdrop } from './formats/deskdrop.ts'
import { globo } from './formats/globo.ts'
import { ibmWatson } from './formats/ibm-watson.ts'
import { mind } from './formats/mind.ts'
import { movielens } from './formats/movielens.ts'
import { plain } from './formats/plain.ts'

export const formats: readonly Format[] = [globo, deskdrop, ibmWatson, mind, movielens, plain]

/** @throws Failure 'usage' that lists the known ones. */
export function formatNamed(name: string): Format {
  const found = formats.find((format) => format.name === name)
  if (found) return found
  throw new Failure('usage', `There is no data set "${name}".`, {
    advice: `Known: ${[...formats.map((format) => format.name), 'opml'].join(', ')}.`,
  })
}
