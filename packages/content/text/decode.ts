// Bytes to text. What a document says about its encoding is believed in this order: byte order mark, content type, the
// document itself; and only as long as the bytes agree.
import { detectUnmarked, markOf, wide } from './byte-order.ts'

export interface Decoded {
  readonly text: string
  /** Name as the Encoding Standard has it, such as `utf-8` or `windows-1252`. */
  readonly encoding: string
  /** What was wrong, for a person. */
  readonly warnings: readonly string[]
}

interface DecodeOptions {
  /** The HTTP header, such as `text/xml; charset=koi8-r`. */
  readonly contentType?: string | null | undefined
}

/** A document that is mostly UTF-8 with some bytes broken keeps its letters; above this share it was never UTF-8. */
const mostBroken = 0.5
const headLength = 2048

export function decodeBytes(bytes: Uint8Array, options: DecodeOptions = {}): Decoded {
  const mark = markOf(bytes)
  const body = mark === null ? bytes : bytes.subarray(mark.length)
  const unmarked = mark === null ? detectUnmarked(bytes) : null
  const claims = [
    ...(mark === null ? [] : [{ by: 'the byte order mark', label: mark.encoding }]),
    ...(unmarked === null ? [] : [{ by: 'the pattern of its bytes', label: unmarked }]),
    ...claimOf('the content type', /charset\s*=\s*["']?([\w.:-]+)/i.exec(options.contentType ?? '')),
    ...claimOf('the document', declaredIn(body)),
  ]
  const warnings: string[] = []
  for (const { by, label } of claims) {
    const text = decodedAs(body, label)
    if (text === 'unknown') warnings.push(`${by} says the encoding is "${label}", which is none`)
    else if (text === 'broken') warnings.push(`${by} says the encoding is ${label}, and it is not`)
    else return { ...text, warnings }
  }
  return { ...guessed(body), warnings }
}

const claimOf = (by: string, found: RegExpExecArray | null) =>
  found === null ? [] : [{ by, label: (found[1] as string).toLowerCase() }]

function declaredIn(bytes: Uint8Array): RegExpExecArray | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, headLength))
  return (
    /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head) ??
    /<meta\s[^>]{0,200}?charset\s*=\s*["']?([\w.:-]+)/i.exec(head)
  )
}

function decodedAs(bytes: Uint8Array, label: string): Omit<Decoded, 'warnings'> | 'unknown' | 'broken' {
  if (wide.has(label)) return wide.get(label)?.(bytes) ?? 'broken'
  // Read as ASCII, the declaration cannot be true of a document in two-byte units without a mark.
  if (label.startsWith('utf-16') && !(bytes[0] === 0 || bytes[1] === 0)) return 'broken'
  const decoder = decoderFor(label)
  if (decoder === null) return 'unknown'
  try {
    return { text: decoder.decode(bytes), encoding: decoder.encoding }
  } catch (cause) {
    if (cause instanceof TypeError) return 'broken'
    throw cause
  }
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true })
  } catch (cause) {
    if (cause instanceof RangeError) return null
    throw cause
  }
}

function guessed(bytes: Uint8Array): Omit<Decoded, 'warnings'> {
  const lossy = new TextDecoder('utf-8').decode(bytes)
  let broken = 0
  let foreign = 0
  for (let index = 0; index < lossy.length; index += 1) {
    const unit = lossy.charCodeAt(index)
    if (unit > 127) foreign += 1
    if (unit === 0xfffd) broken += 1
  }
  if (broken <= mostBroken * foreign) return { text: lossy, encoding: 'utf-8' }
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' }
}
