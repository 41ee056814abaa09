import type { Interactions } from '../data/interactions.ts'
import type { TimeSplit } from './split.ts'

interface HeldOut {
  /** Unix ms: where the clock of models stands. */
  readonly at: number
  readonly train: Interactions
  /** Items held out, by reader id; each item once. */
  readonly byReader: ReadonlyMap<string, readonly string[]>
  /** Items with an event in training's source, also those a limit cut. */
  readonly itemsBefore: ReadonlySet<string>
  readonly minHistory: number
  readonly testEvents: number
}

/** Turns what was held out into rows of training: the last step of every split. */
export function splitTargets({ at, train, byReader, itemsBefore, minHistory, testEvents }: HeldOut): TimeSplit {
  const readers: number[] = []
  let newReaders = 0
  let shortHistories = 0
  for (const id of byReader.keys()) {
    const row = train.readerIds.row(id)
    if (row < 0) newReaders++
    else if (train.indptr[row + 1]! - train.indptr[row]! < minHistory) shortHistories++
    else readers.push(row)
  }
  readers.sort((a, b) => a - b)
  const indptr = [0]
  const targets: number[] = []
  let unknownTargets = 0
  let targetsFirstSeenAfter = 0
  for (const reader of readers) {
    for (const item of [...byReader.get(train.readerIds.id(reader))!].sort()) {
      const row = train.itemIds.row(item)
      targets.push(row)
      if (row < 0) unknownTargets++
      if (!itemsBefore.has(item)) targetsFirstSeenAfter++
    }
    indptr.push(targets.length)
  }
  return {
    at,
    train,
    readers: Int32Array.from(readers),
    indptr: Int32Array.from(indptr),
    targets: Int32Array.from(targets),
    facts: { testEvents, targets: targets.length, unknownTargets, targetsFirstSeenAfter, newReaders, shortHistories },
  }
}
