import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type History, historyOf } from '@lectern/engine/data/history.ts'
import { buildInteractions, type Interactions } from '@lectern/engine/data/interactions.ts'
import type { Vocabulary } from '@lectern/engine/data/vocabulary.ts'
import { rankAmong } from '@lectern/engine/evaluation/replay-in-time.ts'
import { publicData } from './public-data.ts'

export interface BeautySequences {
  /** Item ids in order of time, one sequence per reader, 5 to 204 of them, no repeats. */
  readonly sequences: readonly (readonly string[])[]
  /** Ids as the file has them, in numeric order: ties go to the lower. They tell the order of appearance: never a feature. */
  readonly items: readonly string[]
  /** Category and brand numbers of each item. */
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

/** amazon-beauty-seq: 22,363 sequences, 12,101 items. */
export function readBeauty(): BeautySequences {
  const folder = publicData('amazon-beauty-seq')
  const text = (name: string) => gunzipSync(readFileSync(join(folder, name))).toString('utf8')
  const lines = text('Beauty.txt.gz').trimEnd().split('\n')
  const sequences = lines.map((line) => line.split(' ').slice(1))
  const items = [...new Set(sequences.flat())].sort((a, b) => Number(a) - Number(b))
  const raw = JSON.parse(text('Beauty_item2attributes.json.gz')) as Record<string, number[]>
  const attributes = Object.fromEntries(items.map((id) => [id, (raw[id] ?? []).map(String)]))
  return { sequences, items, attributes }
}

export type BeautySplit = 'validation' | 'testA' | 'testB'

/** Items at the end of each sequence that training, and the history, do not see; the next one is the target. */
const heldOut = {
  validation: { training: 2, history: 2 },
  testA: { training: 2, history: 1 },
  testB: { training: 1, history: 1 },
} as const

/** The training part of a split; the place in the sequence is the time. */
export function trainingOf({ sequences }: BeautySequences, split: BeautySplit): Promise<Interactions> {
  return buildInteractions(function* () {
    for (const [reader, sequence] of sequences.entries())
      for (const [at, item] of sequence.slice(0, -heldOut[split].training).entries())
        yield { reader: String(reader), item, at, weight: 1 }
  })
}

export interface BeautyModel {
  readonly items: Vocabulary
  score(history: History, now: number): Float32Array
}

/** Rank of each reader's target among all items but those of the history, ties to the lower id; items unknown to the model last. */
export function ranksOf(data: BeautySequences, split: BeautySplit, model: BeautyModel): Float64Array {
  const rows = data.items.map((id) => model.items.row(id))
  const place = new Map(data.items.map((id, k) => [id, k]))
  const { history: left } = heldOut[split]
  const scores = new Float32Array(data.items.length)
  return Float64Array.from(data.sequences, (sequence) => {
    const known = sequence.slice(0, -left)
    const history = historyOf(known.map((id, at) => ({ row: model.items.row(id), at })))
    const given = model.score(history, known.length)
    for (let k = 0; k < rows.length; k++) scores[k] = rows[k]! < 0 ? lowest : given[rows[k]!]!
    for (const id of known) scores[place.get(id)!] = lowest
    return rankAmong(scores, place.get(sequence.at(-left)!)!)
  })
}

/** Below every score of a model; finite, so that it can be compared. */
const lowest = -3e38
