// What the form knows of each kind of rule: its words, its fields, what a new one is.
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'

export type Rule = { readonly name: string } & Readonly<Record<string, unknown>>
type RuleKind = 'quotas' | 'pins' | 'promotions' | 'sponsored' | 'blocks'

export type Field =
  | {
      readonly key: string
      readonly label: string
      readonly type: 'text' | 'number' | 'date' | 'share'
      readonly hint?: string
    }
  /** Which items: a condition. */
  | { readonly key: 'when'; readonly label: string; readonly type: 'condition' }
  /** Several item ids. */
  | { readonly key: 'items'; readonly label: string; readonly type: 'ids'; readonly hint?: string }
  /** Each value of a property by itself. */
  | { readonly key: 'each'; readonly label: string; readonly type: 'each' }

export interface RuleKindWords {
  readonly kind: RuleKind
  readonly title: string
  readonly about: string
  readonly add: string
  readonly fields: readonly Field[]
  readonly fresh: () => Rule
}

const dates: readonly Field[] = [
  { key: 'from', label: 'From', type: 'date' },
  { key: 'until', label: 'Until (not included)', type: 'date' },
]

export const ruleKinds: readonly RuleKindWords[] = [
  {
    kind: 'quotas',
    title: 'Quotas',
    about: 'How many items of a list may or must be of a kind. No request undoes them.',
    add: 'Add a quota',
    fields: [
      { key: 'each', label: 'For each', type: 'each' },
      { key: 'when', label: 'Items', type: 'condition' },
      { key: 'min', label: 'At least', type: 'number' },
      { key: 'max', label: 'At most', type: 'number' },
    ],
    fresh: () => ({ name: 'New quota', each: 'publisher', max: 3 }),
  },
  {
    kind: 'pins',
    title: 'Pins',
    about: 'Items that stand in a slot.',
    add: 'Add a pin',
    fields: [
      { key: 'item', label: 'Item (id)', type: 'text' },
      { key: 'slot', label: 'Slot', type: 'number', hint: 'From 0.' },
      ...dates,
    ],
    fresh: () => ({ name: 'New pin', item: '', slot: 0 }),
  },
  {
    kind: 'promotions',
    title: 'Promotions',
    about: 'Items that get a share of the slots.',
    add: 'Add a promotion',
    fields: [
      { key: 'when', label: 'Items', type: 'condition' },
      { key: 'share', label: 'Share of slots (%)', type: 'share' },
      ...dates,
    ],
    fresh: () => ({ name: 'New promotion', when: { topic: 'society' }, share: 0.1 }),
  },
  {
    kind: 'sponsored',
    title: 'Sponsored slots',
    about: 'Somebody paid for them. The sponsor is always named, and sensitive topics never decide.',
    add: 'Add a sponsored slot',
    fields: [
      { key: 'sponsor', label: 'Sponsor', type: 'text' },
      { key: 'slot', label: 'Slot', type: 'number', hint: 'From 0.' },
      { key: 'items', label: 'Items (ids)', type: 'ids', hint: 'The first that may be shown is.' },
      ...dates,
    ],
    fresh: () => ({ name: 'New sponsored slot', sponsor: '', slot: 5, items: [''] }),
  },
  {
    kind: 'blocks',
    title: 'Blocks',
    about: 'What is shown to nobody.',
    add: 'Add a block',
    fields: [{ key: 'when', label: 'Items', type: 'condition' }],
    fresh: () => ({ name: 'New block', when: { publisher: '' } }),
  },
]

/** A name that no other rule of the kind has. */
export function freshRule({ kind, fresh }: RuleKindWords, document: PrioritiesDocument): Rule {
  const rule = fresh()
  const names = new Set((document[kind] ?? []).map(({ name }) => name))
  let name = rule.name
  for (let n = 2; names.has(name); n++) name = `${rule.name} ${n}`
  return { ...rule, name }
}

export const conditionFields = [
  { id: 'topic', name: 'Topic is' },
  { id: 'publisher', name: 'Publisher is' },
  { id: 'language', name: 'Language is' },
  { id: 'contentType', name: 'Kind is' },
  { id: 'item', name: 'Item is' },
  { id: 'ageHours', name: 'Newer than (hours)' },
  { id: 'minutes', name: 'Read in at most (minutes)' },
] as const
export type ConditionField = (typeof conditionFields)[number]['id']

interface SimpleCondition {
  readonly field: ConditionField
  readonly value: string
}

/** What the form can show of a condition; null: it is written in the document alone. */
export function simpleCondition(when: unknown): SimpleCondition | null {
  const entries = Object.entries((when ?? {}) as Record<string, unknown>)
  if (entries.length !== 1) return null
  const [field, test] = entries[0]!
  if (!conditionFields.some(({ id }) => id === field)) return null
  const known = field as ConditionField
  if (typeof test === 'string') return { field: known, value: test }
  const { in: values, atMost, ...others } = test as { in?: string[]; atMost?: number }
  if (Object.keys(others).length > 0) return null
  if (values !== undefined) return { field: known, value: values.join(', ') }
  return atMost === undefined ? null : { field: known, value: String(atMost) }
}

export function conditionOf({ field, value }: SimpleCondition): Record<string, unknown> {
  if (field === 'ageHours' || field === 'minutes') return { [field]: { atMost: Number(value) || 0 } }
  const values = value.split(',').map((each) => each.trim())
  return { [field]: values.length > 1 ? { in: values.filter((each) => each !== '') } : (values[0] ?? '') }
}
