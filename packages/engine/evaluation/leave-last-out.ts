import { type InteractionSource, readInteractions } from '../data/interaction-source.ts'
import { buildInteractions, type InteractionLimits } from '../data/interactions.ts'
import type { TimeSplit } from './split.ts'
import { splitTargets } from './split-targets.ts'

/**
 * Holds out the newest item of each reader with two or more: all its events of that reader leave training. For comparison
 * with papers only: a reader's training may lie after another's target, so models learn from the future, and their order
 * can differ from the real one (Ji et al., TOIS 2023, arXiv 2010.11060). The clock of models stands after the last event.
 */
export async function leaveLastOut(source: InteractionSource, limits: InteractionLimits = {}): Promise<TimeSplit> {
  const newest = new Map<string, { item: string; at: number; several: boolean }>()
  let last = Number.NEGATIVE_INFINITY
  await readInteractions(source, ({ reader, item, at }) => {
    last = Math.max(last, at)
    const known = newest.get(reader)
    if (known === undefined) newest.set(reader, { item, at, several: false })
    else {
      known.several ||= item !== known.item
      if (at > known.at || (at === known.at && item > known.item)) Object.assign(known, { item, at })
    }
  })
  const held = (reader: string) => {
    const known = newest.get(reader)
    return known?.several ? known.item : undefined
  }
  const itemsBefore = new Set<string>()
  let testEvents = 0
  await readInteractions(source, ({ reader, item }) => {
    if (held(reader) === item) testEvents++
    else itemsBefore.add(item)
  })
  const rest: InteractionSource = async function* () {
    for await (const one of source()) if (held(one.reader) !== one.item) yield one
  }
  const byReader = new Map<string, readonly string[]>()
  for (const [reader, { item, several }] of newest) if (several) byReader.set(reader, [item])
  const train = await buildInteractions(rest, limits)
  return splitTargets({ at: last + 1, train, byReader, itemsBefore, minHistory: 1, testEvents })
}
