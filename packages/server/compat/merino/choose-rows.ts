// Which rows of a catalogue are candidates: per topic what editors, readers and the calendar put first.
import type { Catalogue } from '@lectern/engine/pipeline/slate.ts'
import type { Language } from './titles.ts'
import type { View } from './view.ts'

/** So many of each topic from each of the three lists. */
const perList = 40
const mostTopics = 40

export interface Place {
  readonly language: Language
  readonly region: string | null
  readonly now: number
}

/** Catalogue rows, ascending. Where nothing is in the language, stories of every language are better than none. */
export function chooseRows(view: View, place: Place): Int32Array {
  const { catalogue } = view.served
  const fits = fitting(view, place)
  const inLanguage = languageFilter(catalogue, place.language)
  const own = choose(view, (row) => fits(row) && inLanguage(row))
  return own.length > 0 ? own : choose(view, fits)
}

function choose(view: View, fits: (row: number) => boolean): Int32Array {
  const { catalogue, editorialOrder } = view.served
  const { strength } = view.pipeline.popularity
  const chosen = new Set<number>()
  const topics = catalogue.topics.size + 1
  const take = (rows: Int32Array, most: number): void => {
    const left = new Int32Array(topics).fill(most)
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
  for (const section of view.pipeline.sections) take(section.rows, perList)
  take(editorialOrder, perList)
  take(catalogue.newestFirst, perList)
  for (const rows of rowsByTopic(catalogue)) take(mostPopular(rows, strength, fits), perList)
  return Int32Array.from(chosen).sort()
}

/** The largest topics; rows without a topic come last. */
function rowsByTopic({ topic, rowsOf, topics, items }: Catalogue): Int32Array[] {
  const groups = Array.from({ length: topics.size }, (_, code) =>
    rowsOf.topic.rows.subarray(rowsOf.topic.indptr[code]!, rowsOf.topic.indptr[code + 1]!),
  )
  groups.sort((a, b) => b.length - a.length)
  const none = Int32Array.from({ length: items.size }, (_, row) => row).filter((row) => topic[row] === -1)
  return [...groups.slice(0, mostTopics), none]
}

/** The rows of the largest strengths; sorted only where there are more than are taken. */
function mostPopular(rows: Int32Array, strength: Float64Array, fits: (row: number) => boolean): Int32Array {
  const fit = rows.filter(fits)
  if (fit.length <= perList) return fit
  const least = Float64Array.from(fit, (row) => strength[row]!).sort()[fit.length - perList]!
  return fit.filter((row) => strength[row]! >= least)
}

function fitting({ served: { catalogue, cards } }: View, { region, now }: Place): (row: number) => boolean {
  return (row) => {
    const regions = catalogue.onlyIn.get(row)
    return (
      catalogue.available[row] === 1 &&
      catalogue.addedAt[row]! <= now &&
      (regions === undefined || (region !== null && regions.has(region))) &&
      isWebAddress(cards[row]!.url)
    )
  }
}

const isWebAddress = (url: string | null): boolean => url !== null && /^https?:\/\//i.test(url) && URL.canParse(url)

/** Items of this language in any of its variants, and items of which no language is known. */
function languageFilter({ language, languages }: Catalogue, wanted: Language): (row: number) => boolean {
  const fits = Array.from(languages.ids, (id) => new RegExp(`^${wanted}(?![a-z])`, 'i').test(id))
  return (row) => language[row] === -1 || fits[language[row]!]!
}
