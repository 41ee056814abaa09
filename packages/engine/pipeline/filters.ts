import type { Groups } from './slate.ts'
import type { Filter } from './stage.ts'

/** Items taken out of the corpus, and items scheduled for later. */
export const available: Filter = {
  name: 'available',
  reason: 'not available now',
  refuse: ({ state, request, refused }, code) => {
    const { available: open, addedAt, newestFirst } = state.catalogue
    let count = 0
    for (let row = 0; row < refused.length; row++) {
      const hit = open[row] === 0 && refused[row] === 0 ? 1 : 0
      refused[row]! += hit * code
      count += hit
    }
    for (let k = 0; k < newestFirst.length && addedAt[newestFirst[k]!]! > request.now; k++) {
      if (refused[newestFirst[k]!] !== 0) continue
      refused[newestFirst[k]!] = code
      count++
    }
    return count
  },
}

/** What the reader already opened, finished or dismissed. The history counts as seen. */
export const seen: Filter = {
  name: 'seen',
  reason: 'already seen or dismissed',
  refuse: ({ request, refused }, code) =>
    mark(request.seen, refused, code) + mark(request.history.items, refused, code),
}

/** Publishers, topics and items the reader does not want. */
export const blocked: Filter = {
  name: 'blocked',
  reason: 'hidden by the reader',
  refuse: ({ request, state, refused }, code) => {
    const { items, publishers, topics } = request.blocked
    const { publisher, topic } = state.catalogue.rowsOf
    const to = { refused, code }
    return mark(items, refused, code) + markGroups(publisher, publishers, to) + markGroups(topic, topics, to)
  },
}

/** Items in another language than asked for; an item of unknown language stays. */
export const language: Filter = {
  name: 'language',
  reason: 'in another language',
  refuse: ({ request, state, refused }, code) => {
    const wanted = request.languages ?? []
    if (wanted.length === 0) return 0
    const others: number[] = []
    state.catalogue.languages.ids.forEach((id, language) => {
      if (!wanted.includes(id)) others.push(language)
    })
    return markGroups(state.catalogue.rowsOf.language, others, { refused, code })
  },
}

function mark(rows: Iterable<number>, refused: Uint8Array, code: number): number {
  let count = 0
  for (const row of rows) {
    if (refused[row] !== 0) continue // also rows outside the catalogue
    refused[row] = code
    count++
  }
  return count
}

function markGroups(
  groups: Groups,
  codes: Iterable<number>,
  { refused, code }: { readonly refused: Uint8Array; readonly code: number },
): number {
  let count = 0
  for (const group of codes) {
    const end = groups.indptr[group + 1] ?? 0
    for (let k = groups.indptr[group] ?? 0; k < end; k++) {
      const row = groups.rows[k]!
      if (refused[row] !== 0) continue
      refused[row] = code
      count++
    }
  }
  return count
}
