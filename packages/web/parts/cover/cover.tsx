// Draws a cover plan. Decoration: the title stands beside it, so assistive technology skips it.
import { memo, type ReactNode } from 'react'
import styles from './cover.module.css'
import { type CoverSource, planCover, small, wide } from './cover-plan.ts'
import type { Shape } from './motifs.ts'

export const Cover = memo(function Cover({ source, size }: { source: CoverSource; size: 'wide' | 'small' }): ReactNode {
  const frame = size === 'wide' ? wide : small
  const plan = planCover(source, frame)
  return (
    <svg
      className={styles.cover}
      data-palette={plan.palette}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <rect className={styles.paper} width={frame.width} height={frame.height} />
      <g className={styles.tint}>
        {plan.shapes.map((shape, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a plan never changes
          <Drawn key={index} shape={shape} />
        ))}
      </g>
      {size === 'wide' ? (
        <>
          <text className={styles.publisher} x="22" y="34">
            {clip(plan.publisher, 34)}
          </text>
          <text className={styles.word} x="20" y="154" fontSize={plan.word.size}>
            {plan.word.text}
          </text>
        </>
      ) : (
        <text className={styles.initial} x="48" y="66">
          {plan.initial}
        </text>
      )}
    </svg>
  )
})

function Drawn({ shape }: { shape: Shape }): ReactNode {
  switch (shape.kind) {
    case 'circle':
      return <circle cx={shape.cx} cy={shape.cy} r={shape.r} />
    case 'ring':
      return <circle className={styles.ring} cx={shape.cx} cy={shape.cy} r={shape.r} strokeWidth={shape.stroke} />
    case 'rect':
      return <rect x={shape.x} y={shape.y} width={shape.width} height={shape.height} rx="1" />
    case 'path':
      return <path d={shape.d} />
  }
}

const clip = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text)
