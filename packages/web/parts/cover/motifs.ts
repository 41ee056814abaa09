// Quiet geometry behind the type. Each motif is a few shapes in the cover's tint, placed by seeded numbers.

export type Shape =
  | { readonly kind: 'circle'; readonly cx: number; readonly cy: number; readonly r: number }
  | { readonly kind: 'ring'; readonly cx: number; readonly cy: number; readonly r: number; readonly stroke: number }
  | { readonly kind: 'rect'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly kind: 'path'; readonly d: string }

interface Frame {
  readonly width: number
  readonly height: number
}

type Motif = (frame: Frame, next: () => number) => Shape[]

const motifs = {
  sun: ({ width, height }, next) => {
    const r = round(height * (0.38 + next() * 0.2))
    return [{ kind: 'circle', cx: round(width * (0.55 + next() * 0.35)), cy: round(height * (0.3 + next() * 0.3)), r }]
  },
  arcs: ({ width, height }, next) => {
    const right = next() < 0.6
    const step = height * (0.17 + next() * 0.05)
    return Array.from({ length: 5 }, (_, i) => ({
      kind: 'ring',
      cx: right ? width : 0,
      cy: 0,
      r: round(step * (i + 1)),
      stroke: round(step * 0.45),
    }))
  },
  shelf: ({ width, height }, next) => {
    const count = 9
    const slot = (width * 0.62) / count
    return Array.from({ length: count }, (_, i) => {
      const tall = round(height * (0.2 + next() * 0.42))
      const wide = round(slot * (0.45 + next() * 0.4))
      return { kind: 'rect', x: round(width * 0.38 + i * slot), y: 0, width: wide, height: tall }
    })
  },
  hills: ({ width, height }, next) => {
    const y = () => round(height * (0.3 + next() * 0.35))
    const [a, b, c, d] = [y(), y(), y(), y()]
    const third = round(width / 3)
    return [{ kind: 'path', d: `M0 ${a}C${third} ${b} ${third * 2} ${c} ${width} ${d}V${height}H0Z` }]
  },
  page: ({ width, height }, next) => {
    const gap = height / 11
    return Array.from({ length: 6 }, (_, i) => ({
      kind: 'rect',
      x: round(width * 0.56),
      y: round(gap * (i + 1)),
      width: round(width * (next() < 0.25 ? 0.18 : 0.3 + next() * 0.08)),
      height: round(gap * 0.32),
    }))
  },
  dots: ({ width, height }, next) => {
    const columns = 8
    const step = (width * 0.56) / columns
    const rows = Math.floor((height * 0.75) / step)
    const shapes: Shape[] = []
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        shapes.push({
          kind: 'circle',
          cx: round(width - step * (column + 0.6)),
          cy: round(step * (row + 0.6)),
          r: round(step * (0.1 + 0.28 * next())),
        })
    return shapes
  },
  fold: ({ width, height }, next) => {
    const x = round(width * (0.4 + next() * 0.3))
    const foot = round(x - width * (0.1 + next() * 0.3))
    return [{ kind: 'path', d: `M${x} 0H${width}V${height}H${foot}Z` }]
  },
  moons: ({ width, height }, next) => {
    const r = round(height * (0.2 + next() * 0.06))
    const full = Math.floor(next() * 4)
    return Array.from({ length: 4 }, (_, i) => {
      const at = { cx: round(width - r * 1.1 - i * r * 1.35), cy: round(height * 0.34) }
      return i === full ? { kind: 'circle', ...at, r } : { kind: 'ring', ...at, r, stroke: 2 }
    })
  },
} satisfies Record<string, Motif>

type MotifKind = keyof typeof motifs
export const motifKinds = Object.keys(motifs) as readonly MotifKind[]

export function motif(kind: MotifKind, frame: Frame, next: () => number): Shape[] {
  return (motifs[kind] as Motif)(frame, next)
}

const round = (value: number) => Math.round(value * 10) / 10
