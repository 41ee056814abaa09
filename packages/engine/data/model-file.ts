// One container for every trained model: a JSON header and typed arrays, little-endian, each array on an 8-byte boundary.
//
//   bytes 0..7   "LECTERN" and a newline
//   bytes 8..11  version of this layout (uint32)
//   bytes 12..15 length of the header (uint32)
//   header       JSON in ASCII, padded with spaces: { kind, bytes, meta, arrays: [{ name, type, offset, length }] }
//   arrays       at their offsets
//
// There is no checksum: whoever stores the file keeps its SHA-256.

const magic = 'LECTERN\n'
const layoutVersion = 1
const arrayTypes = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array } as const
type ArrayType = keyof typeof arrayTypes

export type ModelArray = Float32Array | Float64Array | Int32Array | Uint8Array

export interface ModelFile {
  /** Which model wrote it, with the version of its own layout: `ease/1`. */
  readonly kind: string
  /** Anything JSON can hold. */
  readonly meta: unknown
  readonly arrays: Readonly<Record<string, ModelArray>>
}

interface Entry {
  readonly name: string
  readonly type: ArrayType
  readonly offset: number
  readonly length: number
}

/** The bytes of a model; equal values give equal bytes. Allocates the whole file once. */
export function writeModelFile(file: ModelFile): Uint8Array {
  const layout = (start: number) => {
    let offset = start
    const entries = Object.entries(file.arrays).map(([name, array]): Entry => {
      const entry = { name, type: typeOf(array), offset, length: array.length }
      offset = aligned(offset + array.byteLength)
      return entry
    })
    return { entries, bytes: offset }
  }
  // The header holds offsets that depend on its own length: offsets are counted from the end of the header.
  const { entries, bytes } = layout(0)
  const header = asciiJson({ kind: file.kind, bytes, meta: file.meta, arrays: entries })
  const start = aligned(16 + header.length)
  const out = new Uint8Array(start + bytes)
  writeAscii(out, 0, magic)
  const view = new DataView(out.buffer)
  view.setUint32(8, layoutVersion, true)
  view.setUint32(12, start - 16, true)
  writeAscii(out, 16, header.padEnd(start - 16))
  for (const { name, offset } of entries) {
    const array = file.arrays[name]!
    out.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset)
  }
  return out
}

/** Name of the model in a file, for choosing who loads it. Throws like `readModelFile`. */
export function modelFileKind(bytes: Uint8Array): string {
  return readHeader(bytes).header.kind
}

/**
 * Reads a file of the given kind. Arrays are views on `bytes` when it starts on an 8-byte boundary, copies otherwise.
 * Throws on bytes that are no model file, are cut short, or hold another kind.
 */
export function readModelFile(bytes: Uint8Array, kind: string): ModelFile {
  const { header, start } = readHeader(bytes)
  if (header.kind !== kind)
    throw new Error(`model file: it holds ${JSON.stringify(header.kind)}, expected ${JSON.stringify(kind)}`)
  const held = (bytes.byteOffset + start) % 8 === 0 ? bytes : bytes.slice()
  const arrays: Record<string, ModelArray> = {}
  for (const { name, type, offset, length } of header.arrays) {
    const view = arrayTypes[type]
    if (
      view === undefined ||
      !whole(offset) ||
      !whole(length) ||
      offset + length * view.BYTES_PER_ELEMENT > header.bytes
    )
      throw new Error(`model file: damaged entry for array ${JSON.stringify(name)}`)
    arrays[name] = new view(held.buffer as ArrayBuffer, held.byteOffset + start + offset, length)
  }
  return { kind, meta: header.meta, arrays }
}

/** The array of that name and type, of that length when one is given. Throws when it is not there. */
export function arrayOf<T extends ModelArray>(
  file: ModelFile,
  name: string,
  type: new (length: number) => T,
  length?: number,
): T {
  const array = file.arrays[name]
  if (!(array instanceof type) || (length !== undefined && array.length !== length))
    throw new Error(
      `model file: ${file.kind} needs an array ${JSON.stringify(name)} of ${length ?? 'some'} ${type.name} values`,
    )
  return array
}

interface Header {
  readonly kind: string
  readonly bytes: number
  readonly meta: unknown
  readonly arrays: readonly Entry[]
}

function readHeader(bytes: Uint8Array): { header: Header; start: number } {
  if (readAscii(bytes, 0, Math.min(8, bytes.length)) !== magic)
    throw new Error('model file: these bytes are not a Lectern model file')
  if (bytes.length < 16) throw new Error(`model file: cut short at ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint32(8, true)
  if (version !== layoutVersion)
    throw new Error(`model file: layout version ${version}; this program reads version ${layoutVersion}`)
  const start = 16 + view.getUint32(12, true)
  if (bytes.length < start)
    throw new Error(`model file: cut short at ${bytes.length} bytes, the header alone needs ${start}`)
  const header = parseHeader(readAscii(bytes, 16, start))
  if (bytes.length < start + header.bytes)
    throw new Error(`model file: cut short at ${bytes.length} of ${start + header.bytes} bytes`)
  return { header, start }
}

function parseHeader(text: string): Header {
  let header: unknown
  try {
    header = JSON.parse(text)
  } catch (cause) {
    throw new Error('model file: the header is damaged', { cause })
  }
  const { kind, bytes, arrays } = Object(header) as Partial<Header>
  if (typeof kind !== 'string' || !whole(bytes) || !Array.isArray(arrays))
    throw new Error('model file: the header is damaged')
  return header as Header
}

const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const aligned = (offset: number) => Math.ceil(offset / 8) * 8

function typeOf(array: ModelArray): ArrayType {
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
