// What people made of what models proposed.
import type { Mirror } from '@lectern/protocol/rest/mirror.ts'
import type { ReactNode } from 'react'
import { count } from './figures.ts'
import styles from './mirror.module.css'
import plots from './plots.module.css'

const kinds = { schedule: 'Entries of boards', section: 'Sections', prospect: 'Prospects' } as const
const parts = ['accepted', 'waiting', 'rejected'] as const

export function Proposals({ proposals }: { proposals: Mirror['proposals'] }): ReactNode {
  const any = proposals.some(({ proposed }) => proposed > 0)
  return (
    <section aria-labelledby="mirror-proposals">
      <h2 id="mirror-proposals">What models proposed</h2>
      {!any && <p className={styles.said}>Nothing was proposed in these days.</p>}
      {any && (
        <>
          <p className={styles.said}>
            What became of what was kept on a board is under “People and models” above. What a person took away is never
            proposed again.
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
          <section className={styles.scroll} tabIndex={0} aria-label="Proposals as a table">
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Of models</th>
                  <th scope="col">Shares</th>
                  <th scope="col">Proposed</th>
                  <th scope="col">Accepted</th>
                  <th scope="col">Waiting</th>
                  <th scope="col">Rejected</th>
                </tr>
              </thead>
              <tbody>
                {proposals.map((row) => (
                  <tr key={row.kind}>
                    <th scope="row">{kinds[row.kind]}</th>
                    <td>
                      <span className={plots.shares} aria-hidden="true">
                        {parts.map((part) => (
                          <span key={part} className={plots[part]} style={{ flexGrow: row[part] }} />
                        ))}
                      </span>
                    </td>
                    <td>{count(row.proposed)}</td>
                    <td>{count(row.accepted)}</td>
                    <td>{count(row.waiting)}</td>
                    <td>{count(row.rejected)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
    </section>
  )
}
