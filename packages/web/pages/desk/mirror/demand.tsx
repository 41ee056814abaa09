// What readers wanted and the corpus lacked: the share of each topic among what was wanted, with its interval, beside its
// share of what there is and of what was shown.
import type { Mirror } from '@lectern/protocol/rest/mirror.ts'
import type { ReactNode } from 'react'
import { topicTitle } from '../../../state/topics.ts'
import { count, percent } from './figures.ts'
import { Interval } from './interval.tsx'
import styles from './mirror.module.css'
import plots from './plots.module.css'

export function Demand({ mirror: { demand, threshold, from, until } }: { mirror: Mirror }): ReactNode {
  const unmet = demand.filter((row) => row.unmet).map(({ topic }) => topicTitle(topic))
  const most = Math.max(
    0.05,
    ...demand.map(({ wanted, ofStock, ofImpressions }) => Math.max(wanted.high, ofStock, ofImpressions)),
  )
  return (
    <section aria-labelledby="mirror-demand">
      <h2 id="mirror-demand">What readers wanted</h2>
      <p className={styles.said}>
        {demand.length === 0
          ? `From ${from} to ${until} no topic was opened, finished, saved or followed by ${threshold} readers.`
          : unmet.length === 0
            ? 'No topic was wanted more, beyond chance, than it was shown and than there is of it.'
            : `Wanted more than there is of it and more than it was shown: ${unmet.join(', ')}.`}
      </p>
      {demand.length > 0 && (
        <>
          <p className={styles.legend} aria-hidden="true">
            <span className={plots.keyValue} /> wanted, with interval <span className={plots.keyBase} /> of what there
            is <span className={plots.keyTick} /> of what was shown
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
          <section className={styles.scroll} tabIndex={0} aria-label="Topics as a table">
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Topic</th>
                  <th scope="col">Share of what was wanted</th>
                  <th scope="col">Of what there is</th>
                  <th scope="col">Of what was shown</th>
                  <th scope="col">Readers</th>
                  <th scope="col">Items</th>
                </tr>
              </thead>
              <tbody>
                {demand.map(({ topic, wanted, ofStock, ofImpressions, readers, stock, unmet: lacks }) => (
                  <tr key={topic}>
                    <th scope="row">
                      {topicTitle(topic)} {lacks && <span className={styles.badge}>unmet</span>}
                    </th>
                    <td>
                      <span className={styles.effect}>
                        <Interval
                          value={wanted.share}
                          low={wanted.low}
                          high={wanted.high}
                          marks={[
                            { at: ofStock / most, kind: 'base' },
                            { at: ofImpressions / most, kind: 'tick' },
                          ]}
                          place={(share) => share / most}
                          mood={lacks ? 'more' : 'as expected'}
                        />
                        <span>
                          <strong>{percent(wanted.share)}</strong>{' '}
                          <small>{`${percent(wanted.low)} to ${percent(wanted.high)}`}</small>
                        </span>
                      </span>
                    </td>
                    <td>{percent(ofStock)}</td>
                    <td>{percent(ofImpressions)}</td>
                    <td>{count(readers)}</td>
                    <td>{count(stock)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <p className={styles.note}>Of all readers, whoever chose it. Each reader wants a topic once.</p>
        </>
      )}
    </section>
  )
}
