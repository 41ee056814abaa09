// The whole in a line of figures.
import type { Mirror, MirrorRow } from '@lectern/protocol/rest/mirror.ts'
import type { ReactNode } from 'react'
import { between, count, factor, few, verdict } from './figures.ts'
import styles from './mirror.module.css'

export function Totals({ total, mirror }: { total: MirrorRow; mirror: Mirror }): ReactNode {
  const { threshold } = mirror
  const figures = [
    ['Readers', count(total.readers)],
    ['Shown', count(total.impressions)],
    ['Opened', few(total.opens, threshold)],
    ['Finished', few(total.finishes, threshold)],
    ['Saved', few(total.saves, threshold)],
    ['Dismissed', few(total.dismissals, threshold)],
    ['Reported', few(total.reports, threshold)],
  ] as const
  return (
    <section aria-labelledby="mirror-total">
      <h2 id="mirror-total">{mirror.editor === 'all' ? 'What was chosen' : 'What you chose'}</h2>
      <p className={styles.said}>{sentence(total, mirror.chosen)}</p>
      <dl className={styles.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function sentence({ opens, expected, effect }: MirrorRow, chosen: number): string {
  const of = `Of ${count(chosen)} ${chosen === 1 ? 'item' : 'items'} `
  if (effect === null || opens === null)
    return `${of}too few were opened to say how they did; about ${count(expected)} opens were to be expected.`
  const times = `${count(opens)} opens where ${count(expected)} were to be expected: ${factor(effect.factor)}, between ${between(effect)}`
  const said = {
    more: 'more than chance explains',
    less: 'fewer than chance explains',
    'as expected': 'no more and no less than chance explains',
    unknown: '',
  }
  return `${of}came ${times}; ${said[verdict(effect)]}.`
}
