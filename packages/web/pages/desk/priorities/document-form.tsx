// The document as a form. What it cannot show is left as it is.
import type { PrioritiesDocument } from '@lectern/protocol/rest/priorities.ts'
import type { ReactNode } from 'react'
import button from '../../../parts/button.module.css'
import { TextInput } from '../../../parts/fields/fields.tsx'
import { numberOf } from './number-of.ts'
import styles from './priorities.module.css'
import { RuleFields } from './rule-fields.tsx'
import { freshRule, type Rule, type RuleKindWords, ruleKinds } from './rule-kinds.ts'

interface FormProps {
  readonly document: PrioritiesDocument
  readonly onChange: (document: PrioritiesDocument) => void
}

const outcomes = ['open', 'finish', 'save', 'like', 'dismiss', 'report'] as const
const defaults = { open: 1, finish: 1, save: 1, like: 0.5, dismiss: -1, report: -20 }
const numbers = [
  {
    key: 'exploration',
    label: 'Exploration (% of slots)',
    hint: 'To find out about what is not known yet.',
    scale: 100,
  },
  { key: 'diversity', label: 'Diversity (0 to 100)', hint: '0: by worth alone.', scale: 100 },
  { key: 'publishersApart', label: 'Slots between items of a publisher', hint: '1: no distance.', scale: 1 },
] as const

export function DocumentForm({ document, onChange }: FormProps): ReactNode {
  const set = (key: string, value: unknown): void => {
    const { [key as keyof PrioritiesDocument]: _, ...others } = document
    onChange((value === undefined ? others : { ...others, [key]: value }) as PrioritiesDocument)
  }
  const weights = document.outcomes ?? defaults
  return (
    <div className={styles.form}>
      <fieldset className={styles.group}>
        <legend>What an outcome is worth</legend>
        {document.outcomes === undefined && <p className={styles.about}>As it comes: this document does not say.</p>}
        <div className={styles.weights}>
          {outcomes.map((name) => (
            <TextInput
              key={name}
              label={name}
              type="number"
              value={String(weights[name])}
              onChange={(text) => set('outcomes', { ...weights, [name]: numberOf(text) ?? 0 })}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>The list as a whole</legend>
        <div className={styles.weights}>
          {numbers.map(({ key, label, hint, scale }) => (
            <TextInput
              key={key}
              label={label}
              hint={hint}
              type="number"
              value={document[key] === undefined ? '' : String(Math.round(document[key] * scale * 100) / 100)}
              onChange={(text) => {
                const value = numberOf(text)
                set(key, value === undefined ? undefined : value / scale)
              }}
            />
          ))}
        </div>
      </fieldset>
      {ruleKinds.map((words) => (
        <Rules key={words.kind} words={words} document={document} onChange={(rules) => set(words.kind, rules)} />
      ))}
    </div>
  )
}

interface RulesProps {
  readonly words: RuleKindWords
  readonly document: PrioritiesDocument
  readonly onChange: (rules: readonly Rule[] | undefined) => void
}

function Rules({ words, document, onChange }: RulesProps): ReactNode {
  const rules = (document[words.kind] ?? []) as readonly Rule[]
  const change = (next: readonly Rule[]): void => onChange(next.length === 0 ? undefined : next)
  return (
    <fieldset className={styles.group}>
      <legend>{words.title}</legend>
      <p className={styles.about}>{words.about}</p>
      {rules.map((rule, k) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no id, its name is edited here
        <div key={k} className={styles.rule}>
          <RuleFields
            fields={words.fields}
            rule={rule}
            onChange={(next) => change(rules.map((each, at) => (at === k ? next : each)))}
          />
          <button type="button" className={button.quiet} onClick={() => change(rules.filter((_, at) => at !== k))}>
            Remove {rule.name}
          </button>
        </div>
      ))}
      <button type="button" className={button.quiet} onClick={() => change([...rules, freshRule(words, document)])}>
        {words.add}
      </button>
    </fieldset>
  )
}
