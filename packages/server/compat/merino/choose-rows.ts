// Which rows of a catalogue are candidates: per topic what editors, readers and the calendar put first.
import { emptyHistory } from '@lectern/engine/data/history.ts'
import type { Catalogue } from '@lectern/engine/pipeline/slate.ts'
import { chosenFor, publicationRules } from '../../priorities/priorities.ts'
import type { Language } from './titles.ts'
import type { View } from './view.ts'

/** So many of each topic from each list. */
const perList = 40
const mostTopics = 40

interface Place {
  readonly language: Language
  /** ISO 3166. */
  readonly region: string | null
  readonly now: number
}

type Fits = (row: number) => boolean

/**
 * Catalogue rows, ascending. Where nothing is in the language, stories of every language are better than none; where
 * nothing is due yet, the clock is wrong.
 */
export function chooseRows(view: View, place: Place): Int32Array {
  const withheld = withheldRows(view, place)
  const fits = fitting(view, { ...place, withheld })
  const spoken = languageFlags(view.served.catalogue, place.language)
  const attempts: Fits[] = [
    (row) => spoken[row] === 1 && fits(row),
    fits,
    fitting(view, { ...place, withheld, now: Number.POSITIVE_INFINITY }),
  ]
  for (const attempt of attempts) {
    const rows = choose(view, attempt)
    if (rows.length > 0) return rows
  }
  return new Int32Array(0)
}

function choose(view: View, fits: Fits): Int32Array {
  const { catalogue } = view.served
  const chosen = new Set<number>()
  const topics = catalogue.topics.size + 1
  const take = (rows: Int32Array): void => {
    const left = new Int32Array(topics).fill(perList)
    let open = topics
    for (const row of rows) {
      if (open === 0) break
      const topic = catalogue.topic[row]! + 1
      if (left[topic]! === 0 || !fits(row)) continue
      chosen.add(row)
      left[topic]!--
      if (left[topic] === 0) open--
    }
  }
  for (const section of view.pipeline.sections) take(section.rows)
  take(view.pipeline.editorialOrder)
  take(catalogue.newestFirst)
  for (const rows of rowsByTopic(catalogue)) take(mostPopular(rows, view.pipeline.popularity.strength, fits))
  return Int32Array.from(chosen).sort()
}

/** The largest topics, then the rows without one. */
function rowsByTopic({ topic, rowsOf, topics }: Catalogue): Int32Array[] {
  const groups = Array.from({ length: topics.size }, (_, code) =>
    rowsOf.topic.rows.subarray(rowsOf.topic.indptr[code]!, rowsOf.topic.indptr[code + 1]!),
  )
  groups.sort((a, b) => b.length - a.length)
  const none: number[] = []
  for (let row = 0; row < topic.length; row++) if (topic[row] === -1) none.push(row)
  return [...groups.slice(0, mostTopics), Int32Array.from(none)]
}

/** The fitting rows of the largest strengths, ascending; one pass with a heap's worth of places. */
function mostPopular(rows: Int32Array, strength: Float64Array, fits: Fits): Int32Array {
  const best: number[] = []
  for (const row of rows) {
    const worst = best[best.length - 1]
    if (best.length === perList && strength[row]! <= strength[worst!]!) continue
    if (!fits(row)) continue
    if (best.length === perList) best.pop()
    let place = best.length
    while (place > 0 && strength[best[place - 1]!]! < strength[row]!) place--
    best.splice(place, 0, row)
  }
  return Int32Array.from(best).sort()
}

/** What the publication shows nobody on New Tab. */
function withheldRows({ pipeline, priorities }: View, { now }: Place): Fits {
  if (priorities === undefined) return () => false
  const { document } = chosenFor(priorities, 'newtab', null)
  const request = { now, history: emptyHistory }
  const { blocks = [] } = publicationRules(document, { state: pipeline, request, composed: false })
  return (row) => blocks.some(({ spares }) => spares[row] === 0)
}

interface Fitting extends Place {
  readonly withheld: Fits
}

function fitting({ served: { catalogue, cards } }: View, { region, now, withheld }: Fitting): Fits {
  return (row) => {
    if (withheld(row)) return false
    if (catalogue.available[row] !== 1 || catalogue.addedAt[row]! > now) return false
    const regions = catalogue.onlyIn.get(row)
    if (regions !== undefined && (region === null || !regions.has(region))) return false
    const { url } = cards[row]!
    return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url)
  }
}

/** 1 for items of this language in any of its variants, and for those of which no language is known. */
function languageFlags({ language, languages }: Catalogue, wanted: Language): Uint8Array {
  const fits = Uint8Array.from(languages.ids, (id) => (new RegExp(`^${wanted}(?![a-z])`, 'i').test(id) ? 1 : 0))
  return Uint8Array.from(language, (code) => (code === -1 ? 1 : fits[code]!))
}
