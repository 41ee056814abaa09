// Some logged lists before and after: what would stand where, who would be seen, how the lists differ as lists.
import { emptyHistory } from '@lectern/engine/data/history.ts'
import { intraListDiversity } from '@lectern/engine/evaluation/diversity.ts'
import { calibration, fragmentation, representation } from '@lectern/engine/evaluation/normative.ts'
import { replay } from '@lectern/engine/pipeline/run.ts'
import type { Catalogue, Slate } from '@lectern/engine/pipeline/slate.ts'
import type { Item } from '@lectern/protocol/rest/items.ts'
import type { PreviewReport } from '@lectern/protocol/rest/prices.ts'
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type LoggedSample, loggedSample, type Remade, underDocument } from '../recommend/recommend.ts'
import { sampledMs } from './sampled.ts'

const previewed = 20

interface PreviewQuestion {
  readonly surface: string
  readonly document: PrioritiesDocument
  readonly inForce: PrioritiesDocument
  readonly known?: Catalogue | undefined
  /** The card of an item, as far as it is known. */
  card?(item: string): Item | undefined
}

/** One list, as catalogue rows of its own world. */
interface Both {
  readonly one: LoggedSample
  readonly catalogue: Catalogue
  readonly candidates: Int32Array
  readonly before: Slate
  readonly after: Slate
}

export async function previewDocument(
  kernel: Pick<Kernel, 'config' | 'database' | 'blobs' | 'clock'>,
  { surface, document, inForce, known, card }: PreviewQuestion,
): Promise<PreviewReport> {
  const until = kernel.clock() + 1
  const lists: Both[] = []
  for await (const one of loggedSample(kernel, { surface, since: until - sampledMs, until, limit: previewed, known })) {
    const made = (of: PrioritiesDocument): Slate => {
      const { request, state, recorded }: Remade = underDocument({ ...one.list, ask: one.slate.ask }, of)
      return replay(one.list.recipe, request, state, recorded)
    }
    const candidates = Int32Array.from(new Set(one.list.recorded.sources.flatMap(({ rows }) => Array.from(rows))))
    lists.push({ one, catalogue: one.list.state.catalogue, candidates, before: made(inForce), after: made(document) })
  }
  const told = ({ catalogue }: Both, { items }: Slate) =>
    items.map(({ row, sponsor = null }) => {
      const item = catalogue.items.id(row)
      const title = card?.(item)?.title ?? null
      return { item, title, sponsor, publisher: publisherOf(catalogue, row), topic: topicOf(catalogue, row) }
    })
  return {
    lists: lists.map((each) => ({
      slate: each.one.slate.id,
      at: each.one.slate.at,
      history: each.one.list.request.history.items.length,
      before: told(each, each.before),
      after: told(each, each.after),
    })),
    topics: sharesOf(lists, topicOf),
    publishers: sharesOf(lists, publisherOf),
    metrics: metricsOf(lists),
  }
}

type NameOf = (catalogue: Catalogue, row: number) => string | null
const topicOf: NameOf = ({ topic, topics }, row) => (topic[row]! < 0 ? null : topics.id(topic[row]!))
const publisherOf: NameOf = ({ publisher, publishers }, row) =>
  publisher[row]! < 0 ? null : publishers.id(publisher[row]!)

function sharesOf(lists: readonly Both[], nameOf: NameOf): PreviewReport['topics'] {
  const shares = new Map<string | null, { before: number; after: number }>()
  for (const side of ['before', 'after'] as const) {
    const slots = lists.reduce((sum, each) => sum + each[side].items.length, 0)
    for (const each of lists)
      for (const { row } of each[side].items) {
        const name = nameOf(each.catalogue, row)
        const share = shares.get(name) ?? { before: 0, after: 0 }
        share[side] += 1 / slots
        shares.set(name, share)
      }
  }
  const all = Array.from(shares, ([name, share]) => ({ name, ...share }))
  return all.sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || b.after - a.after)
}

const nobody = { history: emptyHistory, targets: new Int32Array(0) }

type Side = 'before' | 'after'

const metrics: readonly {
  readonly name: string
  readonly about: string
  of(lists: readonly Both[], side: Side): (number | null)[]
}[] = [
  {
    name: 'diversity',
    about: 'Share of pairs of a list that have different topics.',
    of: (lists, side) =>
      lists.map(({ catalogue, [side]: { items } }) =>
        intraListDiversity((a, b) => (topicOf(catalogue, a) === topicOf(catalogue, b) ? 0 : 1))(
          Int32Array.from(items, ({ row }) => row),
          nobody,
        ),
      ),
  },
  {
    name: 'calibration',
    about: 'RADio, by topic: 0 as the reader reads, 1 foreign to it.',
    of: (lists, side) =>
      lists.map((each) => calibration(named(each, rowsOf(each, side), topicOf), named(each, historyOf(each), topicOf))),
  },
  {
    name: 'representation',
    about: 'RADio, by publisher against all candidates: 0 as they are there, 1 quite different.',
    of: (lists, side) =>
      lists.map((each) =>
        representation(named(each, rowsOf(each, side), publisherOf), named(each, each.candidates, publisherOf)),
      ),
  },
  {
    name: 'fragmentation',
    about: 'RADio, by item, of each list and the next: 0 all see the same, 1 nothing in common.',
    of: (lists, side) =>
      lists
        .slice(1)
        .map((each, k) =>
          fragmentation(named(each, rowsOf(each, side), itemOf), named(lists[k]!, rowsOf(lists[k]!, side), itemOf)),
        ),
  },
]

const itemOf: NameOf = ({ items }, row) => items.id(row)
const rowsOf = (each: Both, side: Side): number[] => each[side].items.map(({ row }) => row)
const historyOf = ({ one }: Both): number[] => Array.from(one.list.request.history.items).reverse()

function named({ catalogue }: Both, rows: ArrayLike<number>, nameOf: NameOf): string[][] {
  return Array.from(rows, (row) => {
    const name = nameOf(catalogue, row)
    return name === null ? [] : [name]
  })
}

function metricsOf(lists: readonly Both[]): PreviewReport['metrics'] {
  const mean = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null)
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
  }
  return metrics.map(({ name, about, of }) => ({
    name,
    about,
    before: mean(of(lists, 'before')),
    after: mean(of(lists, 'after')),
  }))
}
