import { KeptValues } from '../data/kept-values.ts'
import type { Catalogue } from './slate.ts'
import type { Proposal, StageContext } from './stage.ts'

/** The candidates of all sources together. */
interface Candidates {
  /** Each allowed row once, ascending. */
  readonly rows: Int32Array
  /** Beside them: bit k is set when proposal k holds the row. */
  readonly sources: Uint32Array
}

const scratch = new KeptValues<Catalogue, Uint32Array>(1)

/** Throws on more than 32 proposals. Costs what was proposed: the array as long as the catalogue is used again, zeros every time. */
export function uniteProposals(
  proposals: readonly Proposal[],
  { state, refused }: Pick<StageContext, 'state' | 'refused'>,
): Candidates {
  if (proposals.length > 32) throw new RangeError(`run: ${proposals.length} sources; at most 32 can be told apart`)
  const bits = scratch.get(state.catalogue, 'bits of rows', () => new Uint32Array(refused.length))
  const found = new Int32Array(proposals.reduce((sum, proposal) => sum + proposal.rows.length, 0))
  let count = 0
  proposals.forEach(({ rows }, k) => {
    for (let position = 0; position < rows.length; position++) {
      const row = rows[position]!
      if (refused[row] !== 0) continue // also rows outside the catalogue
      if (bits[row] === 0) found[count++] = row
      bits[row]! |= 1 << k
    }
  })
  const rows = found.subarray(0, count).sort()
  const sources = new Uint32Array(count)
  for (let position = 0; position < count; position++) {
    sources[position] = bits[rows[position]!]!
    bits[rows[position]!] = 0
  }
  return { rows, sources }
}
