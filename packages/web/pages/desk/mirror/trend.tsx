// Each day against what was to be expected of it: a line with its interval, the expectation as its baseline, and the table.
import type { Mirror } from '@lectern/protocol/rest/mirror.ts'
import type { ReactNode } from 'react'
import { between, count, factor, few } from './figures.ts'
import { placeOfFactor } from './interval.tsx'
import styles from './mirror.module.css'
import plots from './plots.module.css'

const width = 720
const height = 200
const edge = { left: 44, right: 12, top: 10, bottom: 26 }
const dayMs = 86_400_000
const levels = [0.5, 1, 2]

export function Trend({ mirror }: { mirror: Mirror }): ReactNode {
  const told = mirror.days.flatMap(({ day, effect }) => (effect === null ? [] : [{ day, ...effect }]))
  return (
    <section aria-labelledby="mirror-trend">
      <h2 id="mirror-trend">Day by day</h2>
      {told.length < 2 ? (
        <p className={styles.said}>
          {`A line needs two days on which ${mirror.threshold} readers opened something; ${told.length === 0 ? 'there is none' : `there is one, ${told[0]!.day}`} yet.`}
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section className={plots.scroll} tabIndex={0} aria-label="Days as a line">
          <Line days={told} from={mirror.from} until={mirror.until} />
        </section>
      )}
      {mirror.days.length > 0 && (
        <details className={styles.more}>
          <summary>The days as a table</summary>
          <Days mirror={mirror} />
        </details>
      )}
    </section>
  )
}

interface LineProps {
  readonly days: readonly {
    readonly day: string
    readonly factor: number
    readonly low: number
    readonly high: number
  }[]
  readonly from: string
  readonly until: string
}

function Line({ days, from, until }: LineProps): ReactNode {
  const span = Math.max(dayMs, Date.parse(until) - Date.parse(from))
  const x = (day: string): number =>
    edge.left + ((Date.parse(day) - Date.parse(from)) / span) * (width - edge.left - edge.right)
  const y = (value: number): number =>
    edge.top + (1 - Math.min(1, Math.max(0, placeOfFactor(value)))) * (height - edge.top - edge.bottom)
  const points = (of: (day: (typeof days)[number]) => number, all = days): string =>
    all.map((day) => `${x(day.day).toFixed(1)},${y(of(day)).toFixed(1)}`).join(' ')
  return (
    <svg
      className={plots.trend}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="Opens over expectation by day; the numbers are in the table below."
    >
      {levels.map((level) => (
        <g key={level}>
          <line
            className={level === 1 ? plots.base : plots.track}
            x1={edge.left}
            x2={width - edge.right}
            y1={y(level)}
            y2={y(level)}
          />
          <text className={plots.label} x={edge.left - 8} y={y(level) + 4} textAnchor="end">
            {level === 0.5 ? '× ½' : `× ${level}`}
          </text>
        </g>
      ))}
      <polygon
        className={plots.band}
        points={`${points(({ low }) => low)} ${points(({ high }) => high, days.toReversed())}`}
      />
      <polyline className={plots.line} points={points(({ factor: value }) => value)} />
      {days.map((day) => (
        <circle key={day.day} className={plots.value} cx={x(day.day)} cy={y(day.factor)} r={3} />
      ))}
      <text className={plots.label} x={edge.left} y={height - 6}>
        {from}
      </text>
      <text className={plots.label} x={width - edge.right} y={height - 6} textAnchor="end">
        {until}
      </text>
    </svg>
  )
}

function Days({ mirror: { days, threshold } }: { mirror: Mirror }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={styles.scroll} tabIndex={0} aria-label="Days as a table">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Against expectation</th>
            <th scope="col">Opened</th>
            <th scope="col">Expected</th>
            <th scope="col">Shown</th>
            <th scope="col">Readers</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, effect, opens, expected, impressions, readers }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>{effect === null ? 'too few opens' : `${factor(effect.factor)} (${between(effect)})`}</td>
              <td>{few(opens, threshold)}</td>
              <td>{count(expected)}</td>
              <td>{count(impressions)}</td>
              <td>{count(readers)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
