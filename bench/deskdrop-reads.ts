import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { SessionEvent } from '@lectern/engine/data/open-sessions.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { publicData } from './public-data.ts'

export interface DeskdropReads {
  /** By (time, person, article), ids compared as signed 64-bit numbers; `session` is the person, `at` Unix ms. */
  readonly events: SessionEvent[]
  /** Article ids as signed 64-bit numbers, ascending. */
  readonly items: Vocabulary
}

/** deskdrop: 72,312 events of 1,895 persons on 2,987 articles. */
export function readDeskdrop(): DeskdropReads {
  const path = join(publicData('deskdrop'), 'users_interactions.csv.gz')
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n')
  const rows = lines.slice(1).map((line) => {
    const [seconds, , item, person] = line.split(',', 4)
    return { at: Number(seconds) * 1000, item: item!, person: person! }
  })
  const ranked = (ids: readonly string[]) => [...new Set(ids)].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  const items = new Vocabulary(ranked(rows.map(({ item }) => item)))
  const persons = new Vocabulary(ranked(rows.map(({ person }) => person)))
  const events = rows
    .map(({ at, item, person }) => ({ at, row: items.row(item), number: persons.row(person), session: person }))
    .sort((a, b) => a.at - b.at || a.number - b.number || a.row - b.row)
  return { events: events.map(({ session, row, at }) => ({ session, row, at })), items }
}
