// Which file of a data set a single file is: by its name, else by the columns of its first row.
import { basename } from 'node:path'
import { Failure } from '../kernel/failure.ts'
import { unpackedBytes } from './bytes.ts'
import type { FileKind, Format } from './format.ts'
import { placeOf } from './import-file.ts'
import { readBlocks } from './records.ts'

export async function chooseKind(format: Format, path: string): Promise<FileKind> {
  const name = basename(path).replace(/\.gz$/, '')
  const named = format.kinds.find((kind) => kind.name.test(name))
  if (named) return named
  const isJson = /\.(jsonl|ndjson)$/.test(name)
  const candidates = format.kinds.filter((kind) => kind.layout.header && (kind.layout.delimiter === 'jsonl') === isJson)
  let best: { kind: FileKind; names: readonly string[]; score: number } | null = null
  for (const kind of candidates) {
    const names = isJson ? await firstKeys(path) : await firstRow(path, kind)
    const score = kind.columns.filter((column) => names.includes(column)).length / kind.columns.length
    if (best === null || score > best.score) best = { kind, names, score }
  }
  if (best === null) {
    throw new Failure('usage', `${basename(path)} is no file of the data set "${format.name}" by its name.`, {
      advice: `Name it as the data set does: ${format.kinds.map((kind) => kind.example).join(', ')}.`,
    })
  }
  placeOf(best.names, { name: basename(path), kind: best.kind })
  return best.kind
}

async function firstRow(path: string, kind: FileKind): Promise<readonly string[]> {
  for await (const { rows } of readBlocks(unpackedBytes(path), { layout: kind.layout, columns: [], truncated: true })) {
    const [row] = rows
    if (row && 'cells' in row) return row.cells
  }
  return []
}

async function firstKeys(path: string): Promise<readonly string[]> {
  let text = ''
  for await (const chunk of unpackedBytes(path)) {
    text += chunk.toString('utf8')
    if (text.includes('\n')) break
  }
  try {
    return Object.keys(JSON.parse(text.split('\n')[0] ?? '') as object)
  } catch {
    return []
  }
}
