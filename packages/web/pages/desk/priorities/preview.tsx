// Twenty served lists before and after, who would be seen, and how the lists differ as lists.
import type { PreviewReport } from '@lectern/protocol/rest/prices.ts'
import { type ReactNode, useState } from 'react'
import { ChoiceInput } from '../../../parts/fields/fields.tsx'
import { Notice } from '../../../parts/notice/notice.tsx'
import styles from './priorities.module.css'

export function Preview({ report }: { report: PreviewReport }): ReactNode {
  const [chosen, setChosen] = useState('0')
  const list = report.lists[Number(chosen)]
  if (list === undefined)
    return (
      <Notice mood="rest" title="Nothing to show">
        No list of the last 14 days can be made again here.
      </Notice>
    )
  const before = new Set(list.before.map(({ item }) => item))
  const after = new Set(list.after.map(({ item }) => item))
  return (
    <div className={styles.prices}>
      <div className={styles.groups}>
        <Metrics metrics={report.metrics} />
        <Shares title="Topics" shares={report.topics} />
        <Shares title="Publishers" shares={report.publishers} />
      </div>
      <ChoiceInput
        label={`One of ${report.lists.length} lists`}
        value={chosen}
        onChange={setChosen}
        options={report.lists.map(({ at, history }, k) => ({
          id: String(k),
          name: `${new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}, ${history} read`,
        }))}
      />
      <div className={styles.sides}>
        <Side title="Before" items={list.before} others={after} word="leaves" />
        <Side title="After" items={list.after} others={before} word="new" />
      </div>
    </div>
  )
}

interface SideProps {
  readonly title: string
  readonly items: PreviewReport['lists'][number]['before']
  readonly others: ReadonlySet<string>
  readonly word: string
}

function Side({ title, items, others, word }: SideProps): ReactNode {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ol className={styles.slots}>
        {items.map(({ item, title: name, publisher, topic, sponsor }) => (
          <li key={item} data-changed={!others.has(item)}>
            <span>{name ?? item}</span>
            <small>
              {[publisher, topic].filter((each) => each !== null).join(' · ')}
              {sponsor !== null && ` · Sponsored by ${sponsor}`}
              {!others.has(item) && <b> {word}</b>}
            </small>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Metrics({ metrics }: { metrics: PreviewReport['metrics'] }): ReactNode {
  const told = (value: number | null): string => (value === null ? '–' : value.toFixed(3))
  return (
    <table className={styles.table}>
      <caption>The lists as lists</caption>
      <thead>
        <tr>
          <th scope="col">Measure</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {metrics.map(({ name, about, before, after }) => (
          <tr key={name}>
            <th scope="row">
              {name}
              <small>{about}</small>
            </th>
            <td>{told(before)}</td>
            <td>{told(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const mostShown = 8

/** Bars beside their numbers: the table is the chart. */
function Shares({ title, shares }: { title: string; shares: PreviewReport['topics'] }): ReactNode {
  const largest = Math.max(...shares.map(({ before, after }) => Math.max(before, after)), 0.01)
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
  return (
    <table className={styles.table}>
      <caption>{title}: share of slots, largest change first</caption>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {shares.slice(0, mostShown).map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">
              {name ?? 'none'}
              <span className={styles.bars} aria-hidden="true">
                <span style={{ inlineSize: `${(100 * before) / largest}%` }} data-side="before" />
                <span style={{ inlineSize: `${(100 * after) / largest}%` }} data-side="after" />
              </span>
            </th>
            <td>{percent(before)}</td>
            <td>{percent(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
