// What jobs learn from our own events, kept in the database so that every server ranks by the same: click rates by
// context and by branch of experiments, and the interest ranker. Too old, or not to be had, it is as if nothing were learnt.
import { z } from 'zod'
import type { Kernel } from '../../kernel/kernel.ts'
import type { ContextCounts } from './context-counts.ts'
import { contextRates, type RatesByContext } from './context-rates.ts'
import { decodeInterests, encodeInterests, type InterestModel } from './interest-model.ts'
import { selectLearnt, upsertLearnt } from './queries.ts'

/** What was learnt serves so long. */
export const validMs = 60 * 60_000
const lookEveryMs = 60_000

type BranchCounts = ContextCounts['branches']

export interface Rates {
  readonly contexts: RatesByContext
  readonly branches: BranchCounts
}

export interface Learnt {
  /** null: nothing that is still valid. */
  rates(): Rates | null
  interests(): InterestModel | null
  readonly loaded: Promise<void>
  close(): void
}

export const nothingLearnt: Learnt = {
  rates: () => null,
  interests: () => null,
  loaded: Promise.resolve(),
  close: () => undefined,
}

type Reach = Pick<Kernel, 'database' | 'clock' | 'log'>

export function openLearnt(kernel: Reach): Learnt {
  const rates = following(kernel, { kind: 'rates', decode: decodeRates })
  const interests = following(kernel, { kind: 'interests', decode: decodeInterests })
  const look = async (): Promise<void> => {
    await rates.look()
    await interests.look()
  }
  const timer = setInterval(() => void look(), lookEveryMs).unref()
  return { rates: rates.now, interests: interests.now, loaded: look(), close: () => clearInterval(timer) }
}

/** The newest of one kind, taken whole or not at all. */
function following<T>(
  kernel: Reach,
  { kind, decode }: { readonly kind: string; readonly decode: (document: unknown) => T },
) {
  let known: { readonly madeAt: number; readonly value: T } | null = null
  return {
    async look(): Promise<void> {
      try {
        const found = await selectLearnt(kernel.database.db, { kind, newerThan: known?.madeAt ?? 0 })
        if (found !== null) known = { madeAt: found.madeAt, value: decode(found.document) }
      } catch (cause) {
        kernel.log.warn(
          { err: cause, kind },
          'what was learnt of New Tabs cannot be read; what was read before serves on',
        )
      }
    },
    now(): T | null {
      const age = known === null ? Number.POSITIVE_INFINITY : kernel.clock() - known.madeAt
      return known !== null && age < validMs ? known.value : null
    },
  }
}

export async function keepInterests(
  kernel: Pick<Kernel, 'database'>,
  model: InterestModel,
  now: number,
): Promise<void> {
  await upsertLearnt(kernel.database.db, { kind: 'interests', madeAt: now, document: encodeInterests(model) })
}

export async function keepRates(kernel: Pick<Kernel, 'database'>, counts: ContextCounts, now: number): Promise<void> {
  await upsertLearnt(kernel.database.db, { kind: 'rates', madeAt: now, document: encodeRates(counts) })
}

const column = z.array(z.number().min(0))
const ratesDocument = z.object({
  contexts: z.record(z.string(), z.object({ items: z.array(z.string()), means: column, stds: column })),
  branches: z.record(z.string(), z.object({ items: z.array(z.string()), shows: column, clicks: column })),
})

function encodeRates({ contexts, branches }: ContextCounts): z.infer<typeof ratesDocument> {
  const entries = <T>(map: ReadonlyMap<string, ReadonlyMap<string, T>>) =>
    [...map].map(([key, items]) => ({ key, items: [...items.keys()], values: [...items.values()] }))
  return {
    contexts: Object.fromEntries(
      entries(contextRates(contexts)).map(({ key, items, values }) => [
        key,
        { items, means: values.map(({ mean }) => mean), stds: values.map(({ std }) => std) },
      ]),
    ),
    branches: Object.fromEntries(
      entries(branches).map(({ key, items, values }) => [
        key,
        { items, shows: values.map(({ shows }) => shows), clicks: values.map(({ clicks }) => clicks) },
      ]),
    ),
  }
}

function decodeRates(document: unknown): Rates {
  const { contexts, branches } = ratesDocument.parse(document)
  return {
    contexts: new Map(
      Object.entries(contexts).map(([key, { items, means, stds }]) => [
        key,
        new Map(items.map((item, k) => [item, { mean: means[k]!, std: stds[k]! }])),
      ]),
    ),
    branches: new Map(
      Object.entries(branches).map(([key, { items, shows, clicks }]) => [
        key,
        new Map(items.map((item, k) => [item, { shows: shows[k]!, clicks: clicks[k]! }])),
      ]),
    ),
  }
}
