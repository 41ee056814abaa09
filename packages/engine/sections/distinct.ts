/** Keeps a page from showing a candidate twice, or two that tell the same story. */
interface Distinct {
  /** The first `most` of the order that nothing taken holds already and that do not repeat one another. O(order). */
  left(order: Int32Array, most: number): Int32Array
  take(list: Int32Array): void
}

/** Candidates with equal codes of 0 or more in `stories` tell the same story. */
export function newDistinct(stories: Int32Array): Distinct {
  const taken = new Set<number>()
  const told = new Set<number>()
  return {
    left(order, most) {
      const here = new Set<number>()
      const kept: number[] = []
      for (const k of order) {
        if (kept.length >= most) break
        const story = stories[k]!
        if (taken.has(k) || (story >= 0 && (told.has(story) || here.has(story)))) continue
        if (story >= 0) here.add(story)
        kept.push(k)
      }
      return Int32Array.from(kept)
    },
    take(list) {
      for (const k of list) {
        taken.add(k)
        if (stories[k]! >= 0) told.add(stories[k]!)
      }
    },
  }
}
