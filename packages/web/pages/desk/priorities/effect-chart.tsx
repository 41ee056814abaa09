// Effects with their intervals on one scale, zero in sight; the same numbers as a table.
import type { ReactNode } from 'react'
import styles from './effect-chart.module.css'

interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

interface Effect {
  readonly name: string
  readonly interval: Interval
  /** Drawn faint: not to be decided on. */
  readonly faint?: boolean
}

interface EffectChartProps {
  readonly label: string
  readonly effects: readonly Effect[]
  readonly unit: string
}

export function EffectChart({ label, effects, unit }: EffectChartProps): ReactNode {
  const low = Math.min(0, ...effects.map(({ interval }) => interval.low))
  const high = Math.max(0, ...effects.map(({ interval }) => interval.high))
  const span = high - low || 1
  const at = (value: number): string => `${(100 * (value - low)) / span}%`
  return (
    <figure className={styles.chart}>
      <div aria-hidden="true">
        {effects.map(({ name, interval, faint }) => (
          <div key={name} className={styles.effect} data-faint={faint ?? false}>
            <span className={styles.name}>{name}</span>
            <span className={styles.track}>
              <span className={styles.zero} style={{ insetInlineStart: at(0) }} />
              <span
                className={styles.range}
                style={{
                  insetInlineStart: at(interval.low),
                  inlineSize: `${(100 * (interval.high - interval.low)) / span}%`,
                }}
              />
              <span className={styles.mean} style={{ insetInlineStart: at(interval.mean) }} />
            </span>
            <span className={styles.value}>{signed(interval.mean)}</span>
          </div>
        ))}
        <div className={styles.effect}>
          <span />
          <span className={styles.scale}>
            <span>{signed(low)}</span>
            <span>{signed(high)}</span>
          </span>
          <span />
        </div>
      </div>
      <figcaption>
        {label}, {unit}
      </figcaption>
      <details className={styles.table}>
        <summary>As a table</summary>
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Estimate</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
            </tr>
          </thead>
          <tbody>
            {effects.map(({ name, interval }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{signed(interval.mean)}</td>
                <td>{signed(interval.low)}</td>
                <td>{signed(interval.high)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

export const signed = (value: number): string => {
  const text = Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')
  return value > 0 && text !== '0.0' ? `+${text}` : text.replace('-', '−').replace('−0.0', '0.0')
}
