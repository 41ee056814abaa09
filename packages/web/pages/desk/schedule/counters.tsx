// What a board is made of, drawn: the bar shows the share, the number stands beside it.
import type { Board } from '@lectern/protocol/rest/schedule.ts'
import type { ReactNode } from 'react'
import { topicTitle } from '../../../state/topics.ts'
import styles from './counters.module.css'

const kinds: readonly { readonly name: keyof Board['counters']; readonly title: string }[] = [
  { name: 'publisher', title: 'Publishers' },
  { name: 'topic', title: 'Topics' },
  { name: 'source', title: 'Placed by' },
  { name: 'time', title: 'Lasts' },
  { name: 'language', title: 'Languages' },
]
const most = 8

export function Counters({ counters, total }: { counters: Board['counters']; total: number }): ReactNode {
  return (
    <aside className={styles.counters} aria-label="What the board is made of">
      {kinds.map(({ name, title }) => (
        <section key={name}>
          <h2>{title}</h2>
          <table className={styles.table}>
            <thead className={styles.said}>
              <tr>
                <th scope="col">{title}</th>
                <th scope="col">Stories</th>
              </tr>
            </thead>
            <tbody>
              {counters[name].slice(0, most).map((one) => (
                <tr key={one.name}>
                  <th scope="row">{name === 'topic' ? topicTitle(one.name) : one.name}</th>
                  <td>
                    <span
                      className={styles.bar}
                      style={{ inlineSize: `${(100 * one.count) / total}%` }}
                      aria-hidden="true"
                    />
                    <span className={styles.count}>{one.count}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {counters[name].length > most && <p className={styles.more}>and {counters[name].length - most} more</p>}
        </section>
      ))}
    </aside>
  )
}
