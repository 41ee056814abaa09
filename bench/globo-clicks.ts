import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { SessionEvent } from '@lectern/engine/data/open-sessions.ts'
import { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { publicData } from './public-data.ts'

export const hour = 3_600_000

/** The days that are predicted: the first session of the file starts at `from`, clicks before `from` + 24 h count. */
export const globoDays = {
  /** Hours 144 to 167: for choosing. */
  validation: { file: 6, from: 1_507_343_782_000 },
  /** Hours 168 to 191: for reporting. */
  test: { file: 7, from: 1_507_430_186_000 },
} as const

export interface GloboClick extends SessionEvent {
  /** Which of the eight daily files holds the session, 0 to 7. */
  readonly file: number
  /** The reader over sessions, and what the log tells of the click's device and way in, as numbers. */
  readonly reader: string
  readonly os: number
  readonly region: number
  readonly referrer: number
}

export interface GloboClicks {
  /** By (time, session, article). */
  readonly events: GloboClick[]
  /** Article ids in numeric order, so that the lower row is the lower id. */
  readonly items: Vocabulary
}

/** The first `files` days of globo-clicks. The stamp of a session's last click is an artefact (+ 30 s): never a feature. */
export function readGloboClicks(files = 8): GloboClicks {
  const folder = publicData('globo-clicks')
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv.gz'))
  const clicks: (Omit<GloboClick, 'row'> & { article: number })[] = []
  names
    .sort()
    .slice(0, files)
    .forEach((name, file) => {
      const lines = gunzipSync(readFileSync(join(folder, name)))
        .toString('latin1')
        .split('\n')
      for (const line of lines.slice(1)) {
        if (line === '') continue
        const [reader, session, , , article, at, , , os, , region, referrer] = line.split(',')
        clicks.push({
          session: session!,
          article: Number(article),
          at: Number(at),
          file,
          reader: reader!,
          os: Number(os),
          region: Number(region),
          referrer: Number(referrer),
        })
      }
    })
  const articles = [...new Set(clicks.map((click) => click.article))].sort((a, b) => a - b)
  const row = new Map(articles.map((article, index) => [article, index]))
  const byNumber = (a: string, b: string) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
  clicks.sort((a, b) => a.at - b.at || byNumber(a.session, b.session) || a.article - b.article)
  return {
    events: clicks.map(({ article, ...click }) => ({ ...click, row: row.get(article)! })),
    items: new Vocabulary(articles.map(String)),
  }
}
