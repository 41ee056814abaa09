import type { Rerank, StageContext } from '../stage.ts'
import { rescored } from './ranked.ts'

export interface RotationOptions {
  /** Share of its score, 0 to 1, that a row loses when it was first shown just now. */
  readonly rate: number
  /** From this long ago on nothing is lost. */
  readonly withinMs: number
}

/**
 * Rows that this reader was shown lose up to `rate` of their score, evenly less the longer ago the first time was, nothing
 * after `withinMs`; the loss is the part `rotation` of the reason. `rules.rotation` of a request goes first.
 */
export function rotation(options?: RotationOptions): Rerank {
  if (options !== undefined) refuse(options)
  return {
    name: 'rotation',
    about: 'Lowers what this reader was shown lately',
    ...(options !== undefined && { weights: { ...options } }),
    arrange: ({ request }, ranked) => {
      const asked = request.rules?.rotation ?? options
      if (asked === undefined || request.shown === undefined || request.shown.size === 0) return ranked
      refuse(asked)
      const lost = shareLost(request, asked)
      return rescored(
        ranked,
        ranked.scores.map((score, k) => 0 - Math.abs(score) * lost(ranked.rows[k]!)),
        'rotation',
      )
    },
  }
}

function shareLost({ shown, now }: StageContext['request'], { rate, withinMs }: RotationOptions) {
  return (row: number): number => {
    const view = shown?.get(row)
    if (view === undefined || view.times <= 0) return 0
    const ageMs = Math.max(0, now - view.firstAt)
    return ageMs < withinMs ? rate * (1 - ageMs / withinMs) : 0
  }
}

function refuse({ rate, withinMs }: RotationOptions): void {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`rotation: rate is ${rate}; it must be in 0..1`)
  if (!(withinMs > 0)) throw new RangeError(`rotation: withinMs is ${withinMs}; it must be above 0`)
}
