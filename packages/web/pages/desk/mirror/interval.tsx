// One value with its interval on a line, beside one or two marks to compare it with; the numbers stand beside it as text.
import type { ReactNode } from 'react'
import styles from './plots.module.css'

interface IntervalProps {
  readonly value: number
  readonly low: number
  readonly high: number
  /** Places on the line, 0 to 1, of what is compared. */
  readonly marks: readonly { readonly at: number; readonly kind: 'base' | 'tick' }[]
  /** From a value to a place on the line, 0 to 1. */
  readonly place: (value: number) => number
  readonly mood: 'more' | 'less' | 'as expected' | 'unknown'
}

const width = 160
const height = 24

export function Interval({ value, low, high, marks, place, mood }: IntervalProps): ReactNode {
  const x = (of: number): number => Math.min(1, Math.max(0, of)) * (width - 8) + 4
  const middle = height / 2
  return (
    <svg
      className={styles.interval}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
      data-mood={mood}
    >
      <line className={styles.track} x1={4} x2={width - 4} y1={middle} y2={middle} />
      {marks.map(({ at, kind }) => (
        <line
          key={`${kind}-${at}`}
          className={styles[kind]}
          x1={x(at)}
          x2={x(at)}
          y1={kind === 'base' ? 2 : 6}
          y2={kind === 'base' ? height - 2 : height - 6}
        />
      ))}
      <line className={styles.reach} x1={x(place(low))} x2={x(place(high))} y1={middle} y2={middle} />
      <circle className={styles.value} cx={x(place(value))} cy={middle} r={4} />
    </svg>
  )
}

/** Factors from a quarter to four, 1 in the middle; doubling is as far as halving. */
export const placeOfFactor = (value: number): number => 0.5 + Math.log2(Math.max(value, 1 / 64)) / 4
