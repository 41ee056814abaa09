// What the rules of a document cost and what lists would be under it, by replay of lists that were served. The arithmetic
// is in engine/prices; here lists, events and documents are brought together. Not here: publishing (priorities).
// Start at `priceDocument`; `previewDocument` shows some lists before and after.

import { defaultPriorities } from '@lectern/engine/pipeline/priorities.ts'
import type { Catalogue } from '@lectern/engine/pipeline/slate.ts'
import { exposures, outcomeChances } from '@lectern/engine/prices/exposures.ts'
import { changeOf, type LoggedRequest, lookedAtRates, type PolicyChange } from '@lectern/engine/prices/prices.ts'
import { derive } from '@lectern/engine/random/random.ts'
import type { PriceReport } from '@lectern/protocol/rest/prices.ts'
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { versionOf } from '../priorities/priorities.ts'
import { type LoggedSample, loggedSample, underDocument } from '../recommend/recommend.ts'
import { attributedMs, type Behaviour, behaviourIn, nothingDone } from './behaviour.ts'
import { type Changes, rulePrice } from './rule-price.ts'
import { sampledMs } from './sampled.ts'
import { type RuleVariant, variantsOf } from './variants.ts'

export { previewDocument } from './preview.ts'

/** Lists drawn for each document and request: exposures are then known to a few percent. */
const walks = 32

interface PriceQuestion {
  /** Whose lists are replayed. */
  readonly surface: string
  /** As it would hold there, with what the publication says where the surface says nothing. */
  readonly document: PrioritiesDocument
  /** As it holds there now. */
  readonly inForce: PrioritiesDocument
  readonly lists: number
  readonly known?: Catalogue | undefined
  /** Called after each piece of work: others may want the processor. */
  between?(): Promise<void>
  /** Lists done. */
  tell?(done: number): void
}

type Reach = Pick<Kernel, 'config' | 'database' | 'blobs' | 'clock'>

export async function priceDocument(kernel: Reach, question: PriceQuestion): Promise<PriceReport> {
  const { document, inForce } = question
  const until = kernel.clock() - attributedMs / 24 // the last hour is still being read
  const sample: LoggedSample[] = []
  const wanted = { surface: question.surface, since: until - sampledMs, until, limit: question.lists }
  for await (const one of loggedSample(kernel, { ...wanted, known: question.known })) sample.push(one)
  const behaviour = await behaviourIn(kernel, new Map(sample.map(({ slate }) => [slate.id, slate.at])))
  const examination = lookedAtRates(sample.map((one) => seenIn(one, behaviour.get(one.slate.id))))
  const isSame = versionOf(document) === versionOf(inForce)
  const variants = variantsOf(document)
  const whole: RuleVariant = {
    kind: 'document',
    name: 'the whole document',
    why: null,
    without: inForce,
    tighter: null,
  }
  const asked = isSame ? variants : [whole, ...variants]
  const all = asked.map((): Changes => ({ rule: [], tighter: [], reached: 0 }))
  const readers = new Map<string, number>()
  for (const [done, one] of sample.entries()) {
    const reader = readers.get(one.slate.reader ?? one.slate.id) ?? readers.size
    readers.set(one.slate.reader ?? one.slate.id, reader)
    const made = await changesIn(one, { question, asked, examination, reader, did: behaviour.get(one.slate.id) })
    made.forEach((changes, k) => {
      all[k]!.rule.push(changes.rule)
      if (changes.tighter !== null) all[k]!.tighter.push(changes.tighter)
      all[k]!.reached += changes.reached ? 1 : 0
    })
    question.tell?.(done + 1)
  }
  const weights = document.outcomes ?? defaultPriorities.outcomes
  const named = (s: number, k: number) => nameOf(sample[s]!, all[0]!.rule[s]!.request.logging.rows[k]!)
  const rules =
    sample.length === 0
      ? []
      : asked.map((variant, k) =>
          rulePrice(variant, all[k]!, {
            weights,
            rng: derive('price', variant.kind, variant.name),
            named,
            looks: examination !== null,
          }),
        )
  return {
    version: versionOf(document),
    lists: sample.length,
    readers: readers.size,
    looks: examination !== null,
    whole: isSame ? null : (rules[0] ?? null),
    rules: isSame ? rules : rules.slice(1),
  }
}

function seenIn({ list: { shown } }: LoggedSample, behaviour: Behaviour | undefined) {
  const seen = shown.flatMap(({ item }, slot) => (behaviour?.items.has(item) ? [slot] : []))
  return { length: shown.length, seen }
}

interface Asked {
  readonly question: PriceQuestion
  readonly asked: readonly RuleVariant[]
  readonly examination: Float64Array | null
  readonly reader: number
  readonly did: Behaviour | undefined
}

interface OneList {
  readonly rule: PolicyChange
  readonly tighter: PolicyChange | null
  /** Whether what the rule names was among the candidates. */
  readonly reached: boolean
}

async function changesIn(
  { slate, list }: LoggedSample,
  { question, asked, examination, reader, did }: Asked,
): Promise<OneList[]> {
  const { recipe, shown, ...logged } = list
  const { catalogue } = list.state
  const look = examination ?? new Float64Array(1).fill(1)
  const looks = (inputs: Parameters<typeof exposures>[1]) => exposures(recipe, inputs, { walks, examination: look })
  const logging = looks(logged)
  const place = new Map(Array.from(logging.rows, (row, k) => [row, k]))
  const request: LoggedRequest = {
    reader,
    historyLength: list.request.history.items.length,
    logging,
    chances: outcomeChances(recipe, logged).chances,
    shown: shown.flatMap(({ item }, slot) => {
      const candidate = place.get(catalogue.items.row(item))
      if (candidate === undefined) return []
      return [
        { candidate, examination: look[Math.min(slot, look.length - 1)]!, did: did?.items.get(item) ?? nothingDone() },
      ]
    }),
  }
  const under = (document: PrioritiesDocument) => underDocument({ ...logged, ask: slate.ask }, document)
  const full = under(question.document)
  const withRule = looks(full)
  const made: OneList[] = []
  for (const variant of asked) {
    await question.between?.()
    const bare = under(variant.without)
    made.push({
      rule: changeOf(request, { with: withRule, without: looks(bare) }),
      tighter:
        variant.tighter === null
          ? null
          : changeOf(request, { with: looks(under(variant.tighter.document)), without: withRule }),
      reached: isReached(variant, full, logging.rows),
    })
  }
  return made
}

/** A rule that names items can only be tried where they were candidates. */
function isReached(
  { kind, name }: RuleVariant,
  { request: { rules = {} } }: ReturnType<typeof underDocument>,
  rows: Int32Array,
): boolean {
  const some = (holds: (row: number) => boolean): boolean => rows.some(holds)
  if (kind === 'pins') return (rules.pins ?? []).some(({ row, by }) => by === 'publication' && rows.includes(row))
  if (kind === 'blocks')
    return (rules.blocks ?? []).some((each) => each.name === name && some((row) => each.spares[row] === 0))
  const of = kind === 'promotions' ? rules.promotions : kind === 'sponsored' ? rules.sponsored : undefined
  if (of === undefined) return kind !== 'promotions' && kind !== 'sponsored'
  return of.some((each) => each.name === name && some((row) => each.holds[row] === 1))
}

function nameOf({ list: { state } }: LoggedSample, row: number) {
  const { topic, topics, publisher, publishers } = state.catalogue
  const [t, p] = [topic[row]!, publisher[row]!]
  return { topic: t < 0 ? null : topics.id(t), publisher: p < 0 ? null : publishers.id(p) }
}
