import { topRows } from '../../data/top-rows.ts'
import type { Proposal, StageContext } from '../stage.ts'

export type Named = Proposal & { readonly source: string }

/**
 * Candidates that the request names itself, whatever the sources propose: its pins in the order of their slots, what is
 * shown in each sponsored slot, and of each promotion the most popular rows, as many as the list has slots.
 */
export function askedFor({ request, state, refused }: StageContext): Named[] {
  const { pins = [], promotions = [], sponsored = [] } = request.rules ?? {}
  const pinned = [...pins].sort((a, b) => a.slot - b.slot).map(({ row }) => row)
  const allowed = pinned.filter((row) => refused[row] === 0) // nor a row outside the catalogue
  const { strength } = state.popularity
  return [
    { source: 'pins', ...proposal(Int32Array.from(allowed)) },
    ...sponsored.map(({ name, rows }) => ({
      source: `sponsored ${name}`,
      ...proposal(Int32Array.from(rows.filter((row) => refused[row] === 0).slice(0, 1))),
    })),
    ...promotions.map(({ name, holds }) => {
      const closed = refused.map((code, row) => (code !== 0 || holds[row] !== 1 ? 1 : 0))
      return { source: `promotion ${name}`, ...proposal(topRows(strength, request.take, closed)) }
    }),
  ]
}

function proposal(rows: Int32Array): Proposal {
  return { rows, scores: Float64Array.from(rows, (_, k) => 1 / (1 + k)) }
}
