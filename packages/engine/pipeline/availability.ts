import type { Catalogue } from './slate.ts'
import type { Filter } from './stage.ts'

/** Items taken out of the corpus, and items scheduled for later. */
export const available: Filter = {
  name: 'available',
  reason: 'not available now',
  keyOf: ({ now }, catalogue) => `${versionOf(catalogue)} ${stillToCome(catalogue, now)}`,
  refuse: ({ state, request, refused }, code) => {
    const { available: open, newestFirst } = state.catalogue
    let count = 0
    for (let row = 0; row < refused.length; row++) {
      const hit = open[row] === 0 && refused[row] === 0 ? 1 : 0
      refused[row]! += hit * code
      count += hit
    }
    for (let k = stillToCome(state.catalogue, request.now) - 1; k >= 0; k--) {
      if (refused[newestFirst[k]!] !== 0) continue
      refused[newestFirst[k]!] = code
      count++
    }
    return count
  },
}

/** How many rows, all at the head of `newestFirst`, become part of the catalogue only later. */
function stillToCome({ addedAt, newestFirst }: Catalogue, now: number): number {
  let count = 0
  while (count < newestFirst.length && addedAt[newestFirst[count]!]! > now) count++
  return count
}

interface Seen {
  readonly copy: Uint8Array
  version: number
}
const seen = new WeakMap<Uint8Array, Seen>()

/** A number that changes whenever the column was changed in place: comparing it with a copy costs a tenth of walking it. */
function versionOf({ available: open }: Catalogue): number {
  let last = seen.get(open)
  if (last === undefined) {
    last = { copy: open.slice(), version: 0 }
    seen.set(open, last)
  } else if (!equal(open, last.copy)) {
    last.copy.set(open)
    last.version++
  }
  return last.version
}

/** 32 rows at a time, as four numbers. Ones and zeros never make a NaN, so two equal columns are equal as numbers too. */
function equal(a: Uint8Array, b: Uint8Array): boolean {
  const words = a.byteOffset % 8 === 0 ? (a.length >> 5) << 2 : 0
  const x = new Float64Array(a.buffer, words === 0 ? 0 : a.byteOffset, words)
  const y = new Float64Array(b.buffer, 0, words)
  for (let k = 0; k < words; k += 4)
    if (x[k] !== y[k] || x[k + 1] !== y[k + 1] || x[k + 2] !== y[k + 2] || x[k + 3] !== y[k + 3]) return false
  for (let row = 8 * words; row < a.length; row++) if (a[row] !== b[row]) return false
  return true
}
