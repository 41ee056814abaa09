import { type History, historyOf } from '../data/history.ts'
import type { Interaction } from '../data/interaction-source.ts'
import { buildInteractions, type Interactions } from '../data/interactions.ts'

/** A world so small that the right answer is obvious: after each history, the item `best` must come first. */
export interface TinyWorld {
  readonly interactions: Interactions
  readonly cases: readonly { readonly history: History; readonly best: number }[]
}

/** Time of every event of the tiny worlds, Unix ms. */
export const tinyWorldAt = Date.UTC(2026, 0, 1)

/**
 * Readers and items of two colours, 0 and 1 by turns: each reader has read every item of the own colour except the item of
 * the own number, which must come first. After implicit's `get_checkerboard`.
 */
export async function checkerboard(size = 20): Promise<TinyWorld> {
  const events: Interaction[] = []
  for (let reader = 0; reader < size; reader++)
    for (let item = reader % 2; item < size; item += 2) if (item !== reader) events.push(readOf(reader, item))
  const interactions = await buildInteractions(() => events)
  const cases = Array.from({ length: size }, (_, reader) => ({
    history: historyOf(events.filter((one) => one.reader === name(reader)).map((one) => entryOf(interactions, one))),
    best: interactions.itemIds.row(name(reader)),
  }))
  return { interactions, cases }
}

/** Item k has k + 1 readers: for a reader of the most popular ones, the next most popular must come first. */
export async function staircase(size = 12): Promise<TinyWorld> {
  const events: Interaction[] = []
  for (let item = 0; item < size; item++)
    for (let reader = 0; reader <= item; reader++) events.push(readOf(reader, item))
  const interactions = await buildInteractions(() => events)
  const cases = Array.from({ length: size }, (_, read) => ({
    history: historyOf(
      events
        .filter((one) => one.reader === name(0) && Number(one.item) >= size - read)
        .map((one) => entryOf(interactions, one)),
    ),
    best: interactions.itemIds.row(name(size - 1 - read)),
  }))
  return { interactions, cases }
}

const name = (number: number) => String(number).padStart(4, '0')
const readOf = (reader: number, item: number): Interaction => ({
  reader: name(reader),
  item: name(item),
  at: tinyWorldAt,
  weight: 1,
})
const entryOf = (interactions: Interactions, one: Interaction) => ({
  row: interactions.itemIds.row(one.item),
  at: one.at,
})
