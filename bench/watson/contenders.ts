// Who competes on ibm-watson-articles, with the settings each may choose from.
import type { ContentVectors } from '@lectern/engine/data/content-vectors.ts'
import { alignRows, Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { collectiveEase } from '@lectern/engine/models/collective-ease.ts'
import { content } from '@lectern/engine/models/content.ts'
import { ease } from '@lectern/engine/models/ease.ts'
import { edlae } from '@lectern/engine/models/edlae.ts'
import { graphFilter } from '@lectern/engine/models/graph-filter.ts'
import { ials } from '@lectern/engine/models/ials.ts'
import { itemKnn } from '@lectern/engine/models/item-knn.ts'
import { type Algorithm, onThisThread } from '@lectern/engine/models/model.ts'
import { popularity } from '@lectern/engine/models/popularity.ts'
import { pureSvd } from '@lectern/engine/models/pure-svd.ts'
import { rp3beta } from '@lectern/engine/models/rp3beta.ts'
import { derive, type Seed } from '@lectern/engine/random/random.ts'
import type { Held } from './splits.ts'

/** A model with the settings to choose from; the choice is made within the training part of each fold. */
export interface Contender {
  readonly name: string
  readonly readsContent: boolean
  readonly settings: readonly Setting[]
}

export interface Setting {
  readonly says: string
  train(held: Held): ReturnType<Algorithm<object>['train']>
}

export function contenders(seed: Seed, vectors: ContentVectors): readonly Contender[] {
  const context = { rng: derive(seed), withPool: onThisThread }
  const of = <C extends object>(algorithm: Algorithm<C>, changes: readonly Partial<C>[]): Setting[] =>
    changes.map((change) => ({
      says: Object.values(change).join('/') || 'as it is',
      train: ({ split }) => algorithm.train(known(split), { ...algorithm.defaults, ...change }, context),
    }))
  const regs = [20, 50, 100, 200, 500]
  const mixes = [50, 100].flatMap((reg) =>
    [10, 20].flatMap((contentWeight) => [0, 0.3].map((dropout) => ({ reg, contentWeight, dropout }))),
  )
  return [
    { name: 'popularity', readsContent: false, settings: of(popularity, [{}]) },
    {
      name: 'item-kNN',
      readsContent: false,
      settings: of(
        itemKnn,
        (['plain', 'tfidf', 'bm25'] as const).flatMap((weighting) =>
          [50, 200].map((neighbours) => ({ weighting, neighbours })),
        ),
      ),
    },
    {
      name: 'RP3beta',
      readsContent: false,
      settings: of(
        rp3beta,
        [0.2, 0.4, 0.6].map((beta) => ({ beta })),
      ),
    },
    {
      name: 'PureSVD',
      readsContent: false,
      settings: of(
        pureSvd,
        [16, 32, 64].map((embeddingSize) => ({ embeddingSize })),
      ),
    },
    {
      name: 'iALS',
      readsContent: false,
      settings: of(
        ials,
        [
          [0.003, 0.1],
          [0.03, 0.1],
          [0.04, 0.07],
          [0.05, 0.03],
        ].flatMap(([reg, unobservedWeight]) =>
          [32, 64, 128].map((embeddingSize) => ({ reg: reg!, unobservedWeight: unobservedWeight!, embeddingSize })),
        ),
      ),
    },
    {
      name: 'graph filter',
      readsContent: false,
      settings: of(
        graphFilter,
        [32, 128].flatMap((embeddingSize) => [0, 1, 2.5].map((sharpening) => ({ embeddingSize, sharpening }))),
      ),
    },
    {
      name: 'EDLAE',
      readsContent: false,
      settings: of(
        edlae,
        [20, 50, 100].flatMap((reg) => [0.2, 0.4, 0.6].map((dropout) => ({ reg, dropout }))),
      ),
    },
    {
      name: 'EASE',
      readsContent: false,
      settings: of(
        ease,
        regs.map((reg) => ({ reg })),
      ),
    },
    { name: 'content', readsContent: true, settings: of(content(vectors), [{}]) },
    { name: 'collective EASE', readsContent: true, settings: of(collectiveEase(vectors), mixes) },
    {
      name: 'collective EASE, unread × 2',
      readsContent: true,
      settings: of(
        collectiveEase(vectors),
        mixes.map((mix) => ({ ...mix, unreadLift: 2 })),
      ),
    },
  ]
}

/** The interactions over those articles only that somebody read: what a model of ids has. */
function known({ train }: Held['split']) {
  const read = new Set(train.items)
  const rows = Array.from(train.itemIds.ids.keys()).filter((row) => read.has(row))
  const itemIds = new Vocabulary(rows.map((row) => train.itemIds.id(row)))
  const toKnown = alignRows(train.itemIds, itemIds)
  return { ...train, itemIds, items: train.items.map((row) => toKnown[row]!) }
}
