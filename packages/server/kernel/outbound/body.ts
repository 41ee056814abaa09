// A body, unpacked and counted while it comes: a few packed kilobytes can be gigabytes.
import type { IncomingMessage } from 'node:http'
import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib'
import { type Refused, refused } from './fetched.ts'

export const acceptedEncodings = 'gzip, br, zstd'

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

/** @throws what the network or the unpacking says. */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array | Refused> {
  const tooLarge = refused('size', `The answer has more than ${maxBytes} bytes.`)
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) return tooLarge
  const encoding = (response.headers['content-encoding'] ?? '').trim().toLowerCase()
  if (encoding === '' || encoding === 'identity') return (await gather(response, maxBytes)) ?? tooLarge
  const unpacker = unpackers[encoding]
  if (unpacker === undefined)
    return refused('encoding', `The answer is packed as "${encoding.slice(0, 40)}"; ${acceptedEncodings} are read.`)
  const unpacking = unpacker()
  let packed = 0
  response.on('data', (part: Buffer) => {
    packed += part.length
    if (packed > maxBytes) unpacking.destroy(new PackedTooLarge())
  })
  response.once('error', (cause) => unpacking.destroy(cause))
  response.once('close', () => {
    if (!response.complete) unpacking.destroy(new Error('the answer was cut short'))
  })
  response.pipe(unpacking)
  try {
    return (await gather(unpacking, maxBytes)) ?? tooLarge
  } catch (cause) {
    if (cause instanceof PackedTooLarge) return tooLarge
    throw cause
  } finally {
    unpacking.destroy()
  }
}

class PackedTooLarge extends Error {}

/** null when there is more. */
async function gather(stream: Readable, maxBytes: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length
    if (size > maxBytes) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}
