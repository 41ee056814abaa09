// Marks at the start of a document and the zero bytes that tell where there is no mark; UTF-32, which runtimes dropped.

interface Mark {
  readonly encoding: string
  /** In bytes. */
  readonly length: number
}

const marks: readonly (Mark & { readonly bytes: readonly number[] })[] = [
  { encoding: 'utf-32le', bytes: [0xff, 0xfe, 0, 0], length: 4 },
  { encoding: 'utf-32be', bytes: [0, 0, 0xfe, 0xff], length: 4 },
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf], length: 3 },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe], length: 2 },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff], length: 2 },
]

export const markOf = (bytes: Uint8Array): Mark | null =>
  marks.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte)) ?? null

/** By where the zeros are around `<` or `{`, the first letter of what is read here. */
export function detectUnmarked(bytes: Uint8Array): string | null {
  const zeros = [0, 1, 2, 3].map((at) => (bytes[at] === 0 ? '0' : 'x')).join('')
  return { '000x': 'utf-32be', x000: 'utf-32le', '0x0x': 'utf-16be', x0x0: 'utf-16le' }[zeros] ?? null
}

const utf32 =
  (littleEndian: boolean) =>
  (bytes: Uint8Array): { text: string; encoding: string } | null => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const parts: string[] = []
    for (let at = 0; at + 4 <= bytes.length; at += 4) {
      const point = view.getUint32(at, littleEndian)
      if (point > 0x10ffff) return null
      parts.push(String.fromCodePoint(point))
    }
    return { text: parts.join(''), encoding: littleEndian ? 'utf-32le' : 'utf-32be' }
  }

export const wide: ReadonlyMap<string, (bytes: Uint8Array) => { text: string; encoding: string } | null> = new Map([
  ['utf-32le', utf32(true)],
  ['utf-32be', utf32(false)],
])
