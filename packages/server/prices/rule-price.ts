// One rule's price as it is told: numbers of the engine, and in words whether they may be believed.
import type { Outcome } from '@lectern/engine/pipeline/slate.ts'
import { bars, type Payers, type PolicyChange, type Price, payersOf, priceOf } from '@lectern/engine/prices/prices.ts'
import type { Random } from '@lectern/engine/random/random.ts'
import type { RulePrice } from '@lectern/protocol/rest/prices.ts'
import type { RuleVariant } from './variants.ts'

export interface Changes {
  readonly rule: PolicyChange[]
  readonly tighter: PolicyChange[]
  /** Lists in which what the rule names was a candidate. */
  reached: number
}

interface Telling {
  readonly weights: Readonly<Record<Outcome, number>>
  readonly rng: Random
  readonly named: Parameters<typeof payersOf>[1]['named']
  /** Whether it is known which slots were looked at. */
  readonly looks: boolean
}

/** Less of the lists than this had candidates of the rule: the log cannot tell. */
const leastReached = 0.8

export function rulePrice(variant: RuleVariant, changes: Changes, { weights, rng, named, looks }: Telling): RulePrice {
  const price = priceOf(changes.rule, { weights, rng: rng.derive('rule') })
  const payers = payersOf(changes.rule, { weights, rng: rng.derive('payers'), named })
  const lists = changes.rule.length
  const tell = (one: Price): RulePrice['verdict'] =>
    looks ? verdictOf(one, { variant, reached: changes.reached / lists }) : noLooks
  return {
    rule: { kind: variant.kind, name: variant.name, why: variant.why },
    verdict: tell(price),
    worth: price.worth,
    outcomes: price.outcomes,
    lists,
    changed: price.changed,
    effectiveSampleSize: price.effectiveSampleSize,
    support: price.support,
    payers: toldPayers(payers),
    tighter: variant.tighter === null ? null : tighterPrice(variant.tighter.words, changes, { weights, rng, tell }),
  }
}

function tighterPrice(
  words: string,
  { tighter }: Changes,
  { weights, rng, tell }: { weights: Telling['weights']; rng: Random; tell: (one: Price) => RulePrice['verdict'] },
): RulePrice['tighter'] {
  const price = priceOf(tighter, { weights, rng: rng.derive('tighter') })
  return { words, worth: price.worth, verdict: tell(price) }
}

const mostGroups = 12
const toldPayers = ({ readers, topics, publishers }: Payers): RulePrice['payers'] => ({
  readers: readers.map(({ history, slates, worth }) => ({ history, lists: slates, worth })),
  topics: topics.slice(0, mostGroups),
  publishers: publishers.slice(0, mostGroups),
})

const noLooks = {
  kind: 'not-priced',
  words:
    'Not priced from the log: it does not say which slots were looked at. Send impression events with the slate and slot.',
} as const

function verdictOf(
  { verdict, support, effectiveSampleSize }: Price,
  { variant, reached }: { readonly variant: RuleVariant; readonly reached: number },
): RulePrice['verdict'] {
  const percent = (share: number): string => `${Math.round(100 * share)} %`
  if (reached < leastReached) {
    const had = reached === 0 ? 'in none of the logged requests' : `in only ${percent(reached)} of the logged requests`
    return {
      kind: 'not-priced',
      words: `Not priced from the log: what "${variant.name}" names was a candidate ${had}.`,
    }
  }
  switch (verdict.kind) {
    case 'changes-nothing':
      return { kind: 'changes-nothing', words: 'It changes none of the logged lists.' }
    case 'priced':
      return { kind: 'priced', words: 'Priced from the log.' }
    case 'not-priced':
      return { kind: 'not-priced', words: wordsOf(verdict.why) }
  }
  function wordsOf(why: 'few-lists' | 'too-little-support'): string {
    return why === 'few-lists'
      ? `Not priced from the log: it carries the information of ${Math.round(effectiveSampleSize)} lists, at least ${bars.effectiveSampleSize} are needed. More lists or more exploration would help.`
      : `Not priced from the log: only ${percent(support)} of what the rule moves was shown often enough, at least ${percent(bars.support)} are needed. More exploration would help.`
  }
}
