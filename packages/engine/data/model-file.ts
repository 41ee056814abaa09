// One container for every trained model, the "model pack": a JSON header and typed arrays, little-endian.
//
//   bytes 0..7    "LECTERN" and a newline
//   bytes 8..11   version of this layout (uint32)
//   bytes 12..15  length of the header (uint32)
//   bytes 16..23  length of the whole file (uint64)
//   bytes 24..27  XXH32 of all bytes from 28 on, seeded with the XXH32 of bytes 0..23 (uint32)
//   bytes 28..31  zero
//   header        JSON in ASCII, padded with spaces: { kind, meta, facts?, arrays: [{ name, type, offset, length, rows? }] }
//   arrays        each on an 8-byte boundary, at its offset from the end of the header
//
// Version 1 had no length and no sum: its header begins at byte 16 and names the bytes of the arrays. It is still read.
import { type Int8Rows, type RowMatrix, toFloat32 } from './row-matrix.ts'
import { xxHash32 } from './xxhash32.ts'

const magic = 'LECTERN\n'
const layoutVersion = 2
const prefixBytes = 32
const sumAt = 24
const arrayTypes = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array, i8: Int8Array } as const
type ArrayType = keyof typeof arrayTypes

export type ModelArray = Float32Array | Float64Array | Int32Array | Uint8Array | Int8Rows

export interface ModelFile {
  /** Which model wrote it, with the version of its own layout: `ease/1`. */
  readonly kind: string
  /** What the model needs besides arrays; anything JSON can hold. */
  readonly meta: unknown
  /** What people want to know of it: on what it was trained, how good it was. No model reads it. */
  readonly facts?: unknown
  readonly arrays: Readonly<Record<string, ModelArray>>
}

/** An 8-bit array has its `rows` scales (f32) behind it, at the next boundary. */
interface Entry {
  readonly name: string
  readonly type: ArrayType
  readonly offset: number
  readonly length: number
  readonly rows?: number
}

/** The bytes of a model; equal values give equal bytes. Allocates the whole file once. */
export function writeModelFile(file: ModelFile): Uint8Array {
  let bytes = 0
  const place = (length: number): number => {
    const offset = bytes
    bytes = aligned(bytes + length)
    return offset
  }
  const entries = Object.entries(file.arrays).map(([name, array]): Entry => {
    const { values, scales } = partsOf(array)
    const entry = { name, type: typeOf(values), offset: place(values.byteLength), length: values.length }
    if (scales === null) return entry
    place(scales.byteLength)
    return { ...entry, rows: scales.length }
  })
  const { kind, meta, facts } = file
  const header = asciiJson({ kind, meta, ...(facts !== undefined && { facts }), arrays: entries })
  const start = aligned(prefixBytes + header.length)
  const out = new Uint8Array(start + bytes)
  writeAscii(out, 0, magic)
  const view = new DataView(out.buffer)
  view.setUint32(8, layoutVersion, true)
  view.setUint32(12, start - prefixBytes, true)
  view.setBigUint64(16, BigInt(out.length), true)
  writeAscii(out, prefixBytes, header.padEnd(start - prefixBytes))
  for (const { name, offset } of entries) {
    const { values, scales } = partsOf(file.arrays[name]!)
    out.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start + offset)
    if (scales !== null)
      out.set(
        new Uint8Array(scales.buffer, scales.byteOffset, scales.byteLength),
        start + aligned(offset + values.byteLength),
      )
  }
  view.setUint32(sumAt, checksum(out), true)
  return out
}

/** Name of the model in a file, for choosing who loads it. Throws like `readModelFile`. */
export function modelFileKind(bytes: Uint8Array): string {
  return readHeader(bytes).header.kind
}

/**
 * Reads a file, of the given kind when one is given. Arrays are views on `bytes` when it starts on an 8-byte boundary,
 * copies otherwise. Throws, saying which, on bytes that are no model file, are cut short, were changed after writing, come
 * from a newer program, or hold another kind. Reads every byte once, to check the sum.
 */
export function readModelFile(bytes: Uint8Array, kind?: string): ModelFile {
  const { header, start } = readHeader(bytes)
  if (kind !== undefined && header.kind !== kind)
    throw new Error(`model file: it holds ${JSON.stringify(header.kind)}, expected ${JSON.stringify(kind)}`)
  const held = (bytes.byteOffset + start) % 8 === 0 ? bytes : bytes.slice()
  const arrays: Record<string, ModelArray> = {}
  for (const entry of header.arrays) arrays[Object(entry).name] = readArray(held, start, entry)
  return {
    kind: header.kind,
    meta: header.meta,
    ...(header.facts !== undefined && { facts: header.facts }),
    arrays,
  }
}

/**
 * The array of that name and type, of that length when one is given; 8-bit rows are given as single precision (a copy) where
 * that is asked for. Throws when it is not there.
 */
export function arrayOf<T extends Exclude<ModelArray, Int8Rows>>(
  file: ModelFile,
  name: string,
  type: new (length: number) => T,
  length?: number,
): T {
  const found = file.arrays[name]
  const array =
    found !== undefined && 'scales' in found && (type as unknown) === Float32Array ? toFloat32(found) : found
  if (!(array instanceof type) || (length !== undefined && array.length !== length))
    throw new Error(
      `model file: ${file.kind} needs an array ${JSON.stringify(name)} of ${length ?? 'some'} ${type.name} values`,
    )
  return array
}

/** The matrix of that name and shape in the precision it was written in, without a copy. Throws when it is not there. */
export function matrixOf(
  file: ModelFile,
  name: string,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): RowMatrix {
  const found = file.arrays[name]
  if (
    found !== undefined &&
    'scales' in found &&
    found.scales.length === rows &&
    found.values.length === rows * columns
  )
    return found
  return arrayOf(file, name, Float32Array, rows * columns)
}

interface Header {
  readonly kind: string
  readonly meta: unknown
  readonly facts?: unknown
  readonly arrays: readonly Entry[]
}

function readArray(held: Uint8Array, start: number, entry: Entry): ModelArray {
  const { name, type, offset, length, rows } = Object(entry) as Entry
  const view = Object.hasOwn(arrayTypes, type) ? arrayTypes[type] : undefined
  const scalesAt = aligned(offset + length * (view?.BYTES_PER_ELEMENT ?? 0))
  const end = rows === undefined ? offset + length * (view?.BYTES_PER_ELEMENT ?? 0) : scalesAt + 4 * rows
  const sound = view !== undefined && whole(offset) && whole(length) && offset % 8 === 0 && start + end <= held.length
  if (!sound || (type === 'i8') !== (rows !== undefined && whole(rows)))
    throw new Error(`model file: damaged entry for array ${JSON.stringify(name)}`)
  const buffer = held.buffer as ArrayBuffer
  const values = new view(buffer, held.byteOffset + start + offset, length)
  if (!(values instanceof Int8Array)) return values
  return { values, scales: new Float32Array(buffer, held.byteOffset + start + scalesAt, rows) }
}

function readHeader(bytes: Uint8Array): { header: Header; start: number } {
  if (readAscii(bytes, 0, Math.min(8, bytes.length)) !== magic)
    throw new Error('model file: these bytes are not a Lectern model file')
  if (bytes.length < 16) throw new Error(`model file: cut short at ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint32(8, true)
  if (version !== 1 && version !== layoutVersion)
    throw new Error(
      `model file: layout version ${version}; this program reads versions 1 and ${layoutVersion}: a newer one wrote it`,
    )
  const from = version === 1 ? 16 : prefixBytes
  if (version !== 1) checkWhole(bytes, view)
  const start = from + view.getUint32(12, true)
  if (bytes.length < start)
    throw new Error(`model file: cut short at ${bytes.length} bytes, the header alone needs ${start}`)
  const header = parseHeader(readAscii(bytes, from, start))
  if (version === 1) {
    const { bytes: arrays } = header as Header & { bytes?: unknown }
    if (!whole(arrays)) throw new Error('model file: the header is damaged')
    if (bytes.length < start + arrays)
      throw new Error(`model file: cut short at ${bytes.length} of ${start + arrays} bytes`)
  }
  return { header, start }
}

/** The file has the length and the sum that it says. */
function checkWhole(bytes: Uint8Array, view: DataView): void {
  if (bytes.length < prefixBytes) throw new Error(`model file: cut short at ${bytes.length} bytes`)
  const length = Number(view.getBigUint64(16, true))
  if (bytes.length < length) throw new Error(`model file: cut short at ${bytes.length} of ${length} bytes`)
  if (bytes.length > length)
    throw new Error(`model file: ${bytes.length - length} bytes follow its end: it is not as it was written`)
  const [written, found] = [view.getUint32(sumAt, true), checksum(bytes)]
  if (written !== found)
    throw new Error(
      `model file: damaged: its sum (XXH32) is ${found.toString(16)}, ${written.toString(16)} when it was written`,
    )
}

const checksum = (bytes: Uint8Array) => xxHash32(bytes.subarray(sumAt + 4), xxHash32(bytes.subarray(0, sumAt)))

function parseHeader(text: string): Header {
  let header: unknown
  try {
    header = JSON.parse(text)
  } catch (cause) {
    throw new Error('model file: the header is damaged', { cause })
  }
  const { kind, arrays } = Object(header) as Partial<Header>
  if (typeof kind !== 'string' || !Array.isArray(arrays)) throw new Error('model file: the header is damaged')
  return header as Header
}

const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const aligned = (offset: number) => Math.ceil(offset / 8) * 8

const partsOf = (array: ModelArray) =>
  'scales' in array ? array : { values: array as Exclude<ModelArray, Int8Rows>, scales: null }

function typeOf(array: unknown): ArrayType {
  for (const [type, view] of Object.entries(arrayTypes)) if (array instanceof view) return type as ArrayType
  throw new TypeError('model file: an array is of a type the file cannot hold')
}

/** JSON with every character above ASCII escaped, so that one character is one byte. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function writeAscii(out: Uint8Array, from: number, text: string): void {
  for (let k = 0; k < text.length; k++) out[from + k] = text.charCodeAt(k)
}

function readAscii(bytes: Uint8Array, from: number, to: number): string {
  const parts: string[] = []
  for (let k = from; k < to; k += 4096) parts.push(String.fromCharCode(...bytes.subarray(k, Math.min(to, k + 4096))))
  return parts.join('')
}
