import { historyOf } from '../data/history.ts'
import type { Interaction } from '../data/interaction-source.ts'
import { buildInteractions } from '../data/interactions.ts'
import { type TinyWorld, tinyWorldAt } from './checkerboard.ts'

/**
 * Items stand in a circle; reader k walks from item k over the next `steps` items, one a second. After two neighbours the
 * next one in the direction of the walk must come first: what a model of order must know and a model of sets cannot.
 */
export async function procession(size = 12, steps = 4): Promise<TinyWorld> {
  const name = (number: number) => String(number % size).padStart(4, '0')
  const events: Interaction[] = []
  for (let reader = 0; reader < size; reader++)
    for (let step = 0; step < steps; step++)
      events.push({ reader: name(reader), item: name(reader + step), at: tinyWorldAt + 1000 * step, weight: 1 })
  const interactions = await buildInteractions(() => events)
  const row = (number: number) => interactions.itemIds.row(name(number))
  const cases = Array.from({ length: size }, (_, k) => ({
    history: historyOf([
      { row: row(k), at: tinyWorldAt },
      { row: row(k + 1), at: tinyWorldAt + 1000 },
    ]),
    best: row(k + 2),
  }))
  return { interactions, cases }
}
