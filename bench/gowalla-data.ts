import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { interactionsOfRows, type RankingTask } from './full-ranking.ts'
import { publicData } from './public-data.ts'

/** Check-ins of 29,858 readers at 40,981 places in the split of LightGCN: top 20 of all places, no validation set. */
export function readGowalla(): RankingTask {
  const folder = publicData('gowalla-lightgcn')
  const [train, test] = [readRows(`${folder}/train.txt.gz`), readRows(`${folder}/test.txt.gz`)]
  const items = 1 + [...train, ...test].reduce((most, row) => row.reduce((a, b) => Math.max(a, b), most), -1)
  return {
    train: interactionsOfRows(
      train.map((row) => row.map((item) => ({ item }))),
      items,
    ),
    targets: train.map((_, reader) => Int32Array.from(test[reader] ?? [])),
    k: 20,
  }
}

/** Lines `reader item item ...`: the distinct items of each reader number. */
function readRows(path: string): number[][] {
  const rows: number[][] = []
  for (const line of gunzipSync(readFileSync(path)).toString().split('\n')) {
    if (line === '') continue
    const [reader, ...items] = line.trim().split(' ').map(Number)
    rows[reader!] = [...new Set(items)]
  }
  return Array.from(rows, (row) => row ?? [])
}
