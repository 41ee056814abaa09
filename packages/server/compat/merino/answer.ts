// What is answered, strictly: unknown keys and values outside the contract fail. The answers of all tests pass through it.
import { z } from 'zod'
import { surfaceIds } from './surfaces.ts'
import { topicIds } from './topics.ts'

const tile = z
  .strictObject({
    size: z.enum(['small', 'medium', 'large']),
    position: z.int().min(0),
    hasAd: z.boolean(),
    hasExcerpt: z.boolean(),
  })
  .refine((one) => !one.hasAd || one.size === 'medium', 'only a medium tile may hold an advertisement')
  .refine((one) => !one.hasExcerpt || one.size !== 'small', 'a small tile has no room for an excerpt')

const responsiveLayout = z.strictObject({
  columnCount: z.int().min(1).max(4),
  tiles: z.array(tile).min(1),
})

const positionsOf = (one: z.infer<typeof responsiveLayout>): string =>
  one.tiles
    .map(({ position }) => position)
    .sort((a, b) => a - b)
    .join()

export const layout = z
  .strictObject({ name: z.string(), responsiveLayouts: z.array(responsiveLayout).length(4) })
  .refine(
    ({ responsiveLayouts: all }) => [1, 2, 3, 4].every((n) => all.some(({ columnCount }) => columnCount === n)),
    'one layout for each of 1, 2, 3 and 4 columns',
  )
  .refine(
    ({ responsiveLayouts: all }) =>
      all.every((one) => positionsOf(one) === Array.from({ length: all[0]!.tiles.length }, (_, k) => k).join()),
    'each layout has the same positions, from 0 without a gap',
  )
export type Layout = z.infer<typeof layout>

const recommendation = z.strictObject({
  __typename: z.literal('recommendation'),
  corpusItemId: z.string().min(1),
  scheduledCorpusItemId: z.string().nullable(),
  url: z.url({ protocol: /^https?$/ }),
  title: z.string(),
  excerpt: z.string(),
  topic: z.enum(topicIds).nullable(),
  publisher: z.string(),
  isTimeSensitive: z.boolean(),
  imageUrl: z.string(),
  iconUrl: z.string().nullable(),
  tileId: z.int().min(10_000_000).nullable(),
  receivedRank: z.int().min(0),
  serverScore: z.number().nullable(),
  features: z.record(z.string().regex(/^[ts]_/), z.number()),
})
export type Recommendation = z.infer<typeof recommendation>

const section = z.strictObject({
  receivedFeedRank: z.int().min(0),
  recommendations: z.array(recommendation),
  title: z.string().min(1),
  subtitle: z.string().nullable(),
  heroTitle: z.string().nullable(),
  heroSubtitle: z.string().nullable(),
  iab: z.strictObject({ taxonomy: z.literal('IAB-3.0'), categories: z.array(z.string()) }).nullable(),
  layout,
  isFollowed: z.boolean(),
  isBlocked: z.boolean(),
  followedAt: z.iso.datetime({ offset: true }).nullable(),
  isInitiallyVisible: z.boolean(),
  followable: z.boolean(),
  allowAds: z.boolean(),
})
export type Section = z.infer<typeof section>

const interestPicker = z.strictObject({
  receivedFeedRank: z.int().min(0),
  title: z.string(),
  subtitle: z.string(),
  sections: z.array(z.strictObject({ sectionId: z.string() })),
})
export type InterestPicker = z.infer<typeof interestPicker>

const localModel = z.strictObject({
  model_id: z.string(),
  model_version: z.int(),
  surface_id: z.enum(surfaceIds),
  model_data: z.strictObject({
    model_type: z.enum(['clicks', 'ctr', 'click_impression_pair']),
    rescale: z.boolean(),
    noise_scale: z.number().min(0),
    day_time_weighting: z.strictObject({ days: z.array(z.int()), relative_weight: z.array(z.number()) }),
    interest_vector: z.record(
      z.string(),
      z.strictObject({
        features: z.record(z.string(), z.number()),
        thresholds: z.array(z.number()),
        diff_p: z.number().min(0).max(1),
        diff_q: z.number().min(0).max(1),
      }),
    ),
    private_features: z.array(z.string()),
  }),
})
export type LocalModel = z.infer<typeof localModel>

export const answer = z.strictObject({
  recommendedAt: z.int().positive(),
  surfaceId: z.enum(surfaceIds),
  data: z.array(recommendation),
  feeds: z.record(z.string(), section).nullable(),
  interestPicker: interestPicker.nullable(),
  inferredLocalModel: localModel.nullable(),
})
export type Answer = z.infer<typeof answer>

export const legacyAnswer = z.strictObject({
  data: z.array(
    z.strictObject({
      __typename: z.literal('Recommendation'),
      recommendationId: z.string(),
      tileId: z.int().min(10_000_000),
      url: z.url({ protocol: /^https?$/ }),
      title: z.string(),
      excerpt: z.string(),
      publisher: z.string(),
      imageUrl: z.string(),
    }),
  ),
})
export type LegacyAnswer = z.infer<typeof legacyAnswer>
