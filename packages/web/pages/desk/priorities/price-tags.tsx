// Price tags: what each rule changes per 1,000 lists, and who pays.
import type { PriceReport, RulePrice } from '@lectern/protocol/rest/prices.ts'
import type { ReactNode } from 'react'
import { Notice } from '../../../parts/notice/notice.tsx'
import { EffectChart, signed } from './effect-chart.tsx'
import styles from './priorities.module.css'

export function PriceTags({ report }: { report: PriceReport }): ReactNode {
  const all = report.whole === null ? report.rules : [report.whole, ...report.rules]
  if (report.lists === 0)
    return (
      <Notice mood="rest" title="Nothing to price from">
        No list of the last 14 days can be made again here. Prices need lists that were served at least an hour ago.
      </Notice>
    )
  if (all.length === 0)
    return (
      <Notice mood="rest" title="No rules">
        The document asks for nothing that could cost something.
      </Notice>
    )
  return (
    <div className={styles.prices}>
      <p className={styles.about}>
        Change with the rule minus without it, from {report.lists} lists of {report.readers} readers. Striped: the
        model’s word alone.
      </p>
      <EffectChart
        label="Worth of each rule"
        unit="in opens per 1,000 lists, 95 % interval"
        effects={all.map((one) => ({ name: one.rule.name, ...bestOf(one) }))}
      />
      {all.map((one) => (
        <OneRule key={`${one.rule.kind} ${one.rule.name}`} price={one} />
      ))}
    </div>
  )
}

/** By the log where it can be believed, else by the model. */
const bestOf = ({ verdict, worth }: Pick<RulePrice, 'verdict' | 'worth'>) =>
  verdict.kind === 'priced' ? { interval: worth.offPolicy } : { interval: worth.modelled, faint: true }

const outcomeWords = {
  open: 'Opens',
  finish: 'Finishes',
  save: 'Saves',
  like: 'Likes',
  dismiss: 'Dismissals',
  report: 'Reports',
} as const

function OneRule({ price }: { price: RulePrice }): ReactNode {
  const { rule, verdict, worth, outcomes, tighter, payers } = price
  const isPriced = verdict.kind === 'priced'
  return (
    <section className={styles.price} aria-label={rule.name}>
      <h3>{rule.name}</h3>
      <p data-verdict={verdict.kind} className={styles.verdict}>
        {verdict.words}
      </p>
      {verdict.kind !== 'changes-nothing' && (
        <details>
          <summary>
            By the log and by the model, outcome by outcome; who pays ({Math.round(price.effectiveSampleSize)} effective
            of {price.lists} lists)
          </summary>
          <EffectChart
            label={`Worth of ${rule.name}`}
            unit="per 1,000 lists"
            effects={[
              { name: 'By the log', interval: worth.offPolicy, faint: !isPriced },
              { name: 'By the model', interval: worth.modelled },
              ...(tighter === null ? [] : [{ name: `${tighter.words}: more`, ...bestOf(tighter) }]),
            ]}
          />
          <EffectChart
            label={`Outcomes, ${isPriced ? 'by the log' : 'by the model'}`}
            unit="per 1,000 lists"
            effects={Object.entries(outcomeWords).map(([name, words]) => {
              const one = outcomes[name as keyof typeof outcomeWords]!
              return { name: words, interval: isPriced ? one.offPolicy : one.modelled, faint: !isPriced }
            })}
          />
          <EffectChart
            label="Who pays: readers by how much they had read, by the model"
            unit="worth per 1,000 lists"
            effects={payers.readers.map(({ history, worth: own, lists }) => ({
              name: `${history} read (${lists} lists)`,
              interval: own,
            }))}
          />
          <div className={styles.groups}>
            <Groups title="Topics" groups={payers.topics} />
            <Groups title="Publishers" groups={payers.publishers} />
          </div>
        </details>
      )}
    </section>
  )
}

const mostShown = 8

function Groups({ title, groups }: { title: string; groups: RulePrice['payers']['topics'] }): ReactNode {
  const changed = groups.filter(({ seenMore }) => Math.abs(seenMore) > 0.05).slice(0, mostShown)
  if (changed.length === 0) return null
  return (
    <table className={styles.table}>
      <caption>{title}: looks won and lost per 1,000 lists</caption>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">Looks</th>
          <th scope="col">Change</th>
          <th scope="col">Opens</th>
        </tr>
      </thead>
      <tbody>
        {changed.map(({ name, seen, seenMore, opensMore }) => (
          <tr key={name}>
            <th scope="row">{name ?? 'none'}</th>
            <td>{Math.round(seen).toLocaleString('en')}</td>
            <td>{signed(seenMore)}</td>
            <td>{signed(opensMore)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
