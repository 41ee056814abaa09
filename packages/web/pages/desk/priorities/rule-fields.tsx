// The fields of one rule.
import type { ReactNode } from 'react'
import { ChoiceInput, TextInput } from '../../../parts/fields/fields.tsx'
import { numberOf } from './number-of.ts'
import styles from './priorities.module.css'
import {
  type ConditionField,
  conditionFields,
  conditionOf,
  type Field,
  type Rule,
  simpleCondition,
} from './rule-kinds.ts'

interface RuleFieldsProps {
  readonly fields: readonly Field[]
  readonly rule: Rule
  readonly onChange: (rule: Rule) => void
}

const eachOptions = [
  { id: 'publisher', name: 'publisher' },
  { id: 'topic', name: 'topic' },
  { id: 'language', name: 'language' },
  { id: 'contentType', name: 'kind' },
  { id: 'when', name: 'none: some items' },
]

export function RuleFields({ fields, rule, onChange }: RuleFieldsProps): ReactNode {
  const set = (key: string, value: unknown): void => {
    const { [key]: _, ...others } = rule
    onChange((value === undefined ? others : { ...rule, [key]: value }) as Rule)
  }
  return (
    <div className={styles.fields}>
      <TextInput label="Name" value={rule.name} onChange={(name) => onChange({ ...rule, name })} maxLength={64} />
      {fields.map((field) => (
        <OneField key={field.key} field={field} rule={rule} set={set} onChange={onChange} />
      ))}
      <TextInput
        label="Why"
        value={String(rule.why ?? '')}
        onChange={(why) => set('why', why === '' ? undefined : why)}
      />
    </div>
  )
}

interface OneFieldProps {
  readonly field: Field
  readonly rule: Rule
  readonly set: (key: string, value: unknown) => void
  readonly onChange: (rule: Rule) => void
}

function OneField({ field, rule, set, onChange }: OneFieldProps): ReactNode {
  const value = rule[field.key]
  switch (field.type) {
    case 'each': {
      const { when: _, each: __, ...others } = rule
      const choose = (id: string): void =>
        onChange((id === 'when' ? { ...others, when: { topic: 'society' } } : { ...others, each: id }) as Rule)
      return (
        <ChoiceInput
          label={field.label}
          value={rule.each === undefined ? 'when' : String(rule.each)}
          options={eachOptions}
          onChange={choose}
        />
      )
    }
    case 'condition':
      return rule.each !== undefined ? null : <ConditionInput when={value} onChange={(when) => set('when', when)} />
    case 'ids': {
      if (value === undefined) return <p className={styles.about}>By a condition, written in the document.</p>
      const ids = (text: string): string[] => text.split(',').map((each) => each.trim())
      return (
        <TextInput
          label={field.label}
          hint={field.hint}
          value={(value as string[]).join(', ')}
          onChange={(text) => set('items', ids(text))}
        />
      )
    }
    case 'share':
      return (
        <TextInput
          label={field.label}
          type="number"
          value={value === undefined ? '' : String(Math.round(Number(value) * 10_000) / 100)}
          onChange={(text) => set(field.key, (numberOf(text) ?? 0) / 100)}
        />
      )
    case 'number':
      return (
        <TextInput
          label={field.label}
          hint={field.hint}
          type="number"
          value={value === undefined ? '' : String(value)}
          onChange={(text) => set(field.key, numberOf(text))}
        />
      )
    case 'date':
      // A time of day is written in the document.
      return String(value ?? '').length > 10 ? (
        <TextInput
          label={field.label}
          value={String(value)}
          onChange={(text) => set(field.key, text === '' ? undefined : text)}
        />
      ) : (
        <TextInput
          label={field.label}
          type="date"
          value={String(value ?? '')}
          onChange={(text) => set(field.key, text === '' ? undefined : text)}
        />
      )
    case 'text':
      return <TextInput label={field.label} value={String(value ?? '')} onChange={(text) => set(field.key, text)} />
  }
}

function ConditionInput({ when, onChange }: { when: unknown; onChange: (when: unknown) => void }): ReactNode {
  const simple = simpleCondition(when)
  if (simple === null)
    return (
      <p className={styles.about}>
        Items by a condition that is written in the document: <code>{JSON.stringify(when)}</code>
      </p>
    )
  return (
    <>
      <ChoiceInput
        label="Items whose"
        value={simple.field}
        options={conditionFields}
        onChange={(field) => onChange(conditionOf({ field: field as ConditionField, value: '' }))}
      />
      <TextInput
        label="Value"
        hint="Several with commas."
        value={simple.value}
        onChange={(value) => onChange(conditionOf({ ...simple, value }))}
      />
    </>
  )
}
