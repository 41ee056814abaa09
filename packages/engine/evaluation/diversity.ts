// Intra-list diversity: mean distance of the pairs of a list.
// Smyth and McClave, ICCBR 2001; Ziegler et al., WWW 2005. O(k^2) distances per list.
import type { ListMeasure } from './list-measure.ts'

/** `distance` is symmetric, for example 1 - cosine of content vectors, or 0 for the same topic and 1 for another. A list of fewer than two has 0. */
export function intraListDiversity(distance: (a: number, b: number) => number): ListMeasure {
  return (list) => {
    let sum = 0
    for (let a = 0; a < list.length; a++) for (let b = 0; b < a; b++) sum += distance(list[a]!, list[b]!)
    return list.length < 2 ? 0 : (2 * sum) / (list.length * (list.length - 1))
  }
}
