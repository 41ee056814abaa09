import { type InteractionSource, readInteractions } from '../data/interaction-source.ts'
import { buildInteractions, type InteractionLimits } from '../data/interactions.ts'
import type { TimeSplit } from './split.ts'
import { splitTargets } from './split-targets.ts'

/**
 * Training and test as a benchmark publishes them. Targets are a reader's test items that its training lacks, each once.
 * The clock of models stands after the last event of training; whether test lies later is the publisher's affair.
 */
export async function givenSplit(
  files: { readonly train: InteractionSource; readonly test: InteractionSource },
  options: InteractionLimits & { readonly minHistory?: number } = {},
): Promise<TimeSplit> {
  const { minHistory = 1, ...limits } = options
  const read = new Map<string, Set<string>>()
  const itemsBefore = new Set<string>()
  let last = Number.NEGATIVE_INFINITY
  await readInteractions(files.train, ({ reader, item, at }) => {
    last = Math.max(last, at)
    itemsBefore.add(item)
    const items = read.get(reader)
    if (items === undefined) read.set(reader, new Set([item]))
    else items.add(item)
  })
  const held = new Map<string, Set<string>>()
  const testEvents = await readInteractions(files.test, ({ reader, item }) => {
    if (read.get(reader)?.has(item)) return
    const items = held.get(reader)
    if (items === undefined) held.set(reader, new Set([item]))
    else items.add(item)
  })
  const byReader = new Map(Array.from(held, ([reader, items]) => [reader, [...items]]))
  const train = await buildInteractions(files.train, limits)
  return splitTargets({ at: last + 1, train, byReader, itemsBefore, minHistory, testEvents })
}
