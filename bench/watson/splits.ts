// What is held back of who-read-what without times: some of each reader's articles, or all views of some articles.
import { buildInteractions } from '@lectern/engine/data/interactions.ts'
import { extendVocabulary } from '@lectern/engine/data/vocabulary.ts'
import type { TimeSplit } from '@lectern/engine/evaluation/split.ts'
import { derive, type Seed, shuffle } from '@lectern/engine/random/random.ts'

export type Readers = ReadonlyMap<string, readonly string[]>

/** Training and what is asked; a list may hold every article of the catalogue, also those that training never saw. */
export interface Held {
  readonly split: TimeSplit
  /** The training histories again, for holding back part of them. */
  readonly training: Readers
}

export const folds = 5
/** Readers with fewer articles are learnt from and asked nothing. */
const leastArticles = 5

/** Fold f of 5: a fifth of the articles of each reader with at least five; in turn every such pair is asked once. */
export function holdPairs(readers: Readers, fold: number, options: HoldOptions): Promise<Held> {
  return hold(readers, options, (reader, articles) => {
    if (articles.length < leastArticles) return new Set()
    const order = shuffle(derive(options.seed, 'pairs', reader), [...articles])
    return new Set(order.filter((_, k) => k % folds === fold))
  })
}

/** Fold f of 5: every view of a fifth of the articles, so that training has never seen them. */
export function holdArticles(readers: Readers, fold: number, options: HoldOptions): Promise<Held> {
  const all = [...new Set([...readers.values()].flat())].sort()
  const order = shuffle(derive(options.seed, 'articles'), all)
  const cold = new Set(order.filter((_, k) => k % folds === fold))
  return hold(readers, options, (_, articles) => new Set(articles.filter((article) => cold.has(article))))
}

export interface HoldOptions {
  readonly seed: Seed
  readonly catalogue: readonly string[]
}

async function hold(
  readers: Readers,
  { catalogue }: HoldOptions,
  heldOf: (reader: string, articles: readonly string[]) => ReadonlySet<string>,
): Promise<Held> {
  const training = new Map<string, readonly string[]>()
  const asked = new Map<string, readonly string[]>()
  for (const [reader, articles] of readers) {
    const held = heldOf(reader, articles)
    const kept = articles.filter((article) => !held.has(article))
    if (kept.length === 0) continue
    training.set(reader, kept)
    if (held.size > 0) asked.set(reader, [...held].sort())
  }
  const pairs = [...training].flatMap(([reader, items]) => items.map((item) => ({ reader, item, at: 0, weight: 1 })))
  const known = await buildInteractions(() => pairs)
  const train = { ...known, itemIds: extendVocabulary(known.itemIds, catalogue) }
  const ids = [...asked.keys()]
  const targets = ids.flatMap((reader) => asked.get(reader)!.map((article) => train.itemIds.row(article)))
  const indptr = Int32Array.from([0, ...ids])
  ids.forEach((reader, t) => {
    indptr[t + 1] = indptr[t]! + asked.get(reader)!.length
  })
  const nothing = { testEvents: targets.length, targets: targets.length, unknownTargets: 0 }
  return {
    split: {
      at: 1,
      train,
      readers: Int32Array.from(ids, (reader) => train.readerIds.row(reader)),
      indptr,
      targets: Int32Array.from(targets),
      facts: { ...nothing, targetsFirstSeenAfter: 0, newReaders: 0, shortHistories: 0 },
    },
    training,
  }
}
