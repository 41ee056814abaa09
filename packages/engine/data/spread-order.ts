/** Members of one list that get in each other's way: those with the same code, 0 or more; -1 is alone. */
interface SpreadGroup {
  /** By position. */
  readonly codes: ArrayLike<number>
  /** What each member higher in the list leaves of a worth: 1 no effect, 0 at most one each. */
  readonly left: number
  /** Codes of what stands above the whole list already. */
  readonly above?: readonly number[]
}

/**
 * Greedy spread: each slot takes the position with the largest worth * product over groups of left^(members of its group
 * above), ties by the order before. Answers positions, the first `take` spread, the others behind in their order.
 * The idea of maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998) with categories for similarity.
 * `worth`, 0 or more, must not rise; at most take * positions products, mostly far fewer.
 */
export function spreadOrder(worth: ArrayLike<number>, groups: readonly SpreadGroup[], take: number): Int32Array {
  const size = worth.length
  const discounts = groups.map((group) => discountsOf(group, size))
  const order = new Int32Array(size)
  const placed = new Uint8Array(size)
  const slots = Math.min(take, size)
  let first = 0
  for (let slot = 0; slot < slots; slot++) {
    while (placed[first] === 1) first++
    let best = first
    let bestValue = -1
    // Worth falls and discounts are at most 1: no later position can win once its whole worth is not above the best.
    for (let k = first; k < size && worth[k]! > bestValue; k++) {
      if (placed[k] === 1) continue
      let left = 1
      for (let g = 0; g < groups.length; g++) left *= discounts[g]![groups[g]!.codes[k]! + 1]!
      if (worth[k]! * left > bestValue) {
        best = k
        bestValue = worth[k]! * left
      }
    }
    placed[best] = 1
    order[slot] = best
    for (let g = 0; g < groups.length; g++) {
      const code = groups[g]!.codes[best]!
      if (code >= 0) discounts[g]![code + 1]! *= groups[g]!.left
    }
  }
  let next = slots
  for (let k = 0; k < size; k++) if (placed[k] === 0) order[next++] = k
  return order
}

/** What is left by code, at code + 1; -1 keeps 1. */
function discountsOf({ codes, left, above = [] }: SpreadGroup, size: number): Float64Array {
  let most = above.reduce((largest, code) => Math.max(largest, code), -1)
  for (let k = 0; k < size; k++) if (codes[k]! > most) most = codes[k]!
  const discounts = new Float64Array(most + 2).fill(1)
  for (const code of above) if (code >= 0) discounts[code + 1]! *= left
  return discounts
}
