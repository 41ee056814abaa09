// The same numbers by item, section, publisher, editor, reason, and by who put it there: each a table with its intervals drawn.
import type { Mirror, MirrorDimension, MirrorRow } from '@lectern/protocol/rest/mirror.ts'
import { type ReactNode, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import button from '../../../parts/button.module.css'
import { Few } from './few.tsx'
import { between, count, factor, mostTelling, verdict } from './figures.ts'
import { Interval, placeOfFactor } from './interval.tsx'
import styles from './mirror.module.css'

const names: Readonly<Record<MirrorDimension, { readonly tab: string; readonly one: string }>> = {
  item: { tab: 'Items', one: 'Item' },
  section: { tab: 'Sections', one: 'Section' },
  publisher: { tab: 'Publishers', one: 'Publisher' },
  editor: { tab: 'Editors', one: 'Editor' },
  reason: { tab: 'Reasons', one: 'Reason' },
  maker: { tab: 'People and models', one: 'Scheduled by' },
}

export function Dimensions({ mirror }: { mirror: Mirror }): ReactNode {
  return (
    <section aria-labelledby="mirror-parts">
      <h2 id="mirror-parts">Part by part</h2>
      <Tabs className={styles.tabs!}>
        <TabList className={styles.tabList!} aria-label="By what">
          {mirror.dimensions.map(({ dimension }) => (
            <Tab key={dimension} id={dimension} className={styles.tab!}>
              {names[dimension].tab}
            </Tab>
          ))}
        </TabList>
        {mirror.dimensions.map((part) => (
          <TabPanel key={part.dimension} id={part.dimension} className={styles.panel!}>
            <Part part={part} threshold={mirror.threshold} />
          </TabPanel>
        ))}
      </Tabs>
    </section>
  )
}

/** The rest on demand. */
const shownAtFirst = 15

type PartOf = Mirror['dimensions'][number]

function Part({ part, threshold }: { part: PartOf; threshold: number }): ReactNode {
  const { hidden, more, dimension } = part
  const [whole, setWhole] = useState(false)
  const all = mostTelling(part.rows)
  const rows = whole ? all : all.slice(0, shownAtFirst)
  const notes = [
    hidden > 0 &&
      `${hidden} more ${hidden === 1 ? 'was' : 'were'} seen by fewer than ${threshold} readers and ${hidden === 1 ? 'is' : 'are'} not told.`,
    more > 0 && `The ${more} least shown are left out.`,
  ].filter((note) => note !== false)
  if (rows.length === 0)
    return <p className={styles.said}>{notes[0] ?? 'Nothing of this kind was shown in these days.'}</p>
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={styles.scroll} tabIndex={0} aria-label={`${names[dimension].tab} as a table`}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{names[dimension].one}</th>
              <th scope="col">Against expectation</th>
              {['Opened', 'Expected', 'Shown', 'Readers', 'Finished', 'Saved', 'Dismissed', 'Reported'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.key} row={row} threshold={threshold} />
            ))}
          </tbody>
        </table>
      </section>
      {all.length > rows.length && (
        <button type="button" className={`${button.quiet} ${styles.rest}`} onClick={() => setWhole(true)}>
          Show all {all.length}
        </button>
      )}
      {notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
    </>
  )
}

function Row({ row, threshold }: { row: MirrorRow; threshold: number }): ReactNode {
  return (
    <tr>
      <th scope="row">
        <span className={styles.name}>{row.name}</span>
      </th>
      <td>
        <Effect effect={row.effect} />
      </td>
      <td>
        <Few value={row.opens} threshold={threshold} />
      </td>
      <td>{count(row.expected)}</td>
      <td>{count(row.impressions)}</td>
      <td>{count(row.readers)}</td>
      <td>
        <Few value={row.finishes} threshold={threshold} />
      </td>
      <td>
        <Few value={row.saves} threshold={threshold} />
      </td>
      <td>
        <Few value={row.dismissals} threshold={threshold} />
      </td>
      <td>
        <Few value={row.reports} threshold={threshold} />
      </td>
    </tr>
  )
}

function Effect({ effect }: { effect: MirrorRow['effect'] }): ReactNode {
  if (effect === null) return <span className={styles.soft}>too few opens</span>
  return (
    <span className={styles.effect}>
      <Interval
        value={effect.factor}
        low={effect.low}
        high={effect.high}
        marks={[{ at: 0.5, kind: 'base' }]}
        place={placeOfFactor}
        mood={verdict(effect)}
      />
      <span>
        <strong>{factor(effect.factor)}</strong> <small>{between(effect)}</small>
      </span>
    </span>
  )
}
