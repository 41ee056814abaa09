/** The known name that a mistyped one most likely meant: at most two letters away, and fewer than half of the longer one; else null. */
export function nearMiss(written: string, known: readonly string[]): string | null {
  let best: string | null = null
  let least = 3
  for (const name of known) {
    const away = editDistance(written.toLowerCase(), name.toLowerCase())
    if (away < least && 2 * away < Math.max(written.length, name.length)) {
      best = name
      least = away
    }
  }
  return best
}

/** Letters to change, add, drop or swap with the next: restricted Damerau-Levenshtein distance. Long names are not compared. */
function editDistance(a: string, b: string): number {
  if (a.length > 64 || b.length > 64) return Number.POSITIVE_INFINITY
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, k) => k)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change, swap))
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
