// Rows of a delimited file or of JSON Lines, block by block, each with its line, and how many bytes are done.
import { CsvError, parse } from 'csv-parse'
import { Failure } from '../kernel/failure.ts'
import type { Layout } from './format.ts'

/** Longer rows are broken: an unclosed quote would otherwise swallow the rest of the file. */
const maxRowBytes = 4 * 1024 * 1024
const quoteByte = 0x22
const lineFeed = 0x0a

export type Row =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly broken: string }

interface Block {
  readonly rows: readonly Row[]
  /** The bytes that these rows took, line ends included: all blocks together are the file up to here. */
  readonly bytes: Buffer
}

interface Reading {
  readonly layout: Layout
  /** For JSON Lines: the keys whose values become the cells. */
  readonly columns: readonly string[]
  /** The file was cut short: what follows its last line end is no row. */
  readonly truncated: boolean
}

export async function* readBlocks(chunks: AsyncIterable<Buffer>, reading: Reading): AsyncGenerator<Block> {
  const { delimiter, quoted } = reading.layout
  const rowOf = delimiter === 'jsonl' ? jsonRow(reading.columns) : plainRow(delimiter)
  let line = 0
  let tail: Buffer = Buffer.alloc(0)
  const iterator = chunks[Symbol.asyncIterator]()
  const rest = { [Symbol.asyncIterator]: () => iterator }
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    const all = tail.length === 0 ? next.value : Buffer.concat([tail, next.value])
    if (quoted && all.includes(quoteByte)) {
      // Up to the first quote a row is a line, and splitting those takes a fifth of the parser's time.
      yield* quotedBlocks(startWith(all, rest), { reading, linesBefore: line })
      return
    }
    const size = all.lastIndexOf(lineFeed) + 1
    tail = all.subarray(size)
    if (tail.length > maxRowBytes) throw new Failure('data', `Line ${line + 1} is longer than 4 MiB.`)
    if (size > 0) yield linesOf(all.subarray(0, size))
  }
  if (!reading.truncated && tail.length > 0) yield linesOf(tail)

  function linesOf(bytes: Buffer): Block {
    const rows: Row[] = []
    const lines = bytes.toString('utf8').split('\n')
    if (lines.at(-1) === '') lines.pop()
    for (const each of lines) {
      line += 1
      const bare = line === 1 && each.charCodeAt(0) === 0xfeff ? each.slice(1) : each
      const text = bare.endsWith('\r') ? bare.slice(0, -1) : bare
      if (text !== '') rows.push(rowOf(text, line))
    }
    return { rows, bytes }
  }
}

async function* startWith(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* rest
}

const plainRow =
  (delimiter: string) =>
  (text: string, line: number): Row => ({ line, cells: text.split(delimiter) })

async function* quotedBlocks(
  chunks: AsyncIterable<Buffer>,
  { reading, linesBefore }: { readonly reading: Reading; readonly linesBefore: number },
): AsyncGenerator<Block> {
  let rows: Row[] = []
  let line = linesBefore + 1
  let end = 0
  const parser = parse({
    delimiter: reading.layout.delimiter,
    bom: linesBefore === 0,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maxRowBytes,
    on_record: (cells: string[], { bytes, lines }) => {
      rows.push({ line, cells })
      line = linesBefore + lines + 1
      end = bytes
      return null
    },
    on_skip: (cause) => {
      rows.push({ line, broken: reasonOf(cause) })
      line = linesBefore + (cause instanceof CsvError ? Number(cause.lines) : line) + 1
    },
  })
  let failure: unknown
  parser.on('error', (cause) => {
    failure = cause
  })
  let tail: Buffer = Buffer.alloc(0)
  let done = 0
  const take = (): Block => {
    const size = Math.min(Math.max(0, end - done), tail.length)
    const block = { rows, bytes: tail.subarray(0, size) }
    rows = []
    done += size
    tail = tail.subarray(size)
    return block
  }
  for await (const chunk of chunks) {
    tail = tail.length === 0 ? chunk : Buffer.concat([tail, chunk])
    if (!parser.write(chunk)) await new Promise((go) => parser.once('drain', go))
    if (failure) throw failure
    yield take()
  }
  if (reading.truncated) return
  await new Promise((go) => {
    parser.once('end', go).once('error', go).resume()
    parser.end()
  })
  if (failure) throw failure
  end = done + tail.length
  yield take()
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof CsvError ? cause.code : ''
  if (code === 'CSV_MAX_RECORD_SIZE') return 'the row is longer than 4 MiB: a quote is not closed'
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is not closed'
  return 'quotes are not as CSV has them'
}

const jsonRow =
  (columns: readonly string[]) =>
  (text: string, line: number): Row => {
    try {
      const cells = cellsOf(JSON.parse(text), columns)
      if (cells !== null) return { line, cells }
    } catch (cause) {
      // What is nested too deep is read, but cannot be written again.
      if (cause instanceof RangeError) return { line, broken: 'the line is nested too deep' }
    }
    return { line, broken: 'the line is not one JSON object' }
  }

function cellsOf(value: unknown, columns: readonly string[]): string[] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const row = value as Record<string, unknown>
  return columns.map((name) => {
    const cell = row[name]
    if (cell === undefined || cell === null) return ''
    return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  })
}
